import type { Instant } from '@continuo/kernel/instant';
import type { CreditMoneyEvent } from './credit-events';
import type { DepositEvent } from './deposit-events';
import type { DisputeMoneyEvent } from './dispute-events';
import type { DunningEvent } from './dunning-events';
import type { RaiseEvent } from './raise-events';
import type { AttemptPurpose, AttemptRef, LineQuantityAmount, PaymentRef } from './event-parts';
import type { Decline, LineAmount, LineQuantity, Method, OrderFacts } from './facts';

export type { AttemptPurpose, AttemptRef, LineQuantityAmount, PaymentRef };

export type PaymentEvent =
  MoneyEvent | RaiseEvent | CreditMoneyEvent | DepositEvent | DunningEvent | DisputeMoneyEvent;

/** What a person found: that the money moved, that it did not, or that nothing is left to be done. */
export type Finding = 'succeeded' | 'declined' | 'noted';

/** Attempts and what came of them. */
export type MoneyEvent =
  | {
      readonly type: 'payment.opened.v1';
      readonly data: {
        readonly paymentId: string;
        readonly order: OrderFacts;
        readonly method: Method;
      };
    }
  /** New attempts go to this processor account; what was done at another stays there. */
  | {
      readonly type: 'payment.routed.v1';
      readonly data: { readonly account: string; readonly at: Instant };
    }
  /** Written before the gateway is called. */
  | {
      readonly type: 'payment.attempt-recorded.v1';
      readonly data: AttemptPurpose & {
        readonly attemptId: string;
        readonly idempotencyKey: string;
        readonly at: Instant;
      };
    }
  | {
      readonly type: 'payment.authorised.v1' | 'payment.reauthorised.v1';
      readonly data: PaymentRef &
        AttemptRef & {
          readonly reference: string;
          readonly token: string;
          readonly networkTransactionId: string | null;
          readonly expiresAt: Instant;
        };
    }
  | {
      readonly type: 'payment.declined.v1';
      readonly data: PaymentRef &
        AttemptRef & {
          readonly decline: Decline;
          readonly code: string;
          readonly message: string;
          readonly final: boolean;
          readonly retryAt: Instant | null;
        };
    }
  /** Another try on a token that must not be tried again: the gateway is not asked. */
  | {
      readonly type: 'payment.retry-refused.v1';
      readonly data: PaymentRef & {
        readonly instalment: number;
        readonly amountMinor: number;
        readonly token: string;
        readonly code: string;
        readonly cause: 'hard-declined-before' | 'too-many-tries';
      };
    }
  | {
      readonly type: 'payment.outcome-unknown.v1';
      readonly data: PaymentRef &
        AttemptRef & {
          readonly cause: string;
          readonly since: Instant;
          readonly recheckAt: Instant;
          /** An authorisation in place of one whose window has passed. */
          readonly again: boolean;
        };
    }
  | {
      readonly type: 'payment.outcome-still-unknown.v1';
      readonly data: {
        readonly attemptId: string;
        readonly cause: string;
        readonly recheckAt: Instant | null;
      };
    }
  /** The gateway never booked it: the same attempt goes out again, under the same key. */
  | {
      readonly type: 'payment.attempt-resent.v1';
      readonly data: { readonly attemptId: string; readonly at: Instant };
    }
  /** The gateway never booked it, and it is not wanted any more. */
  | {
      readonly type: 'payment.attempt-abandoned.v1';
      readonly data: { readonly attemptId: string; readonly cause: string };
    }
  | {
      readonly type: 'payment.handed-to-a-person.v1';
      readonly data: { readonly attemptId: string; readonly cause: string };
    }
  /** A person has found out what the gateway did not tell, or has dealt with what it refused. */
  | {
      readonly type: 'payment.matter-settled.v1';
      readonly data: {
        readonly attemptId: string;
        readonly outcome: Finding;
        readonly reason: string;
      };
    }
  | {
      readonly type: 'payment.method-replaced.v1';
      readonly data: { readonly from: Method; readonly to: Method; readonly at: Instant };
    }
  /** Of a card that has taken another one's place: later charges cite it. */
  | {
      readonly type: 'payment.first-transaction-noted.v1';
      readonly data: {
        readonly attemptId: string;
        readonly token: string;
        readonly networkTransactionId: string;
      };
    }
  /** Goods have left: their customer owes for them from now on. */
  | {
      readonly type: 'payment.package-billed.v1';
      readonly data: {
        readonly paymentId: string;
        readonly orderId: string;
        readonly currency: string;
        readonly packageId: string;
        /** What the goods cost, over all instalments. */
        readonly lines: readonly LineAmount[];
        /** Their part of the first instalment: to be captured now. */
        readonly firstInstalment: readonly LineQuantityAmount[];
      };
    }
  | {
      readonly type: 'payment.captured.v1';
      readonly data: PaymentRef & {
        /** Null where there was nothing to take. */
        readonly attemptId: string | null;
        readonly captureId: string;
        readonly reference: string | null;
        readonly instalment: number;
        readonly packageId: string | null;
        readonly amountMinor: number;
        readonly lines: readonly LineAmount[];
      };
    }
  | {
      readonly type: 'payment.refund-requested.v1';
      readonly data: {
        readonly refundId: string;
        readonly amountMinor: number;
        readonly lines: readonly LineAmount[];
        readonly reason: string;
        /** Gateway reference of the charge it is given back from. */
        readonly on: string;
      };
    }
  /** Goods were given back whose later instalments are not charged any more. */
  | {
      readonly type: 'payment.claim-waived.v1';
      readonly data: {
        readonly paymentId: string;
        readonly orderId: string;
        readonly currency: string;
        readonly lines: readonly LineAmount[];
      };
    }
  | {
      readonly type: 'payment.refunded.v1';
      readonly data: PaymentRef & {
        readonly attemptId: string;
        readonly refundId: string;
        readonly reference: string;
        readonly amountMinor: number;
        readonly reason: string;
        readonly lines: readonly LineAmount[];
      };
    }
  | {
      readonly type: 'payment.order-cancelled.v1';
      readonly data: { readonly lines: readonly LineQuantity[]; readonly reason: string };
    }
  | {
      readonly type: 'payment.authorisation-released.v1';
      readonly data: PaymentRef & {
        readonly attemptId: string;
        readonly reference: string;
        readonly amountMinor: number;
      };
    }
  /** Its window had passed before it was to be given free. */
  | {
      readonly type: 'payment.authorisation-lapsed.v1';
      readonly data: PaymentRef & { readonly reference: string; readonly amountMinor: number };
    };

export type PaymentEventOf<Type extends PaymentEvent['type']> = Extract<
  PaymentEvent,
  { readonly type: Type }
>;
