import type { PaymentRef } from './event-parts';
import type { LineAmount } from './facts';

interface CreditRef extends PaymentRef {
  readonly customerId: string;
  readonly amountMinor: number;
}

/** What of a payment is credit, and never goes through a gateway. */
export type CreditMoneyEvent =
  /** Of the first instalment this much is paid by credit that is set aside for it. */
  | { readonly type: 'payment.credit-applied.v1'; readonly data: CreditRef }
  /** Goods have left: their part of the credit is used. */
  | {
      readonly type: 'payment.paid-by-credit.v1';
      readonly data: CreditRef & {
        readonly captureId: string;
        readonly packageId: string;
        readonly lines: readonly LineAmount[];
      };
    }
  /** Goods were cancelled: their part of the credit is not needed. */
  | {
      readonly type: 'payment.credit-returned.v1';
      readonly data: CreditRef & { readonly returnId: string };
    }
  /** Given back as credit: what was paid so, and what was asked to be. */
  | {
      readonly type: 'payment.refunded-to-credit.v1';
      readonly data: CreditRef & {
        readonly refundId: string;
        readonly reason: string;
        readonly lines: readonly LineAmount[];
        /** The charge that it is given back of: a gateway reference, or the id of what credit has paid. */
        readonly on: string;
      };
    };
