import type { SubscriptionStatus } from '../../domain/subscription/state';

/** So many programs of one standing were charged for so many deliveries, the first order included. */
export interface Tally {
  readonly deliveries: number;
  readonly status: SubscriptionStatus;
  readonly programs: number;
}

/** What became of the programs that were charged for the delivery before. */
export interface CurvePoint {
  readonly cycle: number;
  /** Charged for the delivery before, and not complete with it. */
  readonly at_risk: number;
  readonly charged: number;
  readonly cancelled: number;
  /** On hold, for want of a payment or by an agent. */
  readonly held: number;
  /** Running, this delivery still ahead. */
  readonly open: number;
  /** Charged, of those of whom it is known. */
  readonly retention_rate: string | null;
  /** Share of the programs at the start that gets here: the product of the rates (Kaplan and Meier). */
  readonly survival_rate: string | null;
}

/** How many of these programs go on from delivery to delivery; `from` is where all of them count as 1. */
export function curve(tallies: readonly Tally[], from: number, until: number): CurvePoint[] {
  const points: CurvePoint[] = [];
  let survival: number | null = 1;
  for (let cycle = from + 1; cycle <= until; cycle += 1) {
    const charged = countOf(tallies, (tally) => tally.deliveries >= cycle);
    const stopped = (...statuses: readonly SubscriptionStatus[]) =>
      countOf(
        tallies,
        ({ deliveries, status }) => deliveries === cycle - 1 && statuses.includes(status),
      );
    const cancelled = stopped('cancelled');
    const held = stopped('held');
    const open = stopped('trial', 'active', 'paused', 'past-due');
    const known = charged + cancelled + held;
    const rate = known === 0 ? null : charged / known;
    survival = rate === null || survival === null ? null : survival * rate;
    points.push({
      cycle,
      at_risk: known + open,
      charged,
      cancelled,
      held,
      open,
      retention_rate: rateText(rate),
      survival_rate: rateText(survival),
    });
  }
  return points;
}

export function countOf(
  tallies: readonly Tally[],
  counts: (tally: Tally) => boolean = () => true,
): number {
  return tallies.reduce((sum, tally) => (counts(tally) ? sum + tally.programs : sum), 0);
}

/** A share as a decimal with four places; null where there is nothing to share. */
export function rateText(rate: number | null): string | null {
  return rate === null ? null : rate.toFixed(4);
}

/** An amount per so many, rounded half up to the minor unit; null where there are none. */
export function perEach(amountMinor: number, count: number): number | null {
  return count === 0 ? null : Math.floor((2 * amountMinor + count) / (2 * count));
}

/** An average with two places; null where there is none. */
export function averageText(sum: number, count: number): string | null {
  return count === 0 ? null : (sum / count).toFixed(2);
}

/** Puts the rows of one key together. */
export function grouped<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): readonly (readonly Row[])[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}
