import { shareMinor } from '@continuo/kernel/money';
import type { Authorisation, LinkUse, OrderEvent } from './events';
import type { LineQuantity, PricedLine } from './line';
import { outstanding, type Placed } from './state';

/** Hands what is still to be shipped to fulfilment. */
export function released(order: Placed, authorisation: Authorisation): OrderEvent {
  const { orderId, customerId, origin, sale, currency, zone, placedOn, shipTo } = order;
  const { token, networkTransactionId } = authorisation;
  return {
    type: 'order.released.v1',
    data: {
      orderId,
      customerId,
      origin,
      sale,
      currency,
      zone,
      placedOn,
      shipTo,
      lines: linesToShip(order),
      payment: { ...order.pay.terms, token, networkTransactionId },
      release: order.releases + 1,
    },
  };
}

/** Follows the placing or retrying whose token came by a payment link. */
export function linkUsed(orderId: string, link: LinkUse | undefined): OrderEvent[] {
  return link ? [{ type: 'order.payment-link-used.v1', data: { orderId, ...link } }] : [];
}

/** Gives up all units that were not shipped. */
export function cancelled(
  order: Placed,
  reason: string,
  lines: readonly LineQuantity[] = outstandingOf(order),
): OrderEvent {
  const { orderId, customerId, origin } = order;
  return { type: 'order.cancelled.v1', data: { orderId, customerId, origin, reason, lines } };
}

export function outstandingOf(order: Placed): LineQuantity[] {
  return order.lines
    .map(({ lineId, sku, quantity }) => ({
      lineId,
      sku,
      quantity: outstanding(order, { lineId, quantity }),
    }))
    .filter(({ quantity }) => quantity > 0);
}

/** Whole lines as they were sold; of a line that has partly left, the share that has not. */
function linesToShip(order: Placed): PricedLine[] {
  return order.lines.flatMap((line) => {
    const left = outstanding(order, line);
    if (left === line.quantity) return [line];
    return left > 0 ? [partOf(line, left)] : [];
  });
}

function partOf(line: PricedLine, left: number): PricedLine {
  const share = (minor: number) => shareMinor(minor, line.quantity - left, left, line.quantity);
  const shippingMinor = share(line.shippingMinor);
  const taxMinor = share(line.taxMinor);
  const goodsMinor = share(line.goodsMinor);
  const totalMinor = goodsMinor + shippingMinor + taxMinor;
  return {
    ...line,
    quantity: left,
    goodsMinor,
    shippingMinor,
    taxMinor,
    tax: { ...line.tax, basisMinor: share(line.tax.basisMinor) },
    totalMinor,
    instalmentsMinor: [totalMinor],
  };
}
