import type { LocalDate } from '@continuo/kernel/instant';
import type { MadeChange } from './commands';
import { decideInterval } from './decide-calendar';
import { openCyclesBefore } from './decide-wake';
import { type Draft, UNDECIDED } from './draft';
import { undoTooLate } from './errors-of-changes';
import type { CalendarRestored } from './decision-events';
import {
  dateOf,
  firstCycleFrom,
  isComplete,
  isSkipped,
  neighbours,
  nextCycleOn,
  nextOpen,
} from './schedule';
import { type Cycle, isRunning, standingOf, type StartedSubscription } from './state';
import type { CycleDate, Standing } from './terms';

export interface UndoingDates {
  readonly made: MadeChange;
  readonly handedOver: readonly Cycle[];
  readonly today: LocalDate;
}

/** The calendar as it was; once a cycle was handed over by the new one, the old interval from the next date on. */
export function restoreCalendar(state: StartedSubscription, undoing: UndoingDates): Draft[] {
  const { made, handedOver, today } = undoing;
  const { before, after } = made;
  const untouched = state.nextCycle === after.nextCycle && state.lastDueOn === after.lastDueOn;
  if (!untouched) {
    if (state.interval === before.interval) {
      throw undoTooLate('Cycles were handed over by the new dates.', handedOver);
    }
    return decideInterval(state, before.interval);
  }
  const { interval, anchor, skips, dates, nextCycle, lastDueOn } = before;
  const restored = { ...state, interval, anchor, skips, dates, nextCycle, lastDueOn };
  requireAhead(restored, before, today, handedOver);
  return [restoredBy(state, restored)];
}

/** One cycle as it was, skipped or on its old date. */
export function restoreCycle(
  state: StartedSubscription,
  cycle: number,
  { made, handedOver, today }: UndoingDates,
): Draft[] {
  if (cycle < state.nextCycle) {
    throw undoTooLate(`Cycle ${cycle} was handed over or has passed.`, handedOver, cycle);
  }
  const { before } = made;
  const put = (now: readonly CycleDate[], then: readonly CycleDate[]) => [
    ...now.filter((entry) => entry.cycle !== cycle),
    ...then.filter((entry) => entry.cycle === cycle),
  ];
  const skips = put(state.skips, before.skips);
  const dates = put(state.dates, before.dates);
  const restored = { ...state, skips, dates };
  // With the calendar as a whole it may have been put back before.
  if (textOf(state, cycle) === textOf(before, cycle)) return [];
  if (!isSkipped(restored, cycle)) {
    const on = dateOf(restored, cycle);
    const between = neighbours(restored, cycle);
    // Of a program that stands still it may have passed before: it is made up for as it would have been.
    const passed = on < today && isRunning(state);
    if (passed || on <= between.after || on >= between.before) {
      throw undoTooLate(`Its old date, ${on}, has passed.`, handedOver, cycle);
    }
  }
  return [restoredBy(state, restored)];
}

/** Whether a cycle is skipped or on a date of its own, and which. */
function textOf({ skips, dates }: StartedSubscription, cycle: number): string {
  return JSON.stringify([skips, dates].map((own) => own.filter((entry) => entry.cycle === cycle)));
}

/** Undoing must not make a cycle fall due on a day that has passed; a program that stands still has no such day. */
function requireAhead(
  restored: StartedSubscription,
  before: StartedSubscription,
  today: LocalDate,
  handedOver: readonly Cycle[],
): void {
  if (!isRunning(before) || isComplete(restored)) return;
  const on = dateOf(restored, nextOpen(restored));
  if (on < today) throw undoTooLate(`The date before it, ${on}, has passed.`, handedOver);
}

function restoredBy(state: StartedSubscription, restored: StartedSubscription): CalendarRestored {
  const { interval, anchor, skips, dates, nextCycle, lastDueOn } = restored;
  return {
    type: 'subscription.calendar-restored.v1',
    data: {
      customerId: state.customerId,
      from: state.interval,
      to: interval,
      fromOn: nextCycleOn(state),
      anchor,
      skips,
      dates,
      passed: [],
      nextCycle,
      lastDueOn,
      nextCycleOn: UNDECIDED,
    },
  };
}

/** The standing it had; cycles whose dates have passed meanwhile are passed by. */
export function restoreStanding(state: StartedSubscription, undoing: UndoingDates): Draft[] {
  const { made, handedOver, today } = undoing;
  const { before, after } = made;
  const changed = JSON.stringify(standingOf(state)) !== JSON.stringify(standingOf(after));
  if (changed) throw undoTooLate(`The program is ${state.status} by now.`, handedOver);
  if (state.counts.locked > after.counts.locked) {
    throw undoTooLate('A cycle was handed over since.', handedOver);
  }
  const to = standingToday(before, state, today);
  const runs = to.status === 'trial' || to.status === 'active';
  const nextCycle = runs ? firstCycleFrom(state, today) : state.nextCycle;
  const passed = openCyclesBefore(state, nextCycle);
  return [
    {
      type: 'subscription.reinstated.v1',
      data: {
        customerId: state.customerId,
        from: standingOf(state),
        to,
        trialEndsOn: before.trialEndsOn,
        passed,
        nextCycle,
        lastDueOn: passed.at(-1)?.on ?? state.lastDueOn,
        nextCycleOn: UNDECIDED,
      },
    },
  ];
}

/** A pause that would be over by now is over; past due is over when nothing is being retried any more. */
function standingToday(
  before: StartedSubscription,
  state: StartedSubscription,
  today: LocalDate,
): Standing {
  const running: Standing = { status: before.trialEndsOn === null ? 'active' : 'trial' };
  if (before.status === 'paused') return before.until > today ? standingOf(before) : running;
  const retried = state.cycles.some(({ declined }) => declined);
  if (before.status === 'past-due' && !retried) return running;
  return standingOf(before);
}
