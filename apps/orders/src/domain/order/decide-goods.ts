import { never } from '@continuo/kernel/decider';
import type { Instant } from '@continuo/kernel/instant';
import type { GoodsCommand } from './commands';
import {
  alreadyReleased,
  cancellationPending,
  notHeld,
  notReleased,
  nothingToCancel,
  orderCancelled,
  packageUnknown,
  paymentUnsettled,
  tooManyShipped,
} from './errors';
import {
  HOLD_PAYMENT_UNKNOWN,
  HOLD_VENDOR_REJECTED,
  type OrderEvent,
  type Package,
} from './events';
import type { LineQuantity } from './line';
import { cancelled, outstandingOf, released } from './outcomes';
import { releaseDueAt, waitsForShipDate } from './ship-date';
import { outstanding, type Placed } from './state';

/** From hold and release to the doorstep, or the cancellation. */
export function decideGoods(command: GoodsCommand, order: Placed): readonly OrderEvent[] {
  switch (command.kind) {
    case 'hold':
      return hold(command.reason, order);
    case 'release':
      return release(order);
    case 'release-due':
      return releaseDue(command.now, order);
    case 'cancel':
      return cancel(command.reason, order);
    case 'record-package':
      return ship(command.package, order);
    case 'record-delivery':
      return deliver(command.packageId, command.deliveredAt, order);
    case 'record-rejection': {
      if (order.status === 'cancelled' || outstandingOf(order).length === 0) return [];
      // It is to be cancelled anyway: fulfilment answers the request for each shipment, this one too.
      if (order.cancellation && !order.cancellation.refused) return [];
      const data = { reason: HOLD_VENDOR_REJECTED, detail: command.reason };
      return order.hold?.reason === HOLD_VENDOR_REJECTED ? [] : [{ type: 'order.held.v1', data }];
    }
    case 'record-shipment-cancelled': {
      const lines = stillOutstanding(command.lines, order);
      const reason = order.cancellation?.reason ?? command.reason;
      return lines.length === 0 ? [] : [cancelled(order, reason, lines)];
    }
    case 'record-cancellation-refused': {
      if (!order.cancellation || order.cancellation.refused) return [];
      const { shipmentId, reason } = command;
      return [{ type: 'order.cancellation-refused.v1', data: { shipmentId, reason } }];
    }
    default:
      return never(command);
  }
}

function hold(reason: string, order: Placed): readonly OrderEvent[] {
  if (order.status === 'cancelled') throw orderCancelled();
  if (order.releases > 0) throw alreadyReleased();
  if (order.hold?.reason === reason) return [];
  return [{ type: 'order.held.v1', data: { reason, detail: null } }];
}

/** Lifts the hold; the goods go to fulfilment only if they are authorised, and not before their day. */
function release(order: Placed): readonly OrderEvent[] {
  if (order.status === 'cancelled') throw orderCancelled();
  if (!order.hold) throw notHeld(order.status);
  if (order.hold.reason === HOLD_PAYMENT_UNKNOWN) throw paymentUnsettled();
  const events: OrderEvent[] = [
    { type: 'order.hold-lifted.v1', data: { heldFor: order.hold.reason } },
  ];
  const { authorisation, state } = order.pay;
  if (state === 'authorised' && authorisation && !waitsForShipDate(order))
    events.push(released(order, authorisation));
  return events;
}

function releaseDue(now: Instant, order: Placed): readonly OrderEvent[] {
  const dueAt = releaseDueAt(order);
  const { authorisation } = order.pay;
  if (dueAt === null || dueAt > now || !authorisation) return [];
  return [released(order, authorisation)];
}

/** At once before fulfilment has it; afterwards fulfilment says whether it was packed already. */
function cancel(reason: string, order: Placed): readonly OrderEvent[] {
  if (order.status === 'cancelled') return [];
  if (outstandingOf(order).length === 0) throw nothingToCancel(order.status);
  if (order.releases === 0) return [cancelled(order, reason)];
  if (order.cancellation && !order.cancellation.refused) throw cancellationPending();
  return [{ type: 'order.cancellation-requested.v1', data: { orderId: order.orderId, reason } }];
}

function ship(shipped: Package, order: Placed): readonly OrderEvent[] {
  if (order.packages.some(({ packageId }) => packageId === shipped.packageId)) return [];
  if (order.releases === 0) throw notReleased(order.status);
  const units = new Map<string, number>();
  for (const { lineId, quantity } of shipped.lines) {
    units.set(lineId, (units.get(lineId) ?? 0) + quantity);
  }
  for (const [lineId, quantity] of units) {
    const line = order.lines.find((each) => each.lineId === lineId);
    const left = line ? outstanding(order, line) : 0;
    if (quantity > left) throw tooManyShipped(lineId, left);
  }
  return [{ type: 'order.package-shipped.v1', data: shipped }];
}

function deliver(packageId: string, deliveredAt: string, order: Placed): readonly OrderEvent[] {
  const known = order.packages.find((each) => each.packageId === packageId);
  if (!known) throw packageUnknown(packageId);
  if (known.deliveredAt) return [];
  return [{ type: 'order.package-delivered.v1', data: { packageId, deliveredAt } }];
}

/** What fulfilment gave up, as far as it was not shipped or cancelled before. */
function stillOutstanding(lines: readonly LineQuantity[], order: Placed): LineQuantity[] {
  const left = new Map(outstandingOf(order).map((line) => [line.lineId, line]));
  return lines.flatMap(({ lineId, quantity }) => {
    const line = left.get(lineId);
    if (!line || line.quantity === 0) return [];
    const units = Math.min(quantity, line.quantity);
    left.set(lineId, { ...line, quantity: line.quantity - units });
    return [{ ...line, quantity: units }];
  });
}
