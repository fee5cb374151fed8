import * as fc from 'fast-check';
import type { Vendor } from '../routing-table/events';
import { type ShipmentLine, route } from './route';

const vendor = (vendorId: string, priority: number, skus: string[] | 'all'): Vendor => ({
  vendorId,
  name: vendorId,
  priority,
  servesAll: skus === 'all',
  skus: skus === 'all' ? [] : skus,
});
const line = (lineId: string, sku: string, quantity = 1): ShipmentLine => ({
  lineId,
  sku,
  name: sku,
  quantity,
});
const assigned = (lines: ShipmentLine[], vendors: Vendor[]) =>
  route(lines, vendors).assignments.map((a) => [a.vendorId, a.lines.map((l) => l.lineId)]);

describe('route', () => {
  it('asks the vendor with the best priority among those that carry everything', () => {
    const vendors = [vendor('ven_a', 20, 'all'), vendor('ven_b', 10, ['A', 'B'])];
    expect(assigned([line('1', 'A'), line('2', 'B')], vendors)).toEqual([['ven_b', ['1', '2']]]);
  });

  it('does not split an order that one vendor carries, even if another is preferred for a part', () => {
    const vendors = [vendor('ven_a', 20, ['A', 'B']), vendor('ven_b', 10, ['A'])];
    expect(assigned([line('1', 'A'), line('2', 'B')], vendors)).toEqual([['ven_a', ['1', '2']]]);
  });

  it('splits when no vendor carries all', () => {
    const vendors = [vendor('ven_a', 20, ['A']), vendor('ven_b', 10, ['B'])];
    expect(assigned([line('1', 'A'), line('2', 'B')], vendors)).toEqual([
      ['ven_b', ['2']],
      ['ven_a', ['1']],
    ]);
  });

  it('breaks a tie by id', () => {
    const vendors = [vendor('ven_b', 10, 'all'), vendor('ven_a', 10, 'all')];
    expect(assigned([line('1', 'A')], vendors)).toEqual([['ven_a', ['1']]]);
  });

  it('names the lines that nobody carries', () => {
    const { uncovered } = route([line('1', 'A'), line('2', 'C')], [vendor('ven_a', 1, ['A'])]);
    expect(uncovered.map((l) => l.lineId)).toEqual(['2']);
  });

  it('gives every line to exactly one vendor that carries it, or to none', () => {
    const skus = fc.constantFrom('A', 'B', 'C', 'D');
    const vendors = fc
      .array(
        fc.tuple(
          fc.integer({ min: 1, max: 5 }),
          fc.oneof(fc.array(skus), fc.constant('all' as const)),
        ),
      )
      .map((all) => all.map(([priority, carried], i) => vendor(`ven_${i}`, priority, carried)));
    const lines = fc
      .array(skus, { minLength: 1 })
      .map((all) => all.map((sku, i) => line(`${i}`, sku)));
    fc.assert(
      fc.property(lines, vendors, (wanted, known) => {
        const { assignments, uncovered } = route(wanted, known);
        const given = [...assignments.flatMap((a) => a.lines), ...uncovered];
        expect(given.map((l) => l.lineId).sort()).toEqual(wanted.map((l) => l.lineId).sort());
        for (const { vendorId, lines: theirs } of assignments) {
          const { servesAll, skus: carried } = known.find((v) => v.vendorId === vendorId)!;
          for (const { sku } of theirs) expect(servesAll || carried.includes(sku)).toBe(true);
        }
      }),
    );
  });
});
