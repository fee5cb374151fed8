import type { ShipmentEvent } from '../domain/shipment/events';
import type { ShipmentStatus } from '../domain/shipment/status';

/** The shipment's status after an event; undefined when the event leaves it. */
export function statusAfter(event: ShipmentEvent): ShipmentStatus | undefined {
  switch (event.type) {
    case 'shipment.requested.v2':
      return 'requested';
    case 'shipment.held.v1':
      return 'held';
    case 'shipment.accepted.v1':
      return 'accepted';
    case 'shipment.rejected.v1':
      return 'rejected';
    case 'shipment.backordered.v1':
      return 'backordered';
    case 'shipment.packed.v1':
    case 'shipment.package-shipped.v1':
    case 'shipment.package-delivered.v1':
    case 'shipment.cancelled.v1':
    case 'shipment.hold-lifted.v1':
      return event.data.status;
    default:
      return undefined;
  }
}
