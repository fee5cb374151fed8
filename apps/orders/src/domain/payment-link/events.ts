import type { Instant } from '@continuo/kernel/instant';
import type { Sale } from '../order/events';

/** How the payer is reached: a page behind a link, or an IVR that the call is handed to. */
export type LinkChannel = 'link' | 'ivr';

/** What a token that is presented pays for. */
export interface LinkedDue {
  /** A draft is placed with it, or the payment of a declined order tried again. */
  readonly purpose: 'place' | 'retry';
  readonly currency: string;
  /** The first, or a later one that was declined. */
  readonly instalment: number;
  /** What the token is asked for: that instalment. */
  readonly amountMinor: number;
  /** Of the whole order. */
  readonly totalMinor: number;
  readonly lines: readonly { readonly name: string; readonly quantity: number }[];
}

/** What a link is for, by whom it was asked, and until when it holds; none of it changes. */
export interface LinkTerms {
  readonly paymentLinkId: string;
  readonly channel: LinkChannel;
  readonly orderId: string;
  readonly customerId: string;
  readonly sale: Sale;
  readonly due: LinkedDue;
  /** SHA-256 of the secret, in hex: the secret itself is kept nowhere. */
  readonly secretHash: string;
  readonly expiresAt: Instant;
  /** The call on which it was asked for; what the payer does belongs to it. */
  readonly callId: string | null;
  readonly scriptVersion: string | null;
}

/** Each cites its link and order, so that it speaks for itself in an audit. */
interface OfLink {
  readonly paymentLinkId: string;
  readonly orderId: string;
}

/** `attempt` counts the tokens from 1. */
interface OfAttempt extends OfLink {
  readonly attempt: number;
}

export type PaymentLinkEvent =
  | { readonly type: 'payment-link.requested.v1'; readonly data: LinkTerms }
  /** Somebody named the link with a secret that is not its own. */
  | {
      readonly type: 'payment-link.secret-refused.v1';
      readonly data: OfLink & { readonly refusals: number };
    }
  /** Recorded before the order hears of it. */
  | {
      readonly type: 'payment-link.token-taken.v1';
      readonly data: OfAttempt & { readonly token: string; readonly takenAt: Instant };
    }
  /** The order was placed with it, or its payment tried again. */
  | { readonly type: 'payment-link.token-passed-on.v1'; readonly data: OfAttempt }
  | {
      readonly type: 'payment-link.declined.v1';
      readonly data: OfAttempt & { readonly code: string };
    }
  | {
      readonly type: 'payment-link.paid.v1';
      readonly data: OfAttempt & { readonly paymentId: string; readonly amountMinor: number };
    }
  | {
      readonly type: 'payment-link.cancelled.v1';
      readonly data: OfLink & { readonly reason: string };
    }
  | {
      readonly type: 'payment-link.expired.v1';
      readonly data: OfLink & { readonly expiresAt: Instant };
    }
  /** It ended of itself: too many tokens or secrets, or the order refused (`reason` is its code). */
  | {
      readonly type: 'payment-link.closed.v1';
      readonly data: OfLink & { readonly reason: string };
    };

export const TOKENS_USED_UP = 'tokens-used-up';
export const SECRET_GUESSED = 'secret-guessed';
