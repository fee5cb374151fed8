import type { Instant } from '@continuo/kernel/instant';
import type { DeclineClass, RawDecline } from '../dunning/decline-codes';
import type { GivenUpBecause } from '../dunning/plan-retry';
import type { InstalmentRule, PolicyRef } from '../dunning/policy';
import type { AttemptRef, PaymentRef } from './event-parts';
import type { AttemptKind } from './facts';

/** What follows from declines: of these the customer, and whoever ships, is told. */
export type DunningEvent =
  /** How a decline was judged: what network and gateway said, by which table, under which policy. */
  | {
      readonly type: 'payment.decline-judged.v1';
      readonly data: AttemptRef &
        RawDecline & {
          readonly token: string;
          readonly declineClass: DeclineClass;
          readonly codeTables: number;
          readonly policy: PolicyRef;
          /** Declined tries on the card in the last thirty days, by all payments. */
          readonly triesOnCard: number;
        };
    }
  | {
      readonly type: 'payment.retry-scheduled.v1';
      readonly data: DunningNotice & {
        readonly attemptId: string;
        readonly declineClass: DeclineClass;
        readonly policy: PolicyRef;
        readonly retryAt: Instant;
        readonly setBy: 'schedule' | 'network-advice';
        readonly triesLeft: number;
      };
    }
  /** The retry that was scheduled is the last one. */
  | {
      readonly type: 'payment.last-notice-given.v1';
      readonly data: DunningNotice & { readonly retryAt: Instant };
    }
  /** Not tried again by itself: only another card settles it. */
  | {
      readonly type: 'payment.given-up.v1';
      readonly data: DunningNotice & {
        readonly kind: AttemptKind;
        readonly token: string;
        readonly because: GivenUpBecause | 'account-closed';
        /** Null where a cap or the card's end decided, whatever the policy. */
        readonly policy: PolicyRef | null;
        readonly whenInstalmentFails: InstalmentRule | null;
      };
    }
  /** What is owed for goods that have left could not be collected; the amount is all that is past due. */
  | {
      readonly type: 'payment.fell-past-due.v1';
      readonly data: PastDueNotice & { readonly since: Instant };
    }
  /** Paid, waived or given back; the amount is what is still past due. */
  | {
      readonly type: 'payment.past-due-settled.v1';
      readonly data: PastDueNotice & { readonly since: Instant | null };
    };

/** Of whom and for what: the customer is told of it. */
export interface DunningNotice extends PaymentRef {
  readonly customerId: string;
  readonly campaignId: string | null;
  readonly instalment: number;
  readonly amountMinor: number;
}

export interface PastDueNotice extends PaymentRef {
  readonly customerId: string;
  readonly campaignId: string | null;
  readonly amountMinor: number;
}
