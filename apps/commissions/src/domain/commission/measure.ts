import type { CommissionableLine, SettledLine } from './events';

/**
 * By what a line's commission is spread over its captures and refunds: by its goods, or by units
 * where the goods cost nothing; those of its components, where it is a bundle.
 */
export function measureOf(
  line: Pick<CommissionableLine, 'goodsMinor'>,
  settled: Omit<SettledLine, 'orderLineId'>,
): number {
  return line.goodsMinor > 0 ? settled.goodsMinor : settled.quantity;
}

/** The measure of the whole line. */
export function wholeOf({ goodsMinor, parts }: CommissionableLine): number {
  return goodsMinor > 0 ? goodsMinor : parts.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** `total x part / whole` in minor units, rounded half up; exact integers throughout, none negative. */
export function shareHalfUp(totalMinor: number, part: number, whole: number): number {
  const twice = 2n * BigInt(totalMinor) * BigInt(part) + BigInt(whole);
  return Number(twice / (2n * BigInt(whole)));
}

/** What is settled of each line of a sale: of the components of a bundle, and of lines named twice, together. */
export function settledOf(
  sold: readonly CommissionableLine[],
  settled: readonly SettledLine[],
): readonly (readonly [CommissionableLine, Omit<SettledLine, 'orderLineId'>])[] {
  const sums = new Map<CommissionableLine, Omit<SettledLine, 'orderLineId'>>();
  for (const { orderLineId, quantity, goodsMinor } of settled) {
    const line = sold.find(({ parts }) => parts.some((part) => part.orderLineId === orderLineId));
    if (!line) continue;
    const known = sums.get(line) ?? { quantity: 0, goodsMinor: 0 };
    sums.set(line, {
      quantity: quantity + known.quantity,
      goodsMinor: goodsMinor + known.goodsMinor,
    });
  }
  return [...sums];
}
