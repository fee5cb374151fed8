import type { PaymentRef } from './event-parts';
import type { LineAmount } from './facts';

interface DisputedMoney extends PaymentRef {
  readonly disputeId: string;
  /** The gateway's name for the dispute. */
  readonly reference: string;
  readonly amountMinor: number;
  /** The lines of the order that it is about; what commission follows from. */
  readonly lines: readonly LineAmount[];
}

/** What disputes do to the money of a payment; their course is told by the dispute itself. */
export type DisputeMoneyEvent =
  /** The network has taken this back until it is decided. Posting: disputed funds to cash clearing. */
  | {
      readonly type: 'payment.dispute-opened.v1';
      readonly data: DisputedMoney & {
        /** Gateway reference of the charge. */
        readonly on: string;
        /** Part of the amount that had been refunded before: it is taken twice, and claimed back. */
        readonly overpaidMinor: number;
      };
    }
  /** A refund that was promised and not yet sent: the dispute gives the same money back. */
  | {
      readonly type: 'payment.refund-withdrawn.v1';
      readonly data: { readonly refundId: string; readonly disputeId: string };
    }
  /** Everything came back. Posting: cash clearing to disputed funds. */
  | { readonly type: 'payment.dispute-won.v1'; readonly data: DisputedMoney }
  /**
   * The amount is lost. Posting: dispute losses to disputed funds. What had been refunded before is no loss:
   * it stays in disputed funds, as a claim.
   */
  | {
      readonly type: 'payment.dispute-lost.v1';
      readonly data: DisputedMoney & { readonly overpaidMinor: number };
    };
