import {
  AUTHORISATION_RELEASED,
  type AuthorisationReleased,
  PAYMENT_AUTHORISED,
  PAYMENT_DECLINED,
  PAYMENT_REFUNDED,
  PAYMENT_UNKNOWN,
  type PaymentAuthorised,
  type PaymentDeclined,
  type PaymentRefunded,
  type PaymentUnknown,
} from '@continuo/contracts/payments';
import { categoryOf } from '@continuo/event-store/event-store';
import type { Publication } from '@continuo/messaging/message';
import type { Publisher } from '@continuo/messaging/messaging';
import type { ArrearsEvent } from '../domain/arrears/decider';
import type { CardEvent } from '../domain/card/decider';
import type { DisputeEvent } from '../domain/dispute/events';
import type { FinanceAlertEvent } from '../domain/finance-alert/decider';
import type { PaymentEvent } from '../domain/payment/events';
import { isCredit } from '../domain/payment/evolve-credit';
import { isDeposit } from '../domain/payment/evolve-deposit';
import { isDispute } from '../domain/payment/evolve-dispute';
import { isDunning } from '../domain/payment/evolve-dunning';
import { capturedMessage, lineMessage, paymentMessage } from './payment-message';
import { translateCredit } from './publish-credit';
import { translateDeposit } from './publish-deposit';
import {
  translateDispute,
  translateDisputedMoney,
  translateFinanceAlert,
} from './publish-disputes';
import { translateArrears, translateCard, translateDunning } from './publish-dunning';

/**
 * What the others learn of a payment. What only concerns us and the gateway (attempts, rechecks, an
 * authorisation in place of a lapsed one) stays here.
 */
export function translate(event: PaymentEvent): Publication | undefined {
  if (isDunning(event)) return translateDunning(event);
  if (isDispute(event)) return translateDisputedMoney(event);
  if (isCredit(event)) return translateCredit(event);
  if (isDeposit(event)) return translateDeposit(event);
  switch (event.type) {
    case 'payment.authorised.v1': {
      const { amountMinor, token, networkTransactionId } = event.data;
      const data: PaymentAuthorised = Object.assign(paymentMessage(event.data), {
        amount_minor: amountMinor,
        token,
        network_transaction_id: networkTransactionId ?? '',
      });
      return { type: PAYMENT_AUTHORISED.type, data };
    }
    case 'payment.declined.v1': {
      const { kind, instalment, amountMinor, decline, code, final, retryAt } = event.data;
      if (kind !== 'authorise' && kind !== 'charge') return undefined;
      const data: PaymentDeclined = {
        ...paymentMessage(event.data),
        // To others a deposit is a part of the first one.
        instalment: Math.max(1, instalment),
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
        ...paymentMessage(event.data),
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
      const data: PaymentUnknown = { ...paymentMessage(event.data), amount_minor: amountMinor };
      return { type: PAYMENT_UNKNOWN.type, data };
    }
    case 'payment.captured.v1': {
      const { instalment } = event.data;
      return capturedMessage(event.data, { instalment });
    }
    case 'payment.refunded.v1': {
      const { refundId, amountMinor, reason, lines } = event.data;
      const data: PaymentRefunded = {
        ...paymentMessage(event.data),
        refund_id: refundId,
        amount_minor: amountMinor,
        reason,
        lines: lines.map(lineMessage),
      };
      return { type: PAYMENT_REFUNDED.type, data };
    }
    case 'payment.authorisation-released.v1':
    case 'payment.authorisation-lapsed.v1': {
      const { amountMinor } = event.data;
      const data: AuthorisationReleased = {
        ...paymentMessage(event.data),
        amount_minor: amountMinor,
      };
      return { type: AUTHORISATION_RELEASED.type, data };
    }
    default:
      return undefined;
  }
}

const BY_CATEGORY: Readonly<Record<string, (event: never) => Publication | undefined>> = {
  payment: (event: PaymentEvent) => translate(event),
  arrears: (event: ArrearsEvent) => translateArrears(event),
  card: (event: CardEvent) => translateCard(event),
  dispute: (event: DisputeEvent) => translateDispute(event),
  financealert: (event: FinanceAlertEvent) => translateFinanceAlert(event),
};

export const paymentsPublisher: Publisher = {
  service: 'payments',
  categories: Object.keys(BY_CATEGORY),
  translate: (event) => BY_CATEGORY[categoryOf(event.stream)]?.(event as never),
};
