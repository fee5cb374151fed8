import type { AttemptKind, LineQuantity, Origin } from './facts';

/** What others must know to place an event of a payment. */
export interface PaymentRef {
  readonly paymentId: string;
  readonly orderId: string;
  readonly origin: Origin;
  readonly currency: string;
}

/** What an attempt is for. */
export interface AttemptPurpose {
  readonly kind: AttemptKind;
  readonly amountMinor: number;
  /** 1 for the first, which is authorised and captured; 2 to 4 are charged, and so is 0, a deposit. */
  readonly instalment: number;
  /** An authorisation in place of one whose window has passed. */
  readonly again?: boolean;
  readonly packageId?: string;
  readonly refundId?: string;
  /** Gateway reference of the authorisation or charge it acts on. */
  readonly on?: string;
  readonly token: string;
}

export interface AttemptRef {
  readonly attemptId: string;
  readonly kind: AttemptKind;
  readonly instalment: number;
  readonly amountMinor: number;
}

export interface LineQuantityAmount extends LineQuantity {
  readonly amountMinor: number;
}
