import { partOfLine } from '@continuo/kernel/line-parts';
import { allocateMinor } from '@continuo/kernel/money';
import type { DraftLine } from './line';

/**
 * A bundle as the lines that it ships. Its unit price is divided over the units in it by their weights, by largest remainder: units
 * of one component that differ by a minor unit are lines of their own, so that quantity x unit price stays exact. The program, if it
 * starts one, goes with the first line.
 */
export function unbundled(line: DraftLine): DraftLine[] {
  const { components, ...whole } = line;
  if (!components) return [line];
  const units = components.flatMap((part) => Array<typeof part>(part.quantity).fill(part));
  const prices = allocateMinor(
    line.unitPriceMinor,
    units.map(({ weight }) => weight),
  );
  const parts: {
    readonly sku: string;
    readonly name: string;
    priceMinor: number;
    units: number;
  }[] = [];
  units.forEach(({ sku, name }, index) => {
    const priceMinor = prices[index] ?? 0;
    const same = parts.find((part) => part.sku === sku && part.priceMinor === priceMinor);
    if (same) same.units += 1;
    else parts.push({ sku, name, priceMinor, units: 1 });
  });
  const { sku, name, quantity } = line;
  return parts.map((part, index) => ({
    ...whole,
    lineId: partOfLine(line.lineId, index + 1),
    sku: part.sku,
    name: part.name,
    quantity: part.units * quantity,
    unitPriceMinor: part.priceMinor,
    program: index === 0 ? line.program : null,
    bundle: { sku, name, quantity },
  }));
}
