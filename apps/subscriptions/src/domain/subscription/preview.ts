import { formatMinor } from '@continuo/kernel/currency';
import type { Instant } from '@continuo/kernel/instant';
import { approvalsToRestore } from './approval';
import type { Approval, Authority, Change } from './change';
import type { ConfirmReceiptCommand, SubscriptionCommand, UndoCommand } from './commands';
import { chargesMore, isOutdated } from './consent';
import { approvalsForAll, requestOf } from './decide-changes';
import { subscriptionDecider } from './decider';
import { subscriptionNotFound } from './errors';
import type { SubscriptionEvent } from './events';
import { evolve } from './evolve';
import { schedule, type ScheduledCycle } from './schedule';
import type { StartedSubscription, SubscriptionState } from './state';
import type { CycleDate } from './terms';
import { wordsFor } from './words';

/** What a change means, before or after it is made. */
export interface Effect {
  readonly before: readonly ScheduledCycle[];
  readonly after: readonly ScheduledCycle[];
  /** Dates and skips that the change does not keep. */
  readonly dropped: readonly CycleDate[];
  /** Cycles that are passed by: no order, no charge. */
  readonly passed: readonly CycleDate[];
  /** What was done before and stays done. */
  readonly cannotUndo: readonly string[];
  /** To be read to the customer. */
  readonly words: string;
}

export interface Preview extends Effect {
  /** What only a supervisor may decide; empty when an agent may do it alone. */
  readonly approvals: readonly Approval[];
  /** Charged more, sooner or again: a customer who acts for themself has to agree to the words. */
  readonly consentNeeded: boolean;
  readonly events: readonly SubscriptionEvent[];
  readonly state: StartedSubscription;
}

/**
 * The next six cycles before and after some changes, by the very functions that would make them: nothing is
 * committed. Refuses what the changes themselves would refuse to whoever asks, except for want of a supervisor or of
 * a consent.
 */
export function preview(
  state: SubscriptionState,
  changes: readonly Change[],
  now: Instant,
  authority: Authority = 'supervisor',
): Preview {
  if (state.status === 'none') throw subscriptionNotFound();
  const approvals = approvalsForAll(state, changes, now, authority);
  const command = { kind: 'changes', changes, authority: 'supervisor', now } as const;
  return { ...previewed(state, command), approvals };
}

/** The same for changes that wait for a supervisor; the customer has to agree anew where they were told of less. */
export function previewApproval(
  state: StartedSubscription,
  requestId: string,
  now: Instant,
): Preview {
  const request = requestOf(state, requestId);
  const shown = preview(state, request.changes, now);
  return { ...shown, consentNeeded: isOutdated(request, state, shown.state) };
}

/** The same for the undoing of a change. */
export function previewUndo(state: SubscriptionState, command: UndoCommand): Preview {
  if (state.status === 'none') throw subscriptionNotFound();
  const shown = previewed(state, { ...command, authority: 'supervisor' });
  return { ...shown, approvals: approvalsToRestore(state, shown.state) };
}

/** The same for goods that the customer has received. */
export function previewReceipt(
  state: StartedSubscription,
  command: ConfirmReceiptCommand,
): Preview {
  return { ...previewed(state, command), approvals: [] };
}

function previewed(
  state: StartedSubscription,
  command: SubscriptionCommand,
): Omit<Preview, 'approvals'> {
  const events = subscriptionDecider.decide(command, state);
  const after = events.reduce(evolve, state) as StartedSubscription;
  const consentNeeded = chargesMore(state, after);
  return { ...effectOf(state, events, after), consentNeeded, events, state: after };
}

/** What events have brought about between two states. */
export function effectOf(
  before: StartedSubscription,
  events: readonly SubscriptionEvent[],
  after: StartedSubscription,
): Effect {
  return {
    before: schedule(before),
    after: schedule(after),
    dropped: events.flatMap(({ data }) => ('dropped' in data ? data.dropped : [])),
    passed: events.flatMap(({ data }) => ('passed' in data ? data.passed : [])),
    cannotUndo: events.flatMap((event) => cannotUndo(event, before)),
    words: wordsFor(after),
  };
}

function cannotUndo(event: SubscriptionEvent, before: StartedSubscription): string[] {
  if (event.type === 'subscription.cancelled.v1') {
    return event.data.openOrders.map(({ cycle, orderId, status }) => {
      const order = `The order of cycle ${cycle} (${orderId})`;
      switch (status) {
        case 'locked':
          return `${order} was handed over before: it is being cancelled; what was packed already ships and is charged.`;
        case 'charging':
          return `${order} was being charged: it is being cancelled, and an authorisation made by then is released; what was packed already ships and is charged.`;
        case 'paid':
        case 'released':
          return `${order} is authorised and on its way to shipping: it is being cancelled; what was packed already ships and is charged.`;
      }
    });
  }
  if (event.type === 'subscription.change-undone.v1') {
    return event.data.stays.map(
      ({ cycle, orderId, status }) =>
        `Cycle ${cycle} (${orderId}) was handed over before and stays as it was (${status}).`,
    );
  }
  if (event.type === 'subscription.receipt-withdrawn.v1') {
    const reminded = before.told.some(({ cycle }) => cycle === before.nextCycle);
    const again = 'another reminder goes out once the goods are received';
    return reminded ? [`The customer was told of the charge of ${event.data.from}: ${again}.`] : [];
  }
  if (event.type === 'subscription.prepaid-shipments-lapsed.v1') {
    const { shipments, goodsMinor, currency, unshipped } = event.data;
    const price = `${currency} ${formatMinor(goodsMinor, currency)}`;
    const fate = unshipped === 'refund' ? 'is refunded with its tax' : 'is kept';
    return [`Shipments that were paid for and will not leave: ${shipments}. ${price} ${fate}.`];
  }
  const locked = before.cycles.filter(({ status }) => status === 'locked' || status === 'charging');
  const reachesCycles = 'fromCycle' in event.data || event.type === 'subscription.paused.v1';
  if (!reachesCycles) return [];
  return locked.map(
    ({ cycle, dueOn, orderId }) =>
      `Cycle ${cycle} of ${dueOn} is locked and stays as it was: change its order ${orderId} instead.`,
  );
}
