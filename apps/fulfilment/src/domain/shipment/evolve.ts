import { never } from '@continuo/kernel/decider';
import type { ShipmentEvent } from './events';
import type { HoldableStatus, Shipment, ShipmentState } from './state';

export function evolve(state: ShipmentState, event: ShipmentEvent): ShipmentState {
  if (event.type === 'shipment.requested.v2') return requested(event.data);
  if (state.status === 'none') return state;
  switch (event.type) {
    case 'shipment.accepted.v1':
      return { ...state, status: 'accepted', reason: null, expectedOn: null };
    case 'shipment.rejected.v1':
      return { ...state, status: 'rejected', reason: event.data.reason };
    case 'shipment.backordered.v1': {
      const { reason, expectedOn } = event.data;
      return { ...state, status: 'backordered', reason, expectedOn };
    }
    case 'shipment.packed.v1':
      return { ...state, status: event.data.status, packed: true };
    case 'shipment.package-shipped.v1': {
      const { packageId, lines, tracking, shippedAt, status } = event.data;
      const shipped = { packageId, lines, tracking, shippedAt, deliveredAt: null };
      return { ...state, status, packages: [...state.packages, shipped] };
    }
    case 'shipment.package-delivered.v1': {
      const { packageId, deliveredAt, status } = event.data;
      const packages = state.packages.map((known) =>
        known.packageId === packageId ? { ...known, deliveredAt } : known,
      );
      return { ...state, status, packages };
    }
    case 'shipment.cancelled.v1': {
      const { lines, reason, status } = event.data;
      return { ...state, status, reason, cancelled: [...state.cancelled, ...lines] };
    }
    case 'shipment.held.v1':
      return { ...state, status: 'held', heldFrom: holdable(state) };
    case 'shipment.hold-lifted.v1':
      return { ...state, status: event.data.status };
    case 'shipment.cancellation-refused.v1':
      return state;
    default:
      return never(event);
  }
}

function requested(
  data: Extract<ShipmentEvent, { type: 'shipment.requested.v2' }>['data'],
): Shipment {
  return {
    status: 'requested',
    packed: false,
    packages: [],
    cancelled: [],
    reason: null,
    expectedOn: null,
    heldFrom: null,
    ...data,
  };
}

function holdable({ status }: Shipment): HoldableStatus {
  return status === 'backordered' ? 'backordered' : 'requested';
}
