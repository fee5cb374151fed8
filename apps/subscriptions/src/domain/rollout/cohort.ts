import { deriveUuid } from '@continuo/kernel/ids';
import type { LocalDate } from '@continuo/kernel/instant';

/** A part of a plan's programs: by the date they started, by a share that never changes, or both. */
export interface Cohort {
  readonly name: string;
  readonly startedFrom: LocalDate | null;
  readonly startedUntil: LocalDate | null;
  /** From this percent on, up to the other: 0 to 10 is the same tenth of all programs every time. */
  readonly fromPercent: number;
  readonly toPercent: number;
}

/** The first cohort that a program belongs to; undefined when it belongs to none. */
export function cohortOf(
  cohorts: readonly Cohort[],
  subscriptionId: string,
  startedOn: LocalDate,
): Cohort | undefined {
  const percent = percentOf(subscriptionId);
  return cohorts.find(
    ({ startedFrom, startedUntil, fromPercent, toPercent }) =>
      (startedFrom === null || startedOn >= startedFrom) &&
      (startedUntil === null || startedOn <= startedUntil) &&
      percent >= fromPercent &&
      percent < toPercent,
  );
}

/** 0 to 99, the same for a program whoever asks. */
function percentOf(subscriptionId: string): number {
  return parseInt(deriveUuid('cohort', subscriptionId).slice(0, 8), 16) % 100;
}
