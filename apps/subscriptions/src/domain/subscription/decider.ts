import { type Decider, never } from '@continuo/kernel/decider';
import type { ChangeCommand, ChangesCommand, SubscriptionCommand } from './commands';
import { consentTo, consentToApproval, foreseen } from './consent';
import { decideChange } from './decide-change';
import { decideApproval, decideChanges } from './decide-changes';
import { decideAnnouncement, decideWithdrawal } from './decide-price-move';
import { decideSettle } from './decide-settle';
import { decideTerm, withPrepaid } from './decide-prepaid';
import { cancelled } from './decide-standing';
import { decideUndo } from './decide-undo';
import { decideWake } from './decide-wake';
import { decideCardUpdate } from './decide-card-update';
import { decideConfirmation, decideReceipt, start } from './decide-start';
import { completed, type Draft } from './draft';
import { subscriptionNotFound } from './errors';
import type { SubscriptionEvent } from './events';
import { evolve } from './evolve';
import { isWoundUp } from './schedule';
import { isOpen, type StartedSubscription, type SubscriptionState } from './state';

/** A continuity program: cycle 1 is the order that sold it, each later cycle one order on its date. */
export const subscriptionDecider: Decider<
  SubscriptionCommand,
  SubscriptionEvent,
  SubscriptionState
> = {
  initialState: () => ({ status: 'none' }),

  decide: (command, state) => {
    if (command.kind === 'start') return state.status === 'none' ? start(command) : [];
    if (state.status === 'none') throw subscriptionNotFound();
    const decided = concluded(state, command);
    switch (command.kind) {
      case 'change':
      case 'changes':
        return agreed(state, command, decided);
      case 'approve':
        return [...decided, ...consentToApproval(state, decided, command)];
      default:
        return decided;
    }
  },

  evolve,
};

type Asked = Exclude<SubscriptionCommand, { kind: 'start' }>;

function concluded(state: StartedSubscription, command: Asked): readonly SubscriptionEvent[] {
  return withPrepaid(state, closed(state, completed(state, drafts(command, state))));
}

/** With the consent to what was asked for, also where that waits for a supervisor: what it would charge is kept then. */
function agreed(
  state: StartedSubscription,
  command: ChangeCommand | ChangesCommand,
  decided: readonly SubscriptionEvent[],
): readonly SubscriptionEvent[] {
  const [request] = decided;
  if (request?.type !== 'subscription.approval-requested.v2') {
    return [...decided, ...consentTo(state, decided, command)];
  }
  const asked = concluded(state, { ...command, authority: 'supervisor' });
  const data = { ...request.data, foreseen: foreseen(state, asked) };
  return [{ ...request, data }, ...consentTo(state, asked, command)];
}

function drafts(command: Asked, state: StartedSubscription): readonly Draft[] {
  switch (command.kind) {
    case 'wake':
      return decideWake(state, command.now);
    case 'settle':
      return decideSettle(state, command);
    case 'settle-term':
      return decideTerm(state, command.outcome);
    case 'receipt':
      return decideReceipt(state, command);
    case 'confirm-receipt':
      return decideConfirmation(state, command);
    case 'announce-price':
      return decideAnnouncement(state, command);
    case 'withdraw-price':
      return decideWithdrawal(state, command);
    case 'update-card':
      return decideCardUpdate(state, command);
    case 'change':
      return decideChange(state, command);
    case 'changes':
      return decideChanges(state, command);
    case 'approve':
    case 'refuse-approval':
      return decideApproval(state, command);
    case 'undo':
      return decideUndo(state, command);
    default:
      return never(command);
  }
}

/** A cancellation that was to come has come: the last cycle before it is settled. */
function closed(
  state: StartedSubscription,
  events: readonly SubscriptionEvent[],
): readonly SubscriptionEvent[] {
  const after = events.reduce(evolve, state) as StartedSubscription;
  const { ending } = after;
  const over = after.status === 'cancelled' || after.status === 'expired';
  if (!ending || over || !isWoundUp(after) || after.cycles.some(isOpen)) return events;
  const end = cancelled(after, ending.reasonCode, ending.note);
  return [...events, ...completed(after, [end])];
}
