import type { ShipmentLine } from './route';

/** A shipment that a release was routed to. */
export interface RoutedShipment {
  readonly shipmentId: string;
  readonly vendorId: string;
  readonly lines: readonly ShipmentLine[];
}

export type OrderRoutingEvent =
  | {
      readonly type: 'order-routing.routed.v1';
      readonly data: {
        readonly orderId: string;
        readonly release: number;
        readonly shipments: readonly RoutedShipment[];
      };
    }
  /** A line has no vendor: nothing of the release is shipped until somebody decides. */
  | {
      readonly type: 'order-routing.vendor-not-found.v1';
      readonly data: {
        readonly orderId: string;
        readonly release: number;
        /** Names what could not be requested; there is no such stream. */
        readonly shipmentId: string;
        readonly lines: readonly ShipmentLine[];
        readonly skusWithoutVendor: readonly string[];
      };
    }
  | {
      readonly type: 'order-routing.unrouted-lines-cancelled.v1';
      readonly data: {
        readonly orderId: string;
        readonly shipmentId: string;
        readonly lines: readonly ShipmentLine[];
        readonly reason: string;
      };
    };
