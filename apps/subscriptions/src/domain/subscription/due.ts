import { addDays, instantAt } from '@continuo/kernel/calendar';
import type { Instant, LocalDate } from '@continuo/kernel/instant';
import type { Notice } from './further-events';
import { dateOf, isComplete, nextOpen, type ScheduledCycle, upcoming } from './schedule';
import type { StartedSubscription, SubscriptionState } from './state';

export interface NoticeAhead {
  readonly on: LocalDate;
  readonly notice: Notice;
  readonly cycle: ScheduledCycle;
}

/**
 * Of what the customer is still to be told about the next cycle, soonest first: the end of a trial, another price than last time, the
 * renewal. Each kind has a day of its own by the plan, and is told once for each cycle.
 */
export function noticesAhead(state: StartedSubscription): readonly NoticeAhead[] {
  const { trialEndingDays, priceChangeDays, renewalDays } = state.policies.notices;
  if (trialEndingDays === null && priceChangeDays === null && renewalDays === null) return [];
  if (state.status !== 'trial' && state.status !== 'active') return [];
  const [cycle] = upcoming(state, 1);
  if (!cycle) return [];
  const lastPriceMinor = state.cycles.at(-1)?.unitPriceMinor ?? state.sold.unitPriceMinor;
  const ahead = (notice: Notice, days: number | null, applies: boolean): NoticeAhead[] => {
    if (days === null || !applies || isTold(state, cycle.cycle, notice)) return [];
    return [{ on: addDays(cycle.dueOn, -days), notice, cycle }];
  };
  return [
    ...ahead('trial-ending', trialEndingDays, state.trialEndsOn !== null),
    ...ahead('price-change', priceChangeDays, cycle.unitPriceMinor !== lastPriceMinor),
    ...ahead('renewal', renewalDays, true),
  ].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

function isTold({ told }: StartedSubscription, cycle: number, notice: Notice): boolean {
  return told.some((each) => each.cycle === cycle && each.notice === notice);
}

/** When the stream wants to be woken: at its next cycle or notice, or at the end of its pause. */
export function dueAt(state: SubscriptionState): Instant | null {
  if (state.status === 'paused') return instantAt(state.until, state.zone);
  if ((state.status !== 'trial' && state.status !== 'active') || isComplete(state)) return null;
  if (state.awaitingReceipt) return null;
  const on = dateOf(state, nextOpen(state));
  const [notice] = noticesAhead(state);
  return instantAt(notice && notice.on < on ? notice.on : on, state.zone);
}
