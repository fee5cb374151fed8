import type { RoutedShipment } from './events';
import type { ShipmentLine } from './route';

export interface RoutedRelease {
  readonly release: number;
  readonly shipments: readonly RoutedShipment[];
  /** What found no vendor, until it is cancelled. */
  readonly unrouted: {
    readonly shipmentId: string;
    readonly lines: readonly ShipmentLine[];
  } | null;
}

/** The shipments of an order, release by release: how they are found from the order's id. */
export interface OrderRouting {
  readonly releases: readonly RoutedRelease[];
}

export function releaseOf(routing: OrderRouting, release: number): RoutedRelease | undefined {
  return routing.releases.find((candidate) => candidate.release === release);
}

/** What was to be shipped of a line when its order was first released. */
export function orderedQuantity({ releases }: OrderRouting, lineId: string): number | undefined {
  const [first] = releases;
  const lines = [
    ...(first?.shipments ?? []).flatMap((shipment) => shipment.lines),
    ...(first?.unrouted?.lines ?? []),
  ];
  return lines.find((line) => line.lineId === lineId)?.quantity;
}
