import type { CommissionableLine, SettledLine } from './events';

/**
 * By what a line's commission is spread over its captures and refunds: by its goods, or by units
 * where the goods cost nothing.
 */
export function measureOf(
  line: Pick<CommissionableLine, 'goodsMinor'>,
  settled: Omit<SettledLine, 'orderLineId'>,
): number {
  return line.goodsMinor > 0 ? settled.goodsMinor : settled.quantity;
}

/** `total x part / whole` in minor units, rounded half up; exact integers throughout, none negative. */
export function shareHalfUp(totalMinor: number, part: number, whole: number): number {
  const twice = 2n * BigInt(totalMinor) * BigInt(part) + BigInt(whole);
  return Number(twice / (2n * BigInt(whole)));
}

/** Lines named twice in one settlement count together. */
export function mergeLines(lines: readonly SettledLine[]): readonly SettledLine[] {
  const merged = new Map<string, SettledLine>();
  for (const line of lines) {
    const known = merged.get(line.orderLineId);
    merged.set(line.orderLineId, {
      orderLineId: line.orderLineId,
      quantity: line.quantity + (known?.quantity ?? 0),
      goodsMinor: line.goodsMinor + (known?.goodsMinor ?? 0),
    });
  }
  return [...merged.values()];
}
