import type { AttemptRef, PaymentRef } from './event-parts';
import type { LineAmount } from './facts';

/** What is taken when an order is placed, before its goods leave: its customer is owed it until they do. */
export type DepositEvent =
  /** Said to the customer, who consented. */
  | {
      readonly type: 'payment.deposit-agreed.v1';
      readonly data: PaymentRef & { readonly customerId: string; readonly amountMinor: number };
    }
  | {
      readonly type: 'payment.deposit-taken.v1';
      readonly data: PaymentRef &
        AttemptRef & {
          readonly reference: string;
          readonly token: string;
          readonly networkTransactionId: string | null;
        };
    }
  /** Goods have left: their part of the deposit pays for them. */
  | {
      readonly type: 'payment.deposit-used.v1';
      readonly data: PaymentRef & {
        readonly captureId: string;
        readonly packageId: string;
        /** Of the charge that the deposit was taken by. */
        readonly reference: string;
        readonly amountMinor: number;
        readonly lines: readonly LineAmount[];
      };
    }
  /** Goods were cancelled: their part of the deposit goes back. */
  | {
      readonly type: 'payment.deposit-refund-requested.v1';
      readonly data: PaymentRef & {
        readonly refundId: string;
        readonly amountMinor: number;
        readonly on: string;
      };
    }
  | {
      readonly type: 'payment.deposit-refunded.v1';
      readonly data: PaymentRef & {
        readonly attemptId: string;
        readonly refundId: string;
        readonly reference: string;
        readonly amountMinor: number;
      };
    };
