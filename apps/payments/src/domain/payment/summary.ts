import { CREDIT_ACCOUNT, type OpenPayment, openAttempt } from './state';

export type PaymentStatus =
  | 'requested'
  | 'unknown'
  | 'with-a-person'
  | 'authorised'
  | 'declined'
  | 'part-captured'
  | 'captured'
  | 'part-refunded'
  | 'refunded'
  | 'released';

export interface PaymentTotals {
  readonly orderedMinor: number;
  readonly authorisedMinor: number;
  readonly capturedMinor: number;
  /** Of what is captured. */
  readonly paidByCreditMinor: number;
  readonly refundedMinor: number;
  readonly releasedMinor: number;
}

export function totalsOf(payment: OpenPayment): PaymentTotals {
  const accounts = Object.values(payment.lines);
  return {
    orderedMinor: payment.order.lines.reduce((sum, line) => sum + line.totalMinor, 0),
    authorisedMinor: payment.authorisation
      ? payment.authorisation.amountMinor - payment.authorisation.capturedMinor
      : 0,
    capturedMinor: accounts.reduce((sum, line) => sum + line.capturedMinor, 0),
    paidByCreditMinor: payment.charges.reduce(
      (sum, { account, amountMinor }) => sum + (account === CREDIT_ACCOUNT ? amountMinor : 0),
      0,
    ),
    refundedMinor: accounts.reduce((sum, line) => sum + line.refundedMinor, 0),
    releasedMinor: payment.releasedMinor,
  };
}

/** The one word for where a payment stands; what is open comes first, then the money. */
export function statusOf(payment: OpenPayment): PaymentStatus {
  const open = openAttempt(payment);
  if (open?.status === 'unknown') return open.recheckAt === null ? 'with-a-person' : 'unknown';
  const { orderedMinor, capturedMinor, refundedMinor, releasedMinor } = totalsOf(payment);
  if (refundedMinor > 0) return refundedMinor === capturedMinor ? 'refunded' : 'part-refunded';
  if (capturedMinor > 0) return capturedMinor === orderedMinor ? 'captured' : 'part-captured';
  if (payment.authorisation) return 'authorised';
  if (open) return 'requested';
  if (releasedMinor > 0) return 'released';
  return payment.attempts.at(-1)?.status === 'declined' ? 'declined' : 'requested';
}
