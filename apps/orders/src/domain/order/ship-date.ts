import { instantAt } from '@continuo/kernel/calendar';
import type { Instant } from '@continuo/kernel/instant';
import { isPlaced, type OrderState, type Placed } from './state';

/** Goods that are to leave on a day of their own: not released by what makes them payable, but by that day. */
export function waitsForShipDate({ shipOn, releases }: Placed): boolean {
  return shipOn !== null && releases === 0;
}

/** When an order that waits for its ship date goes to fulfilment; null while it is held, unpaid or cancelled. */
export function releaseDueAt(order: OrderState): Instant | null {
  if (!isPlaced(order) || order.shipOn === null || !waitsForShipDate(order)) return null;
  if (order.status === 'cancelled' || order.hold || order.pay.state !== 'authorised') return null;
  return instantAt(order.shipOn, order.zone);
}
