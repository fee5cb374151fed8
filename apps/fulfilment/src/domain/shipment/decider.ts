import { type Decider, never } from '@continuo/kernel/decider';
import type { ShipmentCommand } from './commands';
import { held, notNow, packageDiffers, packageNotFound, shipmentNotFound } from './errors';
import type { ShipmentEvent, ShipmentIdentity } from './events';
import { evolve } from './evolve';
import { packageContents, sameContents } from './packing-list';
import {
  type Shipment,
  type ShipmentState,
  type ShippedPackage,
  isStoppable,
  progressOf,
  remainingLines,
} from './state';

type Shipped = Extract<ShipmentCommand, { type: 'ship-package' }>;

function decide(command: ShipmentCommand, state: ShipmentState): readonly ShipmentEvent[] {
  if (command.type === 'request') return state.status === 'none' ? [requested(command)] : [];
  if (state.status === 'none') throw shipmentNotFound('');
  const identity = identityOf(state);
  if (state.status === 'held') refuseWhileHeld(command, state);
  switch (command.type) {
    case 'accept':
      if (!awaitsVendor(state)) {
        if (isClosed(state)) throw notNow(state, 'accepted');
        return [];
      }
      return [{ type: 'shipment.accepted.v1', data: identity }];
    case 'reject':
      if (state.status === 'rejected') return [];
      if (!awaitsVendor(state) && state.status !== 'accepted' && state.status !== 'held') {
        throw notNow(state, 'rejected');
      }
      return [{ type: 'shipment.rejected.v1', data: { ...identity, reason: command.reason } }];
    case 'backorder': {
      const { expectedOn, reason } = command;
      if (!awaitsVendor(state) && state.status !== 'accepted') throw notNow(state, 'backordered');
      if (state.status === 'backordered' && state.expectedOn === expectedOn) return [];
      return [{ type: 'shipment.backordered.v1', data: { ...identity, expectedOn, reason } }];
    }
    case 'pack': {
      if (awaitsVendor(state) || isClosed(state)) throw notNow(state, 'packed');
      if (state.packed || remainingLines(state).length === 0) return [];
      const status = progressOf({ ...state, packed: true });
      return [{ type: 'shipment.packed.v1', data: { ...identity, status } }];
    }
    case 'ship-package':
      return ship(command, state, identity);
    case 'deliver-package': {
      const { packageId, deliveredAt } = command;
      const known = state.packages.find((candidate) => candidate.packageId === packageId);
      if (!known) throw packageNotFound(packageId);
      if (known.deliveredAt !== null) return [];
      const packages = state.packages.map((p) => (p === known ? { ...p, deliveredAt } : p));
      const status = progressOf({ ...state, packages });
      const data = { ...identity, packageId, deliveredAt, status };
      return [{ type: 'shipment.package-delivered.v1', data }];
    }
    case 'cancel':
      return cancel(command.reason, state, identity);
    case 'hold':
      if (!awaitsVendor(state)) return [];
      return [{ type: 'shipment.held.v1', data: { ...identity, because: command.because } }];
    case 'lift-hold': {
      if (state.status !== 'held') return [];
      const status = state.heldFrom ?? 'requested';
      return [{ type: 'shipment.hold-lifted.v1', data: { ...identity, status } }];
    }
    default:
      return never(command);
  }
}

/** A vendor may still say that it will not ship; everything else waits for the customer's payment. */
function refuseWhileHeld(command: ShipmentCommand, shipment: Shipment): void {
  switch (command.type) {
    case 'accept':
      throw held(shipment, 'accepted');
    case 'backorder':
      throw held(shipment, 'backordered');
    case 'pack':
      throw held(shipment, 'packed');
    case 'ship-package':
      throw held(shipment, 'shipped');
    default:
  }
}

function requested(command: Extract<ShipmentCommand, { type: 'request' }>): ShipmentEvent {
  const { release, lines, shipTo, callCentreId, at } = command;
  return {
    type: 'shipment.requested.v2',
    data: Object.assign(identityOf(command), {
      release,
      lines,
      shipTo,
      callCentreId,
      requestedAt: at,
    }),
  };
}

function ship(
  command: Shipped,
  shipment: Shipment,
  identity: ShipmentIdentity,
): readonly ShipmentEvent[] {
  const { packageId, tracking, shippedAt } = command;
  const known = shipment.packages.find((candidate) => candidate.packageId === packageId);
  if (known) {
    if (isSameReport(known, command)) return [];
    throw packageDiffers(packageId);
  }
  if (awaitsVendor(shipment) || remainingLines(shipment).length === 0 || isClosed(shipment)) {
    throw notNow(shipment, 'shipped');
  }
  const lines = packageContents(shipment, command.lines);
  const shipped: ShippedPackage = { packageId, lines, tracking, shippedAt, deliveredAt: null };
  const status = progressOf({ ...shipment, packages: [...shipment.packages, shipped] });
  const data = { ...identity, packageId, lines, tracking, shippedAt, status };
  return [{ type: 'shipment.package-shipped.v1', data }];
}

/** What is not packed yet is stopped. Asked again after a refusal, it is refused again: each request has its answer. */
function cancel(
  reason: string,
  shipment: Shipment,
  identity: ShipmentIdentity,
): readonly ShipmentEvent[] {
  if (isStoppable(shipment)) {
    const lines = remainingLines(shipment);
    const status = progressOf({ ...shipment, cancelled: [...shipment.cancelled, ...lines] });
    return [{ type: 'shipment.cancelled.v1', data: { ...identity, lines, reason, status } }];
  }
  if (shipment.cancelled.length > 0) return [];
  const refusal = `The goods are ${shipment.status}.`;
  return [{ type: 'shipment.cancellation-refused.v1', data: { ...identity, reason: refusal } }];
}

function isSameReport(known: ShippedPackage, { lines, tracking }: Shipped): boolean {
  return (
    known.tracking.carrier === tracking.carrier &&
    known.tracking.number === tracking.number &&
    sameContents(known.lines, lines)
  );
}

/** The vendor has not said yet that it will ship. */
function awaitsVendor(shipment: Shipment): boolean {
  return shipment.status === 'requested' || shipment.status === 'backordered';
}

function isClosed(shipment: Shipment): boolean {
  return shipment.status === 'rejected' || shipment.status === 'cancelled';
}

function identityOf({ shipmentId, orderId, vendorId }: ShipmentIdentity): ShipmentIdentity {
  return { shipmentId, orderId, vendorId };
}

export const shipmentDecider: Decider<ShipmentCommand, ShipmentEvent, ShipmentState> = {
  decide,
  evolve,
  initialState: () => ({ status: 'none' }),
};
