import type { Instant, LocalDate } from '@continuo/kernel/instant';
import type { ShipmentLine } from '../order-routing/route';
import type { ShipmentStatus } from './status';

export interface LineQuantity {
  readonly lineId: string;
  readonly sku: string;
  readonly quantity: number;
}

export interface Tracking {
  readonly carrier: string;
  readonly number: string;
}

/** The encrypted address and where it stands in the record: it opens with exactly these. */
export interface ShipTo {
  readonly sealed: string;
  readonly customerId: string;
  readonly stream: string;
  readonly field: string;
}

/** In every event, so that it can be told to others from the event alone. */
export interface ShipmentIdentity {
  readonly shipmentId: string;
  readonly orderId: string;
  readonly vendorId: string;
}

type Fact<Type extends string, Data = unknown> = {
  readonly type: Type;
  readonly data: ShipmentIdentity & Readonly<Data>;
};

/** `status` is the shipment's after the event, where the event's name alone does not tell it. */
export type ShipmentEvent =
  | Fact<
      'shipment.requested.v2',
      {
        release: number;
        lines: readonly ShipmentLine[];
        shipTo: ShipTo;
        /** The call centre that sold the order; null when none did. */
        callCentreId: string | null;
        requestedAt: Instant;
      }
    >
  | Fact<'shipment.accepted.v1'>
  | Fact<'shipment.rejected.v1', { reason: string }>
  | Fact<'shipment.backordered.v1', { expectedOn: LocalDate; reason: string | null }>
  | Fact<'shipment.packed.v1', { status: ShipmentStatus }>
  | Fact<
      'shipment.package-shipped.v1',
      {
        packageId: string;
        lines: readonly LineQuantity[];
        tracking: Tracking;
        shippedAt: Instant;
        status: ShipmentStatus;
      }
    >
  | Fact<
      'shipment.package-delivered.v1',
      { packageId: string; deliveredAt: Instant; status: ShipmentStatus }
    >
  | Fact<
      'shipment.cancelled.v1',
      { lines: readonly LineQuantity[]; reason: string; status: ShipmentStatus }
    >
  | Fact<'shipment.cancellation-refused.v1', { reason: string }>
  /** What the customer owes is past due beyond a limit: the vendor is not to accept it. */
  | Fact<'shipment.held.v1', { because: string }>
  | Fact<'shipment.hold-lifted.v1', { status: ShipmentStatus }>;
