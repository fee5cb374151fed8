import {
  PACKAGE_DELIVERED,
  PACKAGE_SHIPPED,
  type PackageDelivered,
  type PackageShipped,
  SHIPMENT_ACCEPTED,
  SHIPMENT_CANCELLATION_REFUSED,
  SHIPMENT_CANCELLED,
  SHIPMENT_HELD,
  SHIPMENT_HOLD_LIFTED,
  SHIPMENT_REJECTED,
  SHIPMENT_REQUESTED,
  type ShipmentAccepted,
  type ShipmentCancellationRefused,
  type ShipmentCancelled,
  type ShipmentHeld,
  type ShipmentHoldLifted,
  type ShipmentRejected,
  type ShipmentRequested,
} from '@continuo/contracts/fulfilment';
import type { Publication } from '@continuo/messaging/message';
import type { Publisher } from '@continuo/messaging/messaging';
import type { OrderRoutingEvent } from '../domain/order-routing/events';
import type { LineQuantity, ShipmentEvent, ShipmentIdentity } from '../domain/shipment/events';

/** What the others learn of a shipment; backorders and packing stay between vendor and seller. */
export function translate(event: ShipmentEvent | OrderRoutingEvent): Publication | undefined {
  switch (event.type) {
    case 'shipment.requested.v2':
      return {
        type: SHIPMENT_REQUESTED.type,
        data: Object.assign(identity(event.data), {
          lines: event.data.lines.map(line),
        }) satisfies ShipmentRequested,
      };
    case 'shipment.accepted.v1':
      return {
        type: SHIPMENT_ACCEPTED.type,
        data: identity(event.data) satisfies ShipmentAccepted,
      };
    case 'shipment.rejected.v1':
      return {
        type: SHIPMENT_REJECTED.type,
        data: { ...identity(event.data), reason: event.data.reason } satisfies ShipmentRejected,
      };
    case 'order-routing.vendor-not-found.v1': {
      const reason = `No vendor ships ${event.data.skusWithoutVendor.join(', ')}.`;
      return {
        type: SHIPMENT_REJECTED.type,
        data: { ...unrouted(event.data), reason } satisfies ShipmentRejected,
      };
    }
    case 'shipment.package-shipped.v1': {
      const { lines, tracking, shippedAt } = event.data;
      return {
        type: PACKAGE_SHIPPED.type,
        data: {
          ...identity(event.data),
          package_id: publicPackageId(event.data),
          lines: lines.map(line),
          tracking: { carrier: tracking.carrier, number: tracking.number },
          shipped_at: shippedAt,
        } satisfies PackageShipped,
      };
    }
    case 'shipment.package-delivered.v1': {
      const { deliveredAt } = event.data;
      return {
        type: PACKAGE_DELIVERED.type,
        data: {
          ...identity(event.data),
          package_id: publicPackageId(event.data),
          delivered_at: deliveredAt,
        } satisfies PackageDelivered,
      };
    }
    case 'shipment.cancelled.v1': {
      const { lines, reason } = event.data;
      return {
        type: SHIPMENT_CANCELLED.type,
        data: {
          ...identity(event.data),
          lines: lines.map(line),
          reason,
        } satisfies ShipmentCancelled,
      };
    }
    case 'order-routing.unrouted-lines-cancelled.v1': {
      const { lines, reason } = event.data;
      return {
        type: SHIPMENT_CANCELLED.type,
        data: {
          ...unrouted(event.data),
          lines: lines.map(line),
          reason,
        } satisfies ShipmentCancelled,
      };
    }
    case 'shipment.cancellation-refused.v1':
      return {
        type: SHIPMENT_CANCELLATION_REFUSED.type,
        data: {
          ...identity(event.data),
          reason: event.data.reason,
        } satisfies ShipmentCancellationRefused,
      };
    case 'shipment.held.v1':
      return {
        type: SHIPMENT_HELD.type,
        data: { ...identity(event.data), reason: 'past-due' } satisfies ShipmentHeld,
      };
    case 'shipment.hold-lifted.v1':
      return {
        type: SHIPMENT_HOLD_LIFTED.type,
        data: identity(event.data) satisfies ShipmentHoldLifted,
      };
    default:
      return undefined;
  }
}

function identity({ shipmentId, orderId, vendorId }: ShipmentIdentity) {
  return { shipment_id: shipmentId, order_id: orderId, vendor_id: vendorId };
}

/** Two vendors of one order may both name a package 1001: money and orders must tell them apart. */
function publicPackageId({
  shipmentId,
  packageId,
}: ShipmentIdentity & { packageId: string }): string {
  return `${shipmentId}.${packageId}`;
}

/** Lines that found no vendor: the vendor id is empty. */
function unrouted({ shipmentId, orderId }: Omit<ShipmentIdentity, 'vendorId'>) {
  return identity({ shipmentId, orderId, vendorId: '' });
}

function line({ lineId, sku, quantity }: LineQuantity) {
  return { line_id: lineId, sku, quantity };
}

export const fulfilmentPublisher: Publisher = {
  service: 'fulfilment',
  categories: ['shipment', 'orderrouting'],
  translate: (event) => translate({ type: event.type, data: event.data } as ShipmentEvent),
};
