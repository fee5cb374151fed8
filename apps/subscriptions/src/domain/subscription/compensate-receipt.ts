import { daysBetween, localDateOf } from '@continuo/kernel/calendar';
import type { LocalDate } from '@continuo/kernel/instant';
import type { UndoingDates } from './compensate-calendar';
import { reminderDays } from './decide-start';
import { type Draft, UNDECIDED } from './draft';
import { undoTooLate } from './errors-of-changes';
import { carrierToldReceipt } from './errors-of-undo';
import type { StartedSubscription } from './state';

/** The goods have not arrived after all: the trial waits for them again. Undone itself, it begins as it had begun. */
export function restoreReceipt(state: StartedSubscription, undoing: UndoingDates): Draft[] {
  const { made, handedOver, today } = undoing;
  const { before, deliveredAt } = made;
  const { customerId, trialEndsOn } = state;
  if (state.status !== 'trial' || trialEndsOn === null || before.trialEndsOn === null) {
    throw undoTooLate('The trial is over.', handedOver);
  }
  const common = { customerId, receivedOn: receivedOnIn(undoing), nextCycleOn: UNDECIDED };
  const to = { trialEndsOn: before.trialEndsOn, anchor: before.anchor };
  if (before.awaitingReceipt) {
    if (deliveredAt) throw carrierToldReceipt(localDateOf(deliveredAt, state.zone));
    const data = { ...common, from: trialEndsOn, ...to };
    return [{ type: 'subscription.receipt-withdrawn.v1', data }];
  }
  const trialDays = daysBetween(state.startedOn, trialEndsOn);
  if (daysBetween(today, before.trialEndsOn) < reminderDays(state, trialDays)) {
    throw undoTooLate('The reminder of its first charge would come too late.', handedOver);
  }
  return [{ type: 'subscription.trial-started.v1', data: { ...common, ...to } }];
}

function receivedOnIn({ made }: UndoingDates): LocalDate {
  for (const event of made.events) {
    if (
      event.type === 'subscription.trial-started.v1' ||
      event.type === 'subscription.receipt-withdrawn.v1'
    ) {
      return event.data.receivedOn;
    }
  }
  throw new Error('a receipt is undone that is none');
}
