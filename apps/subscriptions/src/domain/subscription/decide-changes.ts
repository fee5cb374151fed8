import { localDateOf } from '@continuo/kernel/calendar';
import { DomainError } from '@continuo/kernel/domain-error';
import type { Instant } from '@continuo/kernel/instant';
import { approvalsFor } from './approval';
import type { Approval, Authority, Change } from './change';
import type { ApprovalCommand, ChangesCommand } from './commands';
import { decideChange } from './decide-change';
import { completed, type Draft, UNDECIDED } from './draft';
import { approvalRequired } from './errors';
import { approvalRequestNotFound, samePersonApproves } from './errors-of-changes';
import { evolve } from './evolve';
import { requireMayAsk } from './self-service';
import type { ApprovalRequest, StartedSubscription } from './state';
import type { Person } from './terms';

interface Decided {
  readonly drafts: readonly Draft[];
  readonly approvals: readonly Approval[];
}

/** Each change upon the ones before it: the events of all, or the refusal of the first that is refused. */
function decideInTurn(
  state: StartedSubscription,
  changes: readonly Change[],
  now: Instant,
  authority: Authority = 'supervisor',
): Decided {
  let after = state;
  const drafts: Draft[] = [];
  const approvals: Approval[] = [];
  for (const [index, change] of changes.entries()) {
    const before = after;
    at(index, () => requireMayAsk(authority, change, before));
    const made = at(index, () =>
      completed(
        after,
        decideChange(after, { kind: 'change', change, authority: 'supervisor', now }),
      ),
    );
    if (made.length > 0) {
      approvals.push(...approvalsFor(after, change, localDateOf(now, after.zone)));
    }
    drafts.push(...made);
    after = made.reduce(evolve, after) as StartedSubscription;
  }
  return { drafts, approvals };
}

/** Several changes at once, together or not at all. */
export function decideChanges(state: StartedSubscription, command: ChangesCommand): Draft[] {
  const { changes, now, authority, askApproval } = command;
  const { drafts, approvals } = decideInTurn(state, changes, now, authority);
  const [first] = approvals;
  if (!first || authority === 'supervisor') return [...drafts];
  if (!askApproval) throw approvalRequired(first);
  const { requestId, requestedBy } = askApproval;
  const { customerId } = state;
  return [
    {
      type: 'subscription.approval-requested.v2',
      data: { customerId, requestId, changes, approvals, requestedBy, foreseen: UNDECIDED },
    },
  ];
}

/** What a supervisor has to decide about these changes, taken one after the other. */
export function approvalsForAll(
  state: StartedSubscription,
  changes: readonly Change[],
  now: Instant,
  authority: Authority,
): readonly Approval[] {
  return decideInTurn(state, changes, now, authority).approvals;
}

/** Changes that wait for a supervisor. Throws `approval-request-not-found`. */
export function requestOf(state: StartedSubscription, requestId: string): ApprovalRequest {
  const request = state.requests.find((entry) => entry.requestId === requestId);
  if (!request) throw approvalRequestNotFound(requestId);
  return request;
}

/** A supervisor carries out, or turns down, what somebody else has asked for. */
export function decideApproval(state: StartedSubscription, command: ApprovalCommand): Draft[] {
  const { requestId, by, now } = command;
  const { requestedBy, changes } = requestOf(state, requestId);
  const { customerId } = state;
  const subject = { customerId, requestId, requestedBy };
  if (command.kind === 'refuse-approval') {
    return [{ type: 'subscription.approval-refused.v1', data: { ...subject, refusedBy: by } }];
  }
  if (isSame(requestedBy, by)) throw samePersonApproves(requestedBy.id);
  const given: Draft = {
    type: 'subscription.approval-given.v1',
    data: { ...subject, approvedBy: by },
  };
  return [given, ...decideInTurn(state, changes, now).drafts];
}

function isSame(a: Person, b: Person): boolean {
  return a.id === b.id || (a.keyId !== null && a.keyId === b.keyId);
}

/** Names the change that was refused: its fields lie under `/changes/<index>`. */
function at<Value>(index: number, decide: () => Value): Value {
  try {
    return decide();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const fields = error.fields.map(({ pointer, detail }) => ({
      pointer: `/changes/${index}${pointer}`,
      detail,
    }));
    const data = { ...error.data, change_index: index };
    throw new DomainError(error.code, error.message, error.kind, data, fields);
  }
}
