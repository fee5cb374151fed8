import {
  ORDER_CANCELLATION_REQUESTED,
  ORDER_CANCELLED,
  ORDER_PAYMENT_RETRIED,
  ORDER_PLACED,
  ORDER_RELEASED,
  type OrderCancellationRequested,
  type OrderCancelled,
  type OrderPaymentRetried,
  type OrderPlaced,
  type OrderReleased,
  PAYMENT_LINK_REQUESTED,
  type PaymentLinkRequested,
} from '@continuo/contracts/orders';
import type { RecordedEvent } from '@continuo/event-store/event-store';
import type { Publication } from '@continuo/messaging/message';
import type { Publisher } from '@continuo/messaging/messaging';
import type { OrderEvent, Placement, Release } from '../domain/order/events';
import type { LinkTerms, PaymentLinkEvent } from '../domain/payment-link/events';
import {
  addressMessage,
  lineMessage,
  originMessage,
  paymentMessage,
  saleMessage,
} from './line-message';

function translate(recorded: RecordedEvent): Publication | undefined {
  const event = recorded as RecordedEvent & (OrderEvent | PaymentLinkEvent);
  switch (event.type) {
    case 'order.placed.v2':
      return { type: ORDER_PLACED.type, data: placed(event.data) };
    case 'order.payment-retried.v1':
    case 'order.instalment-retried.v1': {
      const { orderId, payment } = event.data;
      const data: OrderPaymentRetried = { order_id: orderId, payment: paymentMessage(payment) };
      return { type: ORDER_PAYMENT_RETRIED.type, data };
    }
    case 'payment-link.requested.v1':
      return { type: PAYMENT_LINK_REQUESTED.type, data: linkRequested(event.data) };
    case 'order.released.v1':
      return { type: ORDER_RELEASED.type, data: released(event.data) };
    case 'order.cancellation-requested.v1': {
      const { orderId, reason } = event.data;
      const data: OrderCancellationRequested = { order_id: orderId, reason };
      return { type: ORDER_CANCELLATION_REQUESTED.type, data };
    }
    case 'order.cancelled.v1': {
      const { orderId, customerId, origin, reason, lines } = event.data;
      const data: OrderCancelled = {
        order_id: orderId,
        customer_id: customerId,
        origin: originMessage(origin),
        reason,
        lines: lines.map(({ lineId, sku, quantity }) => ({ line_id: lineId, sku, quantity })),
      };
      return { type: ORDER_CANCELLED.type, data };
    }
    default:
      return undefined;
  }
}

function sold(order: Placement | Release) {
  return {
    order_id: order.orderId,
    customer_id: order.customerId,
    currency: order.currency,
    placed_on: order.placedOn,
    zone: order.zone,
    origin: originMessage(order.origin),
    sale: saleMessage(order.sale),
    lines: order.lines.map(lineMessage),
    payment: paymentMessage(order.payment),
  };
}

function placed(placement: Placement): OrderPlaced {
  const { totals, instalments } = placement;
  return Object.assign(sold(placement), {
    goods_minor: totals.goodsMinor,
    shipping_minor: totals.shippingMinor,
    tax_minor: totals.taxMinor,
    total_minor: totals.totalMinor,
    use_credit: placement.tender.useCredit,
    deposit_minor: placement.tender.depositMinor,
    instalments: instalments.map(({ number, dueOn, amountMinor }) => ({
      number,
      due_on: dueOn,
      amount_minor: amountMinor,
    })),
  });
}

function released(release: Release): OrderReleased {
  return Object.assign(sold(release), {
    ship_to: addressMessage(release.shipTo),
    release: release.release,
  });
}

function linkRequested(terms: LinkTerms): PaymentLinkRequested {
  return {
    payment_link_id: terms.paymentLinkId,
    channel: terms.channel,
    order_id: terms.orderId,
    customer_id: terms.customerId,
    sale: saleMessage(terms.sale),
    currency: terms.due.currency,
    amount_minor: terms.due.amountMinor,
    total_minor: terms.due.totalMinor,
    expires_at: terms.expiresAt,
  };
}

export const ordersPublisher: Publisher = {
  service: 'orders',
  categories: ['order', 'paymentlink'],
  translate,
};
