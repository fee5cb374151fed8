import type {
  LineAmount as LineAmountMessage,
  OrderOrigin as OrderOriginMessage,
} from '@continuo/contracts/common';
import { PAYMENT_CAPTURED, type PaymentCaptured } from '@continuo/contracts/payments';
import type { Publication } from '@continuo/messaging/message';
import type { PaymentRef } from '../domain/payment/event-parts';
import type { LineAmount, Origin } from '../domain/payment/facts';

export function paymentMessage({ paymentId, orderId, origin, currency }: PaymentRef) {
  return { payment_id: paymentId, order_id: orderId, origin: originMessage(origin), currency };
}

interface Taken extends PaymentRef {
  readonly captureId: string;
  readonly packageId: string | null;
  readonly amountMinor: number;
  readonly lines: readonly LineAmount[];
}

/** Money taken for goods that left: from a card, unless it says what paid. */
export function capturedMessage(
  taken: Taken,
  { instalment = 1, paidBy }: { instalment?: number; paidBy?: PaymentCaptured['paid_by'] } = {},
): Publication {
  const data: PaymentCaptured = {
    ...paymentMessage(taken),
    capture_id: taken.captureId,
    instalment,
    package_id: taken.packageId,
    amount_minor: taken.amountMinor,
    lines: taken.lines.map(lineMessage),
    ...(paidBy && { paid_by: paidBy }),
  };
  return { type: PAYMENT_CAPTURED.type, data };
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
