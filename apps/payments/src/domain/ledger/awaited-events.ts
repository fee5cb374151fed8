import type { PaymentRef } from '../payment/events';
import type { LineAmount } from '../payment/facts';

/** The network has taken the money of a charge back until the dispute is decided. */
export interface DisputeOpened {
  readonly type: 'payment.dispute-opened.v1';
  readonly data: PaymentRef & DisputeAmount;
}

/** The money came back. */
export interface DisputeWon {
  readonly type: 'payment.dispute-won.v1';
  readonly data: PaymentRef & DisputeAmount;
}

/** The money will not come back; it was taken when the dispute was opened. */
export interface DisputeLost {
  readonly type: 'payment.dispute-lost.v1';
  readonly data: PaymentRef & DisputeAmount;
}

interface DisputeAmount {
  readonly disputeId: string;
  /** The gateway's name for the dispute. */
  readonly reference: string;
  readonly amountMinor: number;
}

/** Something was given back as credit instead of money. */
export interface CreditGranted {
  readonly type: 'payment.credit-granted.v1';
  readonly data: PaymentRef & { readonly creditId: string; readonly lines: readonly LineAmount[] };
}

/** Credit has settled what was due. */
export interface CreditApplied {
  readonly type: 'payment.credit-applied.v1';
  readonly data: PaymentRef & { readonly creditId: string; readonly amountMinor: number };
}

/**
 * Events whose postings are settled here and which the ledger takes as soon as a payment records
 * them: an aggregate that adds these names to its own needs no change to the ledger.
 */
export type AwaitedEvent = DisputeOpened | DisputeWon | DisputeLost | CreditGranted | CreditApplied;
