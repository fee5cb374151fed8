import {
  DEPOSIT_REFUNDED,
  DEPOSIT_TAKEN,
  type DepositRefunded,
  type DepositTaken,
} from '@continuo/contracts/payments';
import type { Publication } from '@continuo/messaging/message';
import type { DepositEvent } from '../domain/payment/deposit-events';
import { capturedMessage, paymentMessage } from './payment-message';

/** A deposit is money taken for a sale only when goods leave. */
export function translateDeposit(event: DepositEvent): Publication | undefined {
  switch (event.type) {
    case 'payment.deposit-agreed.v1':
    case 'payment.deposit-refund-requested.v1':
      return undefined;
    case 'payment.deposit-taken.v1': {
      const { amountMinor } = event.data;
      const data: DepositTaken = { ...paymentMessage(event.data), amount_minor: amountMinor };
      return { type: DEPOSIT_TAKEN.type, data };
    }
    case 'payment.deposit-used.v1':
      return capturedMessage(event.data, { paidBy: 'deposit' });
    case 'payment.deposit-refunded.v1': {
      const { amountMinor, refundId } = event.data;
      const data: DepositRefunded = {
        ...paymentMessage(event.data),
        amount_minor: amountMinor,
        refund_id: refundId,
      };
      return { type: DEPOSIT_REFUNDED.type, data };
    }
  }
}
