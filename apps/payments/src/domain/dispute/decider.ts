import { type Decider, never } from '@continuo/kernel/decider';
import { DomainError } from '@continuo/kernel/domain-error';
import { type Instant, addMs } from '@continuo/kernel/instant';
import type { GatewayAnswer } from '../payment/answer';
import { disputeClosed, disputeNotFound } from '../payment/errors';
import type { DisputeEvent, DisputeFacts, Evidence, FiledProof } from './events';

const HOUR_MS = 3_600_000;
/** So long before evidence is due a person is told once more. */
export const ALERT_BEFORE_MS = 72 * HOUR_MS;
/** When evidence is sent again that the gateway did not confirm. */
const SEND_AGAIN_AFTER_MS = [HOUR_MS / 12, HOUR_MS, 24 * HOUR_MS];

export interface OpenedDispute extends DisputeFacts {
  readonly status: 'opened' | 'represented' | 'won' | 'lost';
  readonly filed: readonly FiledProof[];
  readonly submission: {
    readonly idempotencyKey: string;
    readonly evidence: Evidence;
    readonly status: 'sent' | 'confirmed' | 'failed';
    readonly sendAt: Instant | null;
    readonly failures: number;
  } | null;
  readonly toldDueSoon: boolean;
}

export type DisputeState = { readonly status: 'none' } | OpenedDispute;

export type DisputeCommand = { readonly disputeId: string; readonly now: Instant } & (
  | { readonly type: 'open'; readonly facts: DisputeFacts; readonly overpaidMinor: number }
  | { readonly type: 'file-proof'; readonly proof: FiledProof }
  | { readonly type: 'represent'; readonly evidence: Evidence }
  | { readonly type: 'record-submission'; readonly answer: GatewayAnswer }
  | { readonly type: 'close'; readonly outcome: 'won' | 'lost' }
  /** Evidence is due soon, or is to be sent again. */
  | { readonly type: 'proceed' }
);

function decide(command: DisputeCommand, state: DisputeState): readonly DisputeEvent[] {
  const { disputeId, now } = command;
  if (command.type === 'open') {
    if (state.status !== 'none') return [];
    const { facts, overpaidMinor } = command;
    const opened: DisputeEvent = { type: 'dispute.opened.v1', data: facts };
    const told = [alerted(facts, 'opened')];
    return [opened, ...told, ...(overpaidMinor > 0 ? [alerted(facts, 'paid-twice')] : [])];
  }
  if (state.status === 'none') throw disputeNotFound(disputeId);
  switch (command.type) {
    case 'file-proof':
      requireOpen(state);
      return state.filed.some((each) => each.reference === command.proof.reference)
        ? []
        : [{ type: 'dispute.proof-filed.v1', data: command.proof }];
    case 'represent':
      return represent(state, command.evidence, now);
    case 'record-submission':
      return submitted(state, command.answer, now);
    case 'close': {
      if (state.status === command.outcome) return [];
      requireOpen(state);
      const data = { disputeId, at: now };
      return [{ type: command.outcome === 'won' ? 'dispute.won.v1' : 'dispute.lost.v1', data }];
    }
    case 'proceed': {
      const { evidenceDueAt, toldDueSoon, status } = state;
      if (status !== 'opened' || toldDueSoon || evidenceDueAt === null) return [];
      return addMs(evidenceDueAt, -ALERT_BEFORE_MS) <= now
        ? [alerted(state, 'evidence-due-soon')]
        : [];
    }
    default:
      return never(command);
  }
}

/** Once, while the network still listens, and only with something to show. */
function represent(state: OpenedDispute, evidence: Evidence, now: Instant): DisputeEvent[] {
  requireOpen(state);
  const { disputeId, evidenceDueAt, submission } = state;
  if (submission && submission.status !== 'failed') return [];
  if (evidenceDueAt !== null && evidenceDueAt < now) {
    throw new DomainError(
      'evidence-too-late',
      `Evidence was due at ${evidenceDueAt}: the network takes no more.`,
      'not-allowed-now',
      { dispute_id: disputeId, evidence_due_at: evidenceDueAt },
    );
  }
  if (evidence.packages.length === 0 && evidence.filed.length === 0) {
    throw new DomainError(
      'no-evidence',
      'Nothing speaks for the charge: no package with tracking, no consent dossier. File a proof first.',
      'not-allowed-now',
      { dispute_id: disputeId },
    );
  }
  const number = (submission?.failures ?? 0) + 1;
  const idempotencyKey = `continuo_rep_${number}_${disputeId}`;
  return [{ type: 'dispute.represented.v1', data: { idempotencyKey, evidence, at: now } }];
}

