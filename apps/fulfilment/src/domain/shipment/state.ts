import type { Instant, LocalDate } from '@continuo/kernel/instant';
import type { ShipmentLine } from '../order-routing/route';
import type { LineQuantity, ShipTo, ShipmentIdentity, Tracking } from './events';
import type { ShipmentStatus } from './status';

export interface ShippedPackage {
  readonly packageId: string;
  readonly lines: readonly LineQuantity[];
  readonly tracking: Tracking;
  readonly shippedAt: Instant;
  readonly deliveredAt: Instant | null;
}

export interface Shipment extends ShipmentIdentity {
  readonly status: ShipmentStatus;
  readonly release: number;
  readonly lines: readonly ShipmentLine[];
  readonly shipTo: ShipTo;
  readonly callCentreId: string | null;
  readonly requestedAt: Instant;
  readonly packed: boolean;
  readonly packages: readonly ShippedPackage[];
  readonly cancelled: readonly LineQuantity[];
  /** Why it was rejected or cancelled, or is backordered. */
  readonly reason: string | null;
  readonly expectedOn: LocalDate | null;
  /** Where it stood when it was held; null when it never was. */
  readonly heldFrom: HoldableStatus | null;
}

/** A vendor has it and has not accepted it. */
export type HoldableStatus = 'requested' | 'backordered';

export type ShipmentState = { readonly status: 'none' } | Shipment;

/** What was requested, less what was shipped or cancelled; lines of which nothing is left are left out. */
export function remainingLines(
  shipment: Pick<Shipment, 'lines' | 'packages' | 'cancelled'>,
): LineQuantity[] {
  const gone = new Map<string, number>();
  for (const line of [...shipment.packages.flatMap((p) => p.lines), ...shipment.cancelled]) {
    gone.set(line.lineId, (gone.get(line.lineId) ?? 0) + line.quantity);
  }
  return shipment.lines
    .map(({ lineId, sku, quantity }) => ({
      lineId,
      sku,
      quantity: quantity - (gone.get(lineId) ?? 0),
    }))
    .filter((line) => line.quantity > 0);
}

/** What its vendor is still going to ship. */
export function linesUnderWay(state: ShipmentState): readonly LineQuantity[] {
  return state.status === 'none' || state.status === 'rejected' ? [] : remainingLines(state);
}

export function shippedLines(state: ShipmentState): readonly LineQuantity[] {
  return state.status === 'none' ? [] : state.packages.flatMap((shipped) => shipped.lines);
}

/** Goods can be stopped until they are packed. */
export function isStoppable(state: ShipmentState): boolean {
  return state.status !== 'none' && !state.packed && remainingLines(state).length > 0;
}

/** Where an accepted shipment stands: a late 'shipped' never undoes 'delivered'. */
export function progressOf(shipment: Omit<Shipment, 'status'>): ShipmentStatus {
  const anyShipped = shipment.packages.length > 0;
  if (remainingLines(shipment).length > 0) {
    if (anyShipped) return 'part-shipped';
    return shipment.packed ? 'packed' : 'accepted';
  }
  if (!anyShipped) return 'cancelled';
  return shipment.packages.every((p) => p.deliveredAt !== null) ? 'delivered' : 'shipped';
}
