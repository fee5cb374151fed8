import { addDays } from '@continuo/kernel/calendar';
import type { LocalDate } from '@continuo/kernel/instant';
import type { Change } from './change';
import { ahead, recounted } from './decide-calendar';
import { openCyclesBefore, resume, resumeFrom } from './decide-wake';
import { type Draft, UNDECIDED } from './draft';
import { dateTooEarly, dateTooLate, noCycleAhead } from './errors';
import { heldForPayment, noCommitment } from './errors-of-changes';
import type { Cancelled, OpenOrder } from './events';
import { HORIZON_DAYS } from './policy';
import { firstCycleFrom, isComplete, nextAhead } from './schedule';
import { isOpen, standingOf, type StartedSubscription } from './state';
import type { Ending } from './terms';

type Of<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>;

export function decidePause(
  state: StartedSubscription,
  { until }: Of<'pause'>,
  today: LocalDate,
): Draft[] {
  const from = state.status === 'paused' ? state.until : null;
  if (from === until) return [];
  checkAhead('/until', until, addDays(today, 1), today);
  const { customerId } = state;
  return [
    { type: 'subscription.paused.v1', data: { customerId, from, until, nextCycleOn: UNDECIDED } },
  ];
}

export function decideResume(state: StartedSubscription, today: LocalDate): Draft[] {
  if (state.status !== 'paused') return [];
  return resume(state, today < state.until ? today : state.until, state.until);
}

/** Nothing falls due until it is released; what was handed over goes on. */
export function decideHold(state: StartedSubscription, { holdReason }: Of<'hold'>): Draft[] {
  const { customerId } = state;
  const data = { customerId, from: standingOf(state), holdReason, nextCycleOn: UNDECIDED };
  return [{ type: 'subscription.put-on-hold.v1', data }];
}

/** Goes on by the old calendar; cycles whose dates lay in the hold are passed by. */
export function decideRelease(state: StartedSubscription, today: LocalDate): Draft[] {
  if (state.status !== 'held') return [];
  if (state.reason === 'payment') throw heldForPayment();
  return resumeFrom(state, today, (passedBy) => ({
    type: 'subscription.released-from-hold.v1',
    data: { ...passedBy, from: state.reason },
  }));
}

/** At once, at a cycle, or with the delivery that meets the commitment. */
export function decideCancel(state: StartedSubscription, change: Of<'cancel'>): Draft[] {
  const { reasonCode, note = null, offers = [], when = { at: 'now' } } = change;
  const { customerId, ending: from } = state;
  const shown: Draft[] =
    offers.length === 0
      ? []
      : [
          {
            type: 'subscription.save-offers-shown.v1',
            data: { customerId, reasonCode, offers },
          },
        ];
  const scheduled = (lastCycle: number | null, deliveries: number | null): Draft[] => {
    const ending: Ending = { lastCycle, deliveries, reasonCode, note };
    const data = { customerId, from, ending, nextCycleOn: UNDECIDED };
    return [...shown, { type: 'subscription.cancellation-scheduled.v1', data }];
  };
  if (when.at === 'cycle') return scheduled(ahead(state, when.cycle), null);
  if (when.at === 'commitment') {
    const { commitmentDeliveries } = state.policies;
    if (commitmentDeliveries === null) throw noCommitment();
    if (state.counts.locked + 1 < commitmentDeliveries) {
      return scheduled(null, commitmentDeliveries);
    }
  }
  return [...shown, cancelled(state, reasonCode, note)];
}

/** Nothing is charged any more; orders that were handed over before are named, so that they are cancelled too. */
export function cancelled(
  state: StartedSubscription,
  reasonCode: string,
  note: string | null,
): Cancelled {
  const openOrders = state.cycles.filter(isOpen).map(({ cycle, orderId, status }) => ({
    cycle,
    orderId,
    status: status as OpenOrder['status'],
  }));
  return {
    type: 'subscription.cancelled.v1',
    data: {
      customerId: state.customerId,
      reasonCode,
      note,
      from: state.status as Cancelled['data']['from'],
      openOrders,
      nextCycleOn: UNDECIDED,
    },
  };
}

