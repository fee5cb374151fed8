import {
  addDecimals,
  type Decimal,
  decimalOf,
  formatDecimal,
  multiplyDecimals,
  parseDecimal,
} from '@continuo/kernel/decimal';

/** A decimal as it was read, and its shortest text. */
export interface ReadDecimal extends Decimal {
  readonly text: string;
}

const MAX_REMEMBERED = 10_000;
const MAX_DECIMALS = 8;
const remembered = new Map<string, ReadDecimal | null>();

/** Reads an exact decimal of at most 8 places; undefined for anything else. Prices repeat, so they are remembered. */
export function readDecimal(text: string): ReadDecimal | undefined {
  const known = remembered.get(text);
  if (known !== undefined) return known ?? undefined;
  let value: ReadDecimal | undefined;
  if (/^-?\d{1,12}(\.\d{1,8})?$/.test(text)) {
    const decimal = parseDecimal(text);
    value = { ...decimal, text: formatDecimal(decimal) };
  }
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(text, value ?? null);
  return value;
}

const ONE = decimalOf(1);

/** unit price x quantity x (1 - discount), exactly. */
export function lineAmount(price: Decimal, quantity: number, discount?: Decimal): Decimal {
  const full = multiplyDecimals(price, decimalOf(quantity));
  if (!discount || discount.units === 0n) return full;
  return multiplyDecimals(full, addDecimals(ONE, { ...discount, units: -discount.units }));
}

/** Adds decimals of different scales up exactly: one sum per scale, joined when asked. */
export class ExactSum {
  private readonly byScale: bigint[] = new Array<bigint>(2 * MAX_DECIMALS + 1).fill(0n);

  add({ units, scale }: Decimal): void {
    this.byScale[scale] = (this.byScale[scale] ?? 0n) + units;
  }

  get total(): Decimal {
    return this.byScale.reduce<Decimal>(
      (sum, units, scale) => (units === 0n ? sum : addDecimals(sum, { units, scale })),
      decimalOf(0),
    );
  }
}
