import { addDays, instantAt } from '@continuo/kernel/calendar';
import type { Instant, LocalDate } from '@continuo/kernel/instant';
import type { NoticeDue } from './further-events';
import { dateOf, isComplete, nextOpen, type ScheduledCycle, upcoming } from './schedule';
import type { StartedSubscription, SubscriptionState } from './state';

export interface NoticeAhead {
  readonly on: LocalDate;
  readonly notice: NoticeDue['data']['notice'];
  readonly cycle: ScheduledCycle;
}

/**
 * Of what the customer is to be told next, and when: the end of a trial, else another price than last time, else the renewal.
 * One notice per cycle, by the plan's days; null when none is due for the next cycle.
 */
export function noticeAhead(state: StartedSubscription): NoticeAhead | null {
  const { trialEndingDays, priceChangeDays, renewalDays } = state.policies.notices;
  if (trialEndingDays === null && priceChangeDays === null && renewalDays === null) return null;
  if (state.status !== 'trial' && state.status !== 'active') return null;
  const [cycle] = upcoming(state, 1);
  if (!cycle || cycle.cycle <= state.noticed) return null;
  const told = (notice: NoticeAhead['notice'], days: number): NoticeAhead => ({
    on: addDays(cycle.dueOn, -days),
    notice,
    cycle,
  });
  if (state.trialEndsOn !== null) {
    return trialEndingDays === null ? null : told('trial-ending', trialEndingDays);
  }
  const lastPriceMinor = state.cycles.at(-1)?.unitPriceMinor ?? state.sold.unitPriceMinor;
  if (priceChangeDays !== null && cycle.unitPriceMinor !== lastPriceMinor) {
    return told('price-change', priceChangeDays);
  }
  return renewalDays === null ? null : told('renewal', renewalDays);
}

/** When the stream wants to be woken: at its next cycle or notice, or at the end of its pause. */
export function dueAt(state: SubscriptionState): Instant | null {
  if (state.status === 'paused') return instantAt(state.until, state.zone);
  if ((state.status !== 'trial' && state.status !== 'active') || isComplete(state)) return null;
  if (state.awaitingReceipt) return null;
  const on = dateOf(state, nextOpen(state));
  const notice = noticeAhead(state);
  return instantAt(notice && notice.on < on ? notice.on : on, state.zone);
}
