import { DomainError } from './domain-error';

/** An amount in integer minor units of `currency` (cents, yen, fils): never a float. */
export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

/** Adds integers and refuses to leave the range in which integers are exact. */
export function sumMinor(amounts: Iterable<number>): number {
  let total = 0;
  for (const amount of amounts) {
    total += amount;
    if (!Number.isSafeInteger(total))
      throw new DomainError(
        'amount-too-large',
        'The sum is beyond what can be kept exactly.',
        'invalid',
      );
  }
  return total;
}

/** `unit x quantity`, exact or refused. */
export function multiplyMinor(unitMinor: number, quantity: number): number {
  return sumMinor([unitMinor * quantity]);
}

/**
 * Splits an integer by integer weights, the sum always exact: every part gets its floor, what is
 * left goes one by one to the largest remainders, the earlier part first on a tie.
 */
export function allocateMinor(amountMinor: number, weights: readonly number[]): number[] {
  const totalWeight = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (weights.length === 0 || totalWeight <= 0n || weights.some((weight) => weight < 0)) {
    throw new DomainError(
      'bad-weights',
      'An amount is split by at least one positive weight.',
      'invalid',
    );
  }
  const sign = amountMinor < 0 ? -1 : 1;
  const amount = BigInt(Math.abs(amountMinor));
  const parts = weights.map((weight, index) => {
    const share = amount * BigInt(weight);
    return { index, floor: share / totalWeight, remainder: share % totalWeight };
  });
  let left = amount - parts.reduce((sum, part) => sum + part.floor, 0n);
  const byRemainder = [...parts].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  );
  for (const part of byRemainder) {
    if (left === 0n) break;
    part.floor += 1n;
    left -= 1n;
  }
  return parts.map((part) => (part.floor === 0n ? 0 : sign * Number(part.floor)));
}

/**
 * The share of `totalMinor` that falls to units `before + 1 .. before + count` of `outOf`: shares of
 * successive parts always add up to the whole (partial shipments, partial returns).
 */
export function shareMinor(
  totalMinor: number,
  before: number,
  count: number,
  outOf: number,
): number {
  const upTo = (units: number) => Number((BigInt(totalMinor) * BigInt(units)) / BigInt(outOf));
  return upTo(before + count) - upTo(before);
}
