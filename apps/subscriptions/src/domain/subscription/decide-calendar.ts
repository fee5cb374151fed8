import { addDays } from '@continuo/kernel/calendar';
import type { Interval, LocalDate } from '@continuo/kernel/instant';
import type { Change } from './change';
import { openCyclesBefore } from './decide-wake';
import { type Draft, UNDECIDED } from './draft';
import {
  cycleDatePassed,
  cycleLocked,
  cycleNotSkipped,
  cycleSkipped,
  cycleTooFarAhead,
  dateTooEarly,
  dateTooLate,
  intervalNotOffered,
  noCycleAhead,
  onlyNextMovesFollowing,
} from './errors';
import { HORIZON_CYCLES, HORIZON_DAYS } from './policy';
import { dateOf, isComplete, isSkipped, neighbours, nextAhead, reanchor } from './schedule';
import type { StartedSubscription } from './state';
import type { Anchor } from './terms';

/** The next date stays; from it on the new interval counts. */
export function decideInterval(state: StartedSubscription, to: Interval): Draft[] {
  const { interval: from, plan, customerId } = state;
  if (from === to) return [];
  if (!plan.intervals.includes(to)) throw intervalNotOffered(plan.intervals);
  const fromCycle = nextAhead(state);
  const anchor = { cycle: fromCycle, on: dateOf(state, fromCycle) };
  return [
    {
      type: 'subscription.interval-changed.v1',
      data: { customerId, from, to, fromCycle, ...recounted(state, anchor, to) },
    },
  ];
}

/** A date of its own for one cycle, between its neighbours; or for the next one and all that follow it. */
export function decideDate(
  state: StartedSubscription,
  change: Extract<Change, { kind: 'date' }>,
  today: LocalDate,
): Draft[] {
  const next = nextAhead(state);
  const cycle = ahead(state, change.cycle ?? next);
  if (isSkipped(state, cycle)) throw cycleSkipped(cycle);
  const { on: to, moveFollowing = false } = change;
  const from = dateOf(state, cycle);
  if (from === to && !moveFollowing) return [];
  if (moveFollowing && cycle !== next) throw onlyNextMovesFollowing(next);
  const between = neighbours(state, cycle);
  const earliest = earliestFor(state, cycle, today);
  if (to < earliest) throw dateTooEarly('/on', earliest);
  const lastAllowed = moveFollowing ? addDays(today, HORIZON_DAYS) : addDays(between.before, -1);
  if (to > lastAllowed) {
    const hint = moveFollowing ? '' : ' Send move_following to move the later cycles with it.';
    throw dateTooLate('/on', lastAllowed, hint);
  }
  const { customerId, interval, anchor, skips, nextCycle } = state;
  const recount = moveFollowing
    ? recounted(state, { cycle, on: to }, interval)
    : {
        anchor,
        skips,
        dates: [...state.dates.filter((date) => date.cycle !== cycle), { cycle, on: to }],
        dropped: [],
        passed: [],
        nextCycle,
        nextCycleOn: UNDECIDED,
      };
  return [
    {
      type: 'subscription.cycle-date-changed.v1',
      data: { customerId, cycle, from, to, moveFollowing, ...recount },
    },
  ];
}

/** The next cycle today; the others keep their dates. */
export function decideSendNow(state: StartedSubscription, today: LocalDate): Draft[] {
  const cycle = ahead(state, nextAhead(state));
  const from = dateOf(state, cycle);
  if (from <= today) return [];
  const earliest = addDays(neighbours(state, cycle).after, 1);
  if (today < earliest) throw dateTooEarly('/kind', earliest);
  const { customerId } = state;
  return [
    {
      type: 'subscription.cycle-sent-now.v1',
      data: { customerId, cycle, from, to: today, nextCycleOn: UNDECIDED },
    },
  ];
}

/** The next cycle and all that follow, counted from another date. */
export function decideAnchor(state: StartedSubscription, to: LocalDate, today: LocalDate): Draft[] {
  const cycle = ahead(state, nextAhead(state));
  const { anchor, customerId, interval } = state;
  if (anchor.cycle === cycle && anchor.on === to) return [];
  const earliest = earliestFor(state, cycle, today);
  if (to < earliest) throw dateTooEarly('/on', earliest);
  const latest = addDays(today, HORIZON_DAYS);
  if (to > latest) throw dateTooLate('/on', latest);
  const recount = recounted(state, { cycle, on: to }, interval);
  return [
    {
      type: 'subscription.anchor-moved.v1',
      data: { customerId, from: dateOf(state, cycle), to, fromCycle: cycle, ...recount },
    },
  ];
}

function earliestFor(state: StartedSubscription, cycle: number, today: LocalDate): LocalDate {
  return latestOf(
    addDays(neighbours(state, cycle).after, 1),
    today,
    state.status === 'paused' ? state.until : today,
  );
}

export function decideSkip(state: StartedSubscription, wanted: number | undefined): Draft[] {
  const cycle = ahead(state, wanted ?? nextAhead(state));
  if (isSkipped(state, cycle)) return [];
  const { customerId } = state;
  return [
    {
      type: 'subscription.cycle-skipped.v1',
      data: { customerId, cycle, on: dateOf(state, cycle), nextCycleOn: UNDECIDED },
    },
  ];
}

/** Gives a cycle its date back, as long as that lies ahead and between its neighbours. */
export function decideUnskip(
  state: StartedSubscription,
  wanted: number,
  today: LocalDate,
): Draft[] {
  const cycle = ahead(state, wanted);
  if (!isSkipped(state, cycle)) throw cycleNotSkipped(cycle);
  const on = dateOf(state, cycle);
  const { after, before } = neighbours(state, cycle);
  if (on < today || on <= after || on >= before) throw cycleDatePassed(cycle, on);
  const { customerId } = state;
  return [
    {
      type: 'subscription.cycle-unskipped.v1',
      data: { customerId, cycle, on, nextCycleOn: UNDECIDED },
    },
  ];
}

/** A cycle that can still be changed. Throws `cycle-locked`, `cycle-too-far-ahead` or `no-cycle-ahead`. */
export function ahead(state: StartedSubscription, cycle: number): number {
  if (isComplete(state)) throw noCycleAhead();
  if (cycle < state.nextCycle) throw cycleLocked(cycle);
  const last = nextAhead(state) + HORIZON_CYCLES;
  if (cycle > last) throw cycleTooFarAhead(last);
  return cycle;
}

export function recounted(state: StartedSubscription, anchor: Anchor, interval: Interval) {
  const { skips, dates, dropped } = reanchor(state, anchor, interval);
  // Cycles inside a pause would be counted backwards from the new anchor: the pause has passed them by.
  const nextCycle = state.status === 'paused' ? anchor.cycle : state.nextCycle;
  const passed = openCyclesBefore(state, nextCycle);
  return { anchor, skips, dates, dropped, passed, nextCycle, nextCycleOn: UNDECIDED };
}

function latestOf(...dates: readonly LocalDate[]): LocalDate {
  return dates.reduce((latest, date) => (date > latest ? date : latest));
}
