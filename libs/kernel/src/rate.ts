import { minorUnitExponent } from './currency';
import { type Decimal, parseDecimal, safeInteger } from './decimal';
import { DomainError } from './domain-error';

/** An exact rate as a decimal text, `0.0825` for 8.25 percent. */
export type RateText = string;

/**
 * The named places where a product with a rate is rounded, each once:
 * - `tax-us`: carried to one place beyond the minor unit (the third decimal of a dollar), what lies
 *   behind is dropped, rounded up above 4 (Streamlined Sales and Use Tax Agreement, section 324).
 * - `commission`: half up to the minor unit.
 */
export type RoundingPlace = 'tax-us' | 'commission';

const parsed = new Map<RateText, Decimal>();
const MAX_REMEMBERED_RATES = 10_000;

/** Reads a rate that is not negative. Throws `bad-rate`. */
export function parseRate(rate: RateText): Decimal {
  const known = parsed.get(rate);
  if (known) return known;
  const value = parseDecimal(rate);
  if (value.units < 0n) {
    throw new DomainError('bad-rate', `A rate is not negative; ${rate} is.`, 'invalid');
  }
  if (parsed.size >= MAX_REMEMBERED_RATES) parsed.clear();
  parsed.set(rate, value);
  return value;
}

/** `amountMinor x rate` in minor units, rounded once at the named place; a negative amount mirrors the positive one. */
export function applyRate(amountMinor: number, rate: RateText, place: RoundingPlace): number {
  const { units, scale } = parseRate(rate);
  if (units === 0n || amountMinor === 0) return 0;
  const product = BigInt(Math.abs(amountMinor)) * units;
  const rounded = safeInteger(
    place === 'tax-us' ? carried(product, scale) : halfUp(product, scale),
  );
  return amountMinor < 0 ? -rounded : rounded;
}

/** `unitPrice x quantity` (or any exact decimal of major units) in minor units, half up, away from zero below it. */
export function roundHalfUp(exact: Decimal, currency: string): number {
  const exponent = minorUnitExponent(currency);
  if (exact.scale <= exponent) {
    return safeInteger(exact.units * 10n ** BigInt(exponent - exact.scale));
  }
  const rounded = halfUp(exact.units < 0n ? -exact.units : exact.units, exact.scale - exponent);
  return safeInteger(exact.units < 0n ? -rounded : rounded);
}

function carried(units: bigint, scale: number): bigint {
  if (scale === 0) return units;
  const tenths = units / 10n ** BigInt(scale - 1);
  return tenths % 10n > 4n ? tenths / 10n + 1n : tenths / 10n;
}

function halfUp(units: bigint, scale: number): bigint {
  if (scale === 0) return units;
  const divisor = 10n ** BigInt(scale);
  return (units + divisor / 2n) / divisor;
}
