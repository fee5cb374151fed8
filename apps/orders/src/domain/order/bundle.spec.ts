import * as fc from 'fast-check';
import { unbundled } from './bundle';
import { GREENS, TERMS } from './examples.fixture';
import type { DraftLine } from './line';
import { priceOrder } from './pricing';

const component = (sku: string, quantity: number, weight: number) => ({
  sku,
  name: sku.toLowerCase(),
  quantity,
  weight,
});
const bundle = (changes: Partial<DraftLine> = {}): DraftLine => ({
  ...GREENS,
  lineId: 'line-1',
  sku: 'STARTER',
  name: 'Starter set',
  quantity: 2,
  unitPriceMinor: 4997,
  components: [component('GREENS-30', 2, 3), component('SHAKER-01', 1, 1)],
  ...changes,
});

describe('a bundle', () => {
  it('is ordered as its components, its price divided by their weights', () => {
    const { lines, totals } = priceOrder([bundle()], TERMS);
    expect(
      lines.map(({ lineId, sku, quantity, unitPriceMinor, goodsMinor, program }) => [
        lineId,
        sku,
        quantity,
        unitPriceMinor,
        goodsMinor,
        program?.planId ?? null,
      ]),
    ).toEqual([
      ['line-1', 'GREENS-30', 2, 2142, 4284, 'plan_greens'],
      ['line-1.2', 'GREENS-30', 2, 2141, 4282, null],
      ['line-1.3', 'SHAKER-01', 2, 714, 1428, null],
    ]);
    expect(totals.goodsMinor).toBe(9994);
    const named = { sku: 'STARTER', name: 'Starter set', quantity: 2 };
    expect(lines.map((line) => line.bundle)).toEqual([named, named, named]);
  });

  it('leaves every other line as it is', () => {
    const line = { ...GREENS, lineId: 'line-1' };
    expect(unbundled(line)).toEqual([line]);
  });

  it('costs to the cent what the bundle costs, whatever is in it', () => {
    const components = fc.array(
      fc.record({
        sku: fc.constantFrom('A', 'B', 'C', 'D'),
        name: fc.constant('part'),
        quantity: fc.integer({ min: 1, max: 9 }),
        weight: fc.integer({ min: 1, max: 5_000 }),
      }),
      { minLength: 1, maxLength: 5 },
    );
    const priceMinor = fc.integer({ min: 0, max: 100_000 });
    const quantity = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(components, priceMinor, quantity, (parts, unitPriceMinor, bundles) => {
        const line = bundle({ components: parts, unitPriceMinor, quantity: bundles });
        const { lines, totals } = priceOrder([line], TERMS);
        expect(totals.goodsMinor).toBe(unitPriceMinor * bundles);
        expect(new Set(lines.map(({ lineId }) => lineId)).size).toBe(lines.length);
        for (const sku of new Set(parts.map((part) => part.sku))) {
          const wanted = parts.filter((part) => part.sku === sku);
          const units = wanted.reduce((sum, part) => sum + part.quantity, 0);
          const ordered = lines.filter((each) => each.sku === sku);
          expect(ordered.reduce((sum, each) => sum + each.quantity, 0)).toBe(units * bundles);
        }
      }),
    );
  });
});
