import { daysBetween, nthDate } from '@continuo/kernel/calendar';
import type { Interval } from '@continuo/kernel/instant';
import type { DeclinedCycle } from './declined-cycles';

/** What the tries on one day came to. */
export interface DayOfTries {
  readonly afterDays: number;
  readonly made: number;
  readonly recovered: number;
}

/** The real retries by the days since the first decline. */
export function triesByDay(cycles: readonly DeclinedCycle[]): readonly DayOfTries[] {
  const days = new Map<number, { made: number; recovered: number }>();
  for (const cycle of cycles) {
    for (const day of daysTried(cycle)) {
      const { made, recovered } = days.get(day) ?? { made: 0, recovered: 0 };
      const paid = day === recoveredByRetry(cycle) ? 1 : 0;
      days.set(day, { made: made + 1, recovered: recovered + paid });
    }
  }
  return [...days]
    .map(([afterDays, tries]) => ({ afterDays, ...tries }))
    .sort((a, b) => a.afterDays - b.afterDays);
}

/** The share of payments that were not recovered up to a day, among those that were tried as long (Kaplan and Meier). */
export type Unrecovered = (day: number) => number;

export function unrecoveredIn(cycles: readonly DeclinedCycle[]): Unrecovered {
  const days = triesByDay(cycles);
  const left = days.map(({ afterDays, recovered }) => {
    const atRisk = cycles.filter((cycle) => Math.max(...daysTried(cycle)) >= afterDays).length;
    return 1 - recovered / atRisk;
  });
  return (day) =>
    days.reduce((share, { afterDays }, index) => share * (afterDays <= day ? left[index]! : 1), 1);
}

/** What one retry of another schedule would have come to for one cycle: how likely it is made, brings the money, or comes too late. */
export interface Retry {
  readonly made: number;
  readonly recovered: number;
  readonly afterCancellation: number;
}

/** The retries of a schedule, counted from the first decline, upon one real cycle. */
export function retriesOf(
  cycle: DeclinedCycle,
  schedule: readonly Interval[],
  unrecovered: Unrecovered,
): readonly Retry[] {
  const { declinedOn, cancelledDay } = cycle;
  let before = 0;
  return schedule.map((after) => {
    const day = daysBetween(declinedOn, nthDate(declinedOn, after, 1));
    if (cancelledDay !== null && day >= cancelledDay) {
      return { made: 0, recovered: 0, afterCancellation: 1 - before };
    }
    const by = Math.max(before, recoverableBy(cycle, day, unrecovered));
    const retry = { made: 1 - before, recovered: by - before, afterCancellation: 0 };
    before = by;
    return retry;
  });
}

/** How likely a try on that day would have found the money; nothing (zero or less) as early as one that failed. */
function recoverableBy(cycle: DeclinedCycle, day: number, unrecovered: Unrecovered): number {
  const lastFailed = cycle.failedDays.at(-1) ?? 0;
  const paidOn = recoveredByRetry(cycle);
  if (paidOn !== null && day >= paidOn) return 1;
  if (paidOn !== null) return (day - lastFailed) / (paidOn - lastFailed);
  const until = unrecovered(lastFailed);
  return until === 0 ? 0 : 1 - unrecovered(day) / until;
}

function daysTried(cycle: DeclinedCycle): readonly number[] {
  const paidOn = recoveredByRetry(cycle);
  return paidOn === null ? cycle.failedDays : [...cycle.failedDays, paidOn];
}

/** Null where it was not recovered, or not by a retry. */
function recoveredByRetry({ recoveredDay, otherCard }: DeclinedCycle): number | null {
  return otherCard ? null : recoveredDay;
}
