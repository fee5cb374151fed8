import { localDateOf } from '@continuo/kernel/calendar';
import type { DomainError } from '@continuo/kernel/domain-error';
import type { MadeChange, UndoCommand } from './commands';
import { approvalsToRestore } from './approval';
import { compensate } from './compensate';
import { type Draft } from './draft';
import { alreadyUndone, changedSince, nothingToUndo, undoTooLate } from './errors-of-changes';
import { approvalRequired } from './errors';
import { postedToBooks, receivedSince, termEnded } from './errors-of-undo';
import { evolve } from './evolve';
import type { Cycle, StartedSubscription } from './state';
import { collide, type Part, partsOf } from './touches';

/** In which order the parts are put back: each may rest on those before it. */
const ORDER: readonly Part[] = [
  'plan',
  'product',
  'components',
  'price',
  'quantity',
  'products',
  'add-ons',
  'address',
  'payment-method',
  'zone',
  'receipt',
  'calendar',
  'ending',
  'standing',
];

/**
 * Compensates a change: each part it has touched is put back to what it was before it, by facts of its own. What was handed over in
 * the meantime stays, and is named; where nothing else is left the undo is refused. Later changes to the same part are undone first.
 */
export function decideUndo(state: StartedSubscription, command: UndoCommand): Draft[] {
  const { made, now, authority } = command;
  const parts = [...new Set(made.events.flatMap(partsOf))];
  if (parts.length === 0) throw notToUndo(made);
  if (made.undone) throw alreadyUndone(made.changeId);
  for (const { changeId, events } of made.later) {
    const touched = events.flatMap(partsOf);
    if (parts.some((part) => touched.some((other) => collide(part, other)))) {
      throw receiptIn(events, changeId) ?? changedSince(changeId);
    }
  }
  if (made.events.some(({ type }) => type === 'subscription.prepaid-shipments-lapsed.v1')) {
    throw undoTooLate('Shipments that were paid for were refunded or given up by it.', []);
  }
  const today = localDateOf(now, state.zone);
  const handedOver = handedOverSince(state, made);
  const drafts: Draft[] = [];
  let after = state;
  for (const part of inOrder(parts)) {
    const compensation = compensate(part, after, { made, handedOver, today });
    drafts.push(...compensation);
    after = compensation.reduce(evolve, after) as StartedSubscription;
  }
  const [approval] = approvalsToRestore(state, after);
  if (approval && authority !== 'supervisor') throw approvalRequired(approval);
  // Changes that have cancelled each other out leave nothing to put back.
  if (drafts.length === 0 && handedOver.length > 0) {
    throw undoTooLate('Nothing of it is still to come.', handedOver);
  }
  const { customerId } = state;
  const { changeId, events } = made;
  const stopped = events.flatMap((event) =>
    event.type === 'subscription.cancelled.v1' ? event.data.openOrders : [],
  );
  const stays = [...handedOver, ...stopped].map(({ cycle, orderId, status }) => ({
    cycle,
    orderId,
    status,
  }));
  const undone = events.filter((event) => partsOf(event).length > 0).map(({ type }) => type);
  drafts.push({
    type: 'subscription.change-undone.v1',
    data: { customerId, changeId, undone, stays },
  });
  return drafts;
}

/** Why nothing can be put back: what finance has said of a payment has reached the books. */
function notToUndo({ changeId, events }: MadeChange): DomainError {
  for (const event of events) {
    if (event.type === 'subscription.prepaid-run-paid.v1') {
      return postedToBooks(event.data.orderId, event.data.shipments);
    }
    if (event.type === 'subscription.prepaid-run-ended.v1') return termEnded(event.data.orderId);
  }
  return nothingToUndo(changeId);
}

function receiptIn(events: MadeChange['events'], changeId: string): DomainError | undefined {
  const received = events.find((event) => event.type === 'subscription.trial-started.v1');
  return received && receivedSince(changeId, received.data.trialEndsOn);
}

/** Cycles that were locked after the change. */
function handedOverSince(state: StartedSubscription, { after }: MadeChange): readonly Cycle[] {
  const lockedSince = state.counts.locked - after.counts.locked;
  if (lockedSince <= 0) return [];
  return state.cycles.filter(({ cycle }) => cycle >= after.nextCycle);
}

function inOrder(parts: readonly Part[]): Part[] {
  const cycles = parts.filter((part) => part.startsWith('cycle '));
  const after = ORDER.indexOf('calendar') + 1;
  return [
    ...ORDER.slice(0, after).filter((part) => parts.includes(part)),
    // By the calendar as it was: of the new one their old dates may long have passed.
    ...cycles,
    ...ORDER.slice(after).filter((part) => parts.includes(part)),
  ];
}
