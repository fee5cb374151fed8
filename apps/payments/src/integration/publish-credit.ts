import {
  CREDIT_RETURNED,
  type CreditReturned,
  PAYMENT_REFUNDED,
  type PaymentRefunded,
} from '@continuo/contracts/payments';
import type { Publication } from '@continuo/messaging/message';
import type { CreditMoneyEvent } from '../domain/payment/credit-events';
import { capturedMessage, lineMessage, paymentMessage } from './payment-message';

/** Credit pays, and is given back, as money: whoever counts sales and commission need not tell them apart. */
export function translateCredit(event: CreditMoneyEvent): Publication | undefined {
  switch (event.type) {
    case 'payment.credit-applied.v1':
      return undefined;
    case 'payment.paid-by-credit.v1':
      return capturedMessage(event.data, { paidBy: 'credit' });
    case 'payment.credit-returned.v1': {
      const { customerId, returnId, amountMinor } = event.data;
      const data: CreditReturned = {
        ...paymentMessage(event.data),
        customer_id: customerId,
        return_id: returnId,
        amount_minor: amountMinor,
      };
      return { type: CREDIT_RETURNED.type, data };
    }
    case 'payment.refunded-to-credit.v1': {
      const { customerId, refundId, amountMinor, reason, lines } = event.data;
      const data: PaymentRefunded = {
        ...paymentMessage(event.data),
        refund_id: refundId,
        amount_minor: amountMinor,
        reason,
        lines: lines.map(lineMessage),
        credited_customer_id: customerId,
      };
      return { type: PAYMENT_REFUNDED.type, data };
    }
  }
}
