import type { Vendor } from '../routing-table/events';

/** A quantity of one line of an order that is to be shipped. */
export interface ShipmentLine {
  readonly lineId: string;
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
}

export interface Routing {
  /** What each vendor is to ship, the vendor with the best priority first. */
  readonly assignments: readonly {
    readonly vendorId: string;
    readonly lines: readonly ShipmentLine[];
  }[];
  /** Lines that no vendor carries. */
  readonly uncovered: readonly ShipmentLine[];
}

/**
 * Which vendor ships what. A vendor that carries everything takes the whole order, so that nothing is
 * split without need; failing that, each line goes to the best vendor that carries it. The best is
 * the one with the lowest priority number, on a tie the one whose id sorts first.
 */
export function route(lines: readonly ShipmentLine[], vendors: Iterable<Vendor>): Routing {
  const ranked = [...vendors].sort(byPriority);
  const forAll = ranked.find((vendor) => lines.every((line) => carries(vendor, line.sku)));
  const byVendor = new Map<string, ShipmentLine[]>();
  const uncovered: ShipmentLine[] = [];
  for (const line of lines) {
    const vendor = forAll ?? ranked.find((candidate) => carries(candidate, line.sku));
    if (!vendor) uncovered.push(line);
    else byVendor.set(vendor.vendorId, [...(byVendor.get(vendor.vendorId) ?? []), line]);
  }
  const assignments = ranked.flatMap(({ vendorId }) => {
    const assigned = byVendor.get(vendorId);
    return assigned ? [{ vendorId, lines: assigned }] : [];
  });
  return { assignments, uncovered };
}

function carries(vendor: Vendor, sku: string): boolean {
  return vendor.servesAll || vendor.skus.includes(sku);
}

function byPriority(a: Vendor, b: Vendor): number {
  return a.priority - b.priority || (a.vendorId < b.vendorId ? -1 : 1);
}
