import { daysBetween } from '@continuo/kernel/calendar';
import type { LocalDate } from '@continuo/kernel/instant';
import { allocateMinor } from '@continuo/kernel/money';

/** What is owed for one payment, and when it was to be paid. */
export interface Claim {
  /** Billed, less what was waived. */
  readonly claimedMinor: number;
  /** Of that, still to be paid; negative where more was taken than was owed. */
  readonly outstandingMinor: number;
  /** When the first goods were billed: nothing falls due before. */
  readonly billedOn: LocalDate;
  readonly instalments: readonly { readonly dueOn: LocalDate; readonly amountMinor: number }[];
}

/** Minor units by how long they have been due. */
export interface Aging {
  readonly notDueMinor: number;
  readonly upTo30DaysMinor: number;
  readonly upTo60DaysMinor: number;
  readonly upTo90DaysMinor: number;
  readonly over90DaysMinor: number;
}

export const NO_AGE: Aging = {
  notDueMinor: 0,
  upTo30DaysMinor: 0,
  upTo60DaysMinor: 0,
  upTo90DaysMinor: 0,
  over90DaysMinor: 0,
};

/**
 * The age of a claim on a date. What was billed falls due with the instalments of its order, in their
 * proportion; what was paid settles the oldest first. What is not due yet holds what was paid ahead.
 */
export function ageClaim(claim: Claim, today: LocalDate): Aging {
  const { claimedMinor, outstandingMinor, instalments, billedOn } = claim;
  const weights = instalments.map(({ amountMinor }) => amountMinor);
  const priced = claimedMinor > 0 && weights.some((weight) => weight > 0);
  const shares = priced ? allocateMinor(claimedMinor, weights) : [];
  let paid = claimedMinor - outstandingMinor;
  let left = outstandingMinor;
  let aging = NO_AGE;
  instalments.forEach(({ dueOn }, index) => {
    const share = shares[index] ?? 0;
    const settled = Math.min(share, Math.max(0, paid));
    paid -= settled;
    const open = Math.min(share - settled, Math.max(0, left));
    left -= open;
    aging = plus(aging, bucketOf(dueOn > billedOn ? dueOn : billedOn, today), open);
  });
  return plus(aging, 'notDueMinor', left);
}

function bucketOf(dueOn: LocalDate, today: LocalDate): keyof Aging {
  const days = daysBetween(dueOn, today);
  if (days <= 0) return 'notDueMinor';
  if (days <= 30) return 'upTo30DaysMinor';
  if (days <= 60) return 'upTo60DaysMinor';
  return days <= 90 ? 'upTo90DaysMinor' : 'over90DaysMinor';
}

function plus(aging: Aging, bucket: keyof Aging, minor: number): Aging {
  return minor === 0 ? aging : { ...aging, [bucket]: aging[bucket] + minor };
}

export function addAging(a: Aging, b: Aging): Aging {
  let sum = a;
  for (const bucket of Object.keys(b) as (keyof Aging)[]) sum = plus(sum, bucket, b[bucket]);
  return sum;
}
