import type { Instant } from '@continuo/kernel/instant';
import type { Granter } from './limits';

/** What of a use came from which grant. */
export interface GrantPart {
  readonly grantId: string;
  readonly amountMinor: number;
}

interface CreditAmount {
  readonly customerId: string;
  readonly currency: string;
  readonly amountMinor: number;
}

interface CreditUseAmount extends CreditAmount {
  /** The payment that it is used for. */
  readonly useId: string;
  readonly orderId: string;
  readonly parts: readonly GrantPart[];
}

export type CreditEvent =
  /** By a person, without money having come in. */
  | {
      readonly type: 'customer-credit.granted.v1';
      readonly data: CreditAmount & {
        readonly grantId: string;
        readonly reason: string;
        readonly byRole: Granter;
        readonly at: Instant;
        readonly expiresAt: Instant | null;
      };
    }
  /** What was paid comes back as credit: it is the customer's own money, and does not expire. */
  | {
      readonly type: 'customer-credit.refund-received.v1';
      readonly data: CreditAmount & {
        readonly grantId: string;
        readonly paymentId: string;
        readonly orderId: string;
        readonly at: Instant;
      };
    }
  /** Set aside for one payment: nothing else can use it. */
  | { readonly type: 'customer-credit.reserved.v1'; readonly data: CreditUseAmount }
  /** Goods that it was set aside for are cancelled. */
  | {
      readonly type: 'customer-credit.returned.v1';
      readonly data: CreditUseAmount & { readonly returnId: string };
    }
  /** It should not have been granted: what of it is not spent is taken back. */
  | {
      readonly type: 'customer-credit.withdrawn.v1';
      readonly data: CreditAmount & {
        readonly grantId: string;
        readonly reason: string;
        readonly byRole: Granter;
        readonly at: Instant;
      };
    }
  | {
      readonly type: 'customer-credit.expired.v1';
      readonly data: CreditAmount & { readonly grantId: string };
    };
