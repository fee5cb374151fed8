import type {
  LineAmount as LineAmountMessage,
  OrderOrigin as OrderOriginMessage,
} from '@continuo/contracts/common';
import type { PaymentRef } from '../domain/payment/event-parts';
import type { LineAmount, Origin } from '../domain/payment/facts';

export function paymentMessage({ paymentId, orderId, origin, currency }: PaymentRef) {
  return { payment_id: paymentId, order_id: orderId, origin: originMessage(origin), currency };
}

export function originMessage(origin: Origin): OrderOriginMessage {
  if (origin.kind === 'call') return { kind: 'call' };
  const { subscriptionId, cycle } = origin;
  return { kind: 'program', subscription_id: subscriptionId, cycle };
}

export function lineMessage({
  lineId,
  quantity,
  amountMinor,
  goodsMinor,
}: LineAmount): LineAmountMessage {
  return { line_id: lineId, quantity, amount_minor: amountMinor, goods_minor: goodsMinor };
}