/** Withdraws a cancellation that is still to come, or starts again after a cancellation or a hold. */
export function decideReactivate(
  state: StartedSubscription,
  { nextOn }: Of<'reactivate'>,
  today: LocalDate,
): Draft[] {
  const { customerId, ending } = state;
  if (ending && state.status !== 'held' && state.status !== 'cancelled') {
    const data = { customerId, from: ending, nextCycleOn: UNDECIDED };
    return [{ type: 'subscription.cancellation-withdrawn.v1', data }];
  }
  const from = state.status as 'held' | 'cancelled';
  return [
    {
      type: 'subscription.reactivated.v1',
      data: { customerId, from, ...startedAgain(state, nextOn, today) },
    },
  ];
}

export function decideWinBack(
  state: StartedSubscription,
  { offer, nextOn }: Of<'win-back'>,
  today: LocalDate,
): Draft[] {
  const { customerId } = state;
  if (state.status !== 'expired' || state.deliveriesSold === null) {
    const data = { customerId, offer: offer ?? null, ...startedAgain(state, nextOn, today) };
    return [{ type: 'subscription.won-back.v1', data }];
  }
  // As many deliveries again as the plan sells.
  const totalCycles = state.counts.locked + 1 + state.deliveriesSold;
  const renewed = { ...state, plan: { ...state.plan, totalCycles } };
  const again = startedAgain(renewed, nextOn, today);
  const data = { customerId, offer: offer ?? null, totalCycles, ...again };
  return [{ type: 'subscription.won-back.v1', data }];
}

/**
 * Starts again: on the first date of the old calendar after today, so that nobody is charged on the
 * spot without being told, or on a date that the customer names.
 */
function startedAgain(state: StartedSubscription, nextOn: LocalDate | undefined, today: LocalDate) {
  if (isComplete(state)) throw noCycleAhead();
  const dropped = [...state.skips, ...state.dates].sort((a, b) => a.cycle - b.cycle);
  const bare = { ...state, skips: [], dates: [] };
  if (nextOn !== undefined) {
    const afterLast = addDays(state.lastDueOn, 1);
    checkAhead('/next_on', nextOn, afterLast > today ? afterLast : today, today);
  }
  const nextCycle =
    nextOn === undefined ? firstCycleFrom(bare, addDays(today, 1)) : state.nextCycle;
  return {
    anchor: nextOn === undefined ? state.anchor : { cycle: nextCycle, on: nextOn },
    dropped,
    passed: openCyclesBefore(bare, nextCycle),
    nextCycle,
    nextCycleOn: UNDECIDED,
  };
}

/** The first full charge on the day the customer asks for it, from which the calendar then counts. */
export function decideConversion(
  state: StartedSubscription,
  { consentReference }: Of<'convert-trial'>,
  today: LocalDate,
): Draft[] {
  const earliest = addDays(state.lastDueOn, 1);
  if (today < earliest) throw dateTooEarly('/kind', earliest);
  const { customerId, interval, trialEndsOn } = state;
  const cycle = nextAhead(state);
  const recount = recounted(state, { cycle, on: today }, interval);
  return [
    {
      type: 'subscription.trial-converted.v1',
      data: {
        customerId,
        from: trialEndsOn ?? today,
        to: today,
        cycle,
        consentReference,
        ...recount,
      },
    },
  ];
}

export function decideEndTrial(state: StartedSubscription, change: Of<'end-trial'>): Draft[] {
  const { customerId, trialEndsOn } = state;
  const { reasonCode, note = null } = change;
  return [
    { type: 'subscription.trial-declined.v1', data: { customerId, trialEndsOn, reasonCode } },
    cancelled(state, reasonCode, note),
  ];
}

/** Throws `date-too-early` or `date-too-late` (beyond two years) unless a date lies ahead. */
function checkAhead(pointer: string, date: LocalDate, earliest: LocalDate, today: LocalDate): void {
  if (date < earliest) throw dateTooEarly(pointer, earliest);
  const latest = addDays(today, HORIZON_DAYS);
  if (date > latest) throw dateTooLate(pointer, latest);
}
