import type { LineAmount as LineAmountMessage } from '@continuo/contracts/common';
import {
  AUTHORISATION_RELEASED,
  type AuthorisationReleased,
  PAYMENT_AUTHORISED,
  PAYMENT_CAPTURED,
  PAYMENT_DECLINED,
  PAYMENT_REFUNDED,
  PAYMENT_UNKNOWN,
  type PaymentAuthorised,
  type PaymentCaptured,
  type PaymentDeclined,
  type PaymentRefunded,
  type PaymentUnknown,
} from '@continuo/contracts/payments';
import type { Publication } from '@continuo/messaging/message';
import type { Publisher } from '@continuo/messaging/messaging';
import type { PaymentEvent, PaymentRef } from '../domain/payment/events';
import type { LineAmount } from '../domain/payment/facts';

/**
 * What the others learn of a payment. What only concerns us and the gateway (attempts, rechecks, an
 * authorisation in place of a lapsed one) stays here.
 */
export function translate(event: PaymentEvent): Publication | undefined {
  switch (event.type) {
    case 'payment.authorised.v1': {
      const { amountMinor, token, networkTransactionId } = event.data;
      const data: PaymentAuthorised = {
        ...payment(event.data),
        amount_minor: amountMinor,
        token,
        network_transaction_id: networkTransactionId ?? '',
      };
      return { type: PAYMENT_AUTHORISED.type, data };
    }
    case 'payment.declined.v1': {
      const { kind, instalment, amountMinor, decline, code, final, retryAt } = event.data;
      if (kind !== 'authorise' && kind !== 'charge') return undefined;
      const data: PaymentDeclined = {
        ...payment(event.data),
        instalment,
        amount_minor: amountMinor,
        decline,
        code,
        final,
        retry_at: retryAt,
      };
      return { type: PAYMENT_DECLINED.type, data };
    }
    case 'payment.retry-refused.v1': {
      const { instalment, amountMinor, code } = event.data;
      const data: PaymentDeclined = {
        ...payment(event.data),
        instalment,
        amount_minor: amountMinor,
        decline: 'hard',
        code,
        final: true,
        retry_at: null,
      };
      return { type: PAYMENT_DECLINED.type, data };
    }
    case 'payment.outcome-unknown.v1': {
      const { kind, again, amountMinor } = event.data;
      if (kind !== 'authorise' || again) return undefined;
      const data: PaymentUnknown = { ...payment(event.data), amount_minor: amountMinor };
      return { type: PAYMENT_UNKNOWN.type, data };
    }
    case 'payment.captured.v1': {
      const { captureId, instalment, packageId, amountMinor, lines } = event.data;
      const data: PaymentCaptured = {
        ...payment(event.data),
        capture_id: captureId,
        instalment,
        package_id: packageId,
        amount_minor: amountMinor,
        lines: lines.map(lineAmount),
      };
      return { type: PAYMENT_CAPTURED.type, data };
    }
    case 'payment.refunded.v1': {
      const { refundId, amountMinor, reason, lines } = event.data;
      const data: PaymentRefunded = {
        ...payment(event.data),
        refund_id: refundId,
        amount_minor: amountMinor,
        reason,
        lines: lines.map(lineAmount),
      };
      return { type: PAYMENT_REFUNDED.type, data };
    }
    case 'payment.authorisation-released.v1':
    case 'payment.authorisation-lapsed.v1': {
      const { amountMinor } = event.data;
      const data: AuthorisationReleased = { ...payment(event.data), amount_minor: amountMinor };
      return { type: AUTHORISATION_RELEASED.type, data };
    }
    default:
      return undefined;
  }
}

function payment({ paymentId, orderId, origin, currency }: PaymentRef) {
  return {
    payment_id: paymentId,
    order_id: orderId,
    origin:
      origin.kind === 'call'
        ? ({ kind: 'call' } as const)
        : ({
            kind: 'program',
            subscription_id: origin.subscriptionId,
            cycle: origin.cycle,
          } as const),
    currency,
  };
}

function lineAmount({ lineId, quantity, amountMinor, goodsMinor }: LineAmount): LineAmountMessage {
  return { line_id: lineId, quantity, amount_minor: amountMinor, goods_minor: goodsMinor };
}

export const paymentsPublisher: Publisher = {
  service: 'payments',
  categories: ['payment'],
  translate: (event) => translate(event as unknown as PaymentEvent),
};