function submitted(state: OpenedDispute, answer: GatewayAnswer, now: Instant): DisputeEvent[] {
  const { submission } = state;
  if (submission?.status !== 'sent') return [];
  switch (answer.kind) {
    case 'succeeded': {
      const { reference } = answer;
      return [{ type: 'dispute.submission-confirmed.v1', data: { reference } }];
    }
    case 'declined': {
      const cause = `${answer.code}: ${answer.message}`;
      return [{ type: 'dispute.submission-failed.v1', data: { cause, retryAt: null } }];
    }
    case 'unknown': {
      const afterMs = SEND_AGAIN_AFTER_MS[submission.failures] ?? 24 * HOUR_MS;
      const retryAt = addMs(now, afterMs);
      const { cause } = answer;
      return [{ type: 'dispute.submission-failed.v1', data: { cause, retryAt } }];
    }
    default:
      return never(answer);
  }
}

function requireOpen({ status, disputeId }: OpenedDispute): void {
  if (status === 'won' || status === 'lost') throw disputeClosed(disputeId, status);
}

function alerted(
  { disputeId, paymentId, orderId, evidenceDueAt }: DisputeFacts,
  because: 'opened' | 'evidence-due-soon' | 'paid-twice',
): DisputeEvent {
  const data = { disputeId, paymentId, orderId, evidenceDueAt, because };
  return { type: 'dispute.alerted.v1', data };
}

function evolve(state: DisputeState, event: DisputeEvent): DisputeState {
  if (event.type === 'dispute.opened.v1') {
    const data = { filed: [], submission: null, toldDueSoon: false };
    return { ...event.data, ...data, status: 'opened' };
  }
  if (state.status === 'none') return state;
  const { submission } = state;
  switch (event.type) {
    case 'dispute.alerted.v1':
      return event.data.because === 'evidence-due-soon' ? { ...state, toldDueSoon: true } : state;
    case 'dispute.proof-filed.v1':
      return { ...state, filed: [...state.filed, event.data] };
    case 'dispute.represented.v1': {
      const { idempotencyKey, evidence, at } = event.data;
      const failures = submission?.failures ?? 0;
      const sent = { idempotencyKey, evidence, status: 'sent', sendAt: at, failures } as const;
      return { ...state, status: 'represented', submission: sent };
    }
    case 'dispute.submission-confirmed.v1':
      if (!submission) return state;
      return { ...state, submission: { ...submission, status: 'confirmed', sendAt: null } };
    case 'dispute.submission-failed.v1': {
      if (!submission) return state;
      const { retryAt } = event.data;
      const status = retryAt === null ? ('failed' as const) : ('sent' as const);
      const failures = submission.failures + 1;
      const failed = { ...submission, status, sendAt: retryAt, failures };
      return { ...state, status: retryAt === null ? 'opened' : state.status, submission: failed };
    }
    case 'dispute.won.v1':
      return { ...state, status: 'won' };
    case 'dispute.lost.v1':
      return { ...state, status: 'lost' };
    default:
      return never(event);
  }
}

export const disputeDecider: Decider<DisputeCommand, DisputeEvent, DisputeState> = {
  decide,
  evolve,
  initialState: () => ({ status: 'none' }),
};

/** When a dispute is looked at next: evidence to be sent (again), or due soon. */
export function disputeDueAt(state: DisputeState): Instant | null {
  if (state.status === 'represented') return state.submission?.sendAt ?? null;
  if (state.status !== 'opened' || state.toldDueSoon || state.evidenceDueAt === null) return null;
  return addMs(state.evidenceDueAt, -ALERT_BEFORE_MS);
}
