import type { Instant } from '@continuo/kernel/instant';
import type { AttemptPurpose, LineQuantityAmount } from './events';
import type { LineAmount, Method, OrderFacts } from './facts';

export type AttemptStatus = 'requested' | 'unknown' | 'succeeded' | 'declined' | 'failed';

/** One thing asked of the gateway, under one idempotency key, however often it was sent. */
export interface Attempt extends AttemptPurpose {
  readonly attemptId: string;
  readonly idempotencyKey: string;
  /** The processor account that it is sent to. */
  readonly account: string;
  readonly status: AttemptStatus;
  /** When it was recorded first. */
  readonly at: Instant;
  /** When it was sent last. */
  readonly sentAt: Instant;
  readonly unknownSince: Instant | null;
  /** When the gateway is asked next; null while unknown means that a person has it. */
  readonly recheckAt: Instant | null;
  readonly code: string | null;
  readonly decline: 'soft' | 'hard' | null;
}

/** What an amount of a line consists of. */
export type Parts = Pick<LineAmount, 'goodsMinor' | 'shippingMinor' | 'taxMinor'>;

/** Units and money of one order line, so far. */
export interface LineAccount {
  readonly shipped: number;
  readonly cancelled: number;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
  /** Promised to be given back. */
  readonly refundingMinor: number;
  /** Billed, not captured, and not owed any more since the goods were given back. */
  readonly waivedMinor: number;
  readonly refundedUnits: number;
  /** Billed, neither captured nor waived. */
  readonly owed: Parts;
  /** Captured, neither given back nor promised to be. */
  readonly taken: Parts;
  /** Held by a dispute, or lost to one. */
  readonly disputedMinor: number;
}

export interface Authorisation {
  readonly reference: string;
  readonly account: string;
  readonly amountMinor: number;
  readonly capturedMinor: number;
  readonly expiresAt: Instant;
}

/** Money taken under one gateway reference. */
export interface Charge {
  readonly reference: string;
  /** Reference of the authorisation that it was captured of; null for one that was charged at once. */
  readonly of: string | null;
  readonly account: string;
  readonly instalment: number;
  readonly amountMinor: number;
  /** Given back, and promised to be given back. */
  readonly refundedMinor: number;
}

export interface PendingPackage {
  readonly packageId: string;
  readonly firstInstalment: readonly LineQuantityAmount[];
  readonly captureDeclines: number;
}

export interface PendingRefund {
  readonly refundId: string;
  readonly amountMinor: number;
  readonly lines: readonly LineAmount[];
  readonly reason: string;
  readonly on: string;
  /** It paid for no goods. */
  readonly deposit?: boolean;
}

/** Where payments go that no event has routed: there was one account once, and it had this name. */
export const SIMULATOR_ACCOUNT = 'simulator';

/** Where what was paid by a customer's credit is: no processor has it. */
export const CREDIT_ACCOUNT = 'customer-credit';

export interface DisputedCharge {
  readonly reference: string;
  /** A charge, or the authorisation that several were captured of. */
  readonly on: string;
  readonly amountMinor: number;
  readonly overpaidMinor: number;
  readonly lines: readonly LineAmount[];
  readonly status: 'open' | 'won' | 'lost';
}

export interface OpenPayment {
  readonly status: 'open';
  readonly paymentId: string;
  readonly order: OrderFacts;
  readonly method: Method;
  /** Where new attempts on its method go. */
  readonly account: string;
  /** Oldest first; at most the last one is without an outcome. */
  readonly attempts: readonly Attempt[];
  readonly authorisation: Authorisation | null;
  /** When an authorisation is to be tried; null while none is wanted. */
  readonly authoriseAt: Instant | null;
  readonly lines: Readonly<Record<string, LineAccount>>;
  /** All packages billed, and of them those still to be captured. */
  readonly packageIds: readonly string[];
  readonly toCapture: readonly PendingPackage[];
  readonly charges: readonly Charge[];
  /** Numbers of the later instalments that were charged. */
  readonly charged: readonly number[];
  /** When declined instalments are tried again; null for those that are not, by themselves. */
  readonly chargeRetries: Readonly<Record<number, Instant | null>>;
  /** A card that is not to be used: it reached a cap, or its account is closed. */
  readonly withheld: {
    readonly token: string;
    readonly from: 'authorisations' | 'everything';
  } | null;
  /** Each wish to hold more. */
  readonly raiseIds: readonly string[];
  readonly refundIds: readonly string[];
  readonly toRefund: readonly PendingRefund[];
  readonly disputes: Readonly<Record<string, DisputedCharge>>;
  readonly releasedMinor: number;
  /** Credit that is set aside for goods that have not left. */
  readonly creditMinor: number;
  readonly deposit: Deposit;
}

/** Of a deposit: what is still to be taken, and what was taken and neither used nor given back. */
export interface Deposit {
  readonly wantedMinor: number;
  readonly heldMinor: number;
  /** Of the charge that it was taken by. */
  readonly reference: string | null;
}

/** The number of a deposit among the instalments: it is charged before the first one is authorised. */
export const DEPOSIT = 0;

export type PaymentState = { readonly status: 'none' } | OpenPayment;

export const NO_PAYMENT: PaymentState = { status: 'none' };

export type OpenAttempt = Attempt & { readonly status: 'requested' | 'unknown' };

/** The attempt whose outcome is not known yet: nothing new is tried while there is one. */
export function openAttempt(payment: OpenPayment): OpenAttempt | undefined {
  const last = payment.attempts[payment.attempts.length - 1];
  return last && (last.status === 'requested' || last.status === 'unknown')
    ? (last as OpenAttempt)
    : undefined;
}
