import { DomainError } from './domain-error';

/** An exact decimal: `units / 10^scale`. Never a float. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const DECIMAL = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?$/;

/** Reads `-12.340`; refuses exponents, signs other than minus, blanks and bare points. */
export function parseDecimal(text: string): Decimal {
  const match = DECIMAL.exec(text);
  if (!match) throw new DomainError('bad-decimal', `'${text}' is no decimal number.`, 'invalid');
  const [, sign = '', whole = '', fraction = ''] = match;
  const units = BigInt(whole + fraction);
  return { units: sign ? -units : units, scale: fraction.length };
}

/** The shortest text of the number with at least `minFraction` digits after the point. */
export function formatDecimal(value: Decimal, minFraction = 0): string {
  let { units, scale } = value;
  while (scale > minFraction && units % 10n === 0n) {
    units /= 10n;
    scale -= 1;
  }
  if (scale < minFraction) {
    units *= 10n ** BigInt(minFraction - scale);
    scale = minFraction;
  }
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const sign = units < 0n ? '-' : '';
  const whole = digits.slice(0, digits.length - scale);
  return scale === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-scale)}`;
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: atScale(a, scale) + atScale(b, scale), scale };
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale };
}

export function decimalOf(integer: number | bigint): Decimal {
  return { units: BigInt(integer), scale: 0 };
}

/** The units of a decimal written with more places; `scale` is not below its own. */
function atScale(value: Decimal, scale: number): bigint {
  return value.units * 10n ** BigInt(scale - value.scale);
}

/** An integer within the range in which numbers are exact, or a refusal. */
export function safeInteger(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) {
    throw new DomainError(
      'amount-too-large',
      'The amount is beyond what can be kept exactly.',
      'invalid',
    );
  }
  return number;
}
