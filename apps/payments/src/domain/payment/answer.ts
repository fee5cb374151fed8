import type { Instant } from '@continuo/kernel/instant';
import type { Network } from '../dunning/network';
import type { Decline } from './facts';

export interface Succeeded {
  readonly kind: 'succeeded';
  /** The gateway's own id of what it did. */
  readonly reference: string;
  /** The card network's id of a first transaction; null where the gateway tells none. */
  readonly networkTransactionId: string | null;
  /** Of the card, where the gateway tells. */
  readonly network?: Network;
  /** Until when an authorisation holds; absent where the gateway does not tell. */
  readonly expiresAt?: Instant;
}

export interface Declined {
  readonly kind: 'declined';
  readonly decline: Decline;
  /** The gateway's own code, kept as it came. */
  readonly code: string;
  readonly message: string;
  /** What the card network said, where the gateway passes it on. */
  readonly network?: Network;
  readonly networkCode?: string;
  /** Mastercard's merchant advice code. */
  readonly advice?: string;
}

/** Code of a raise that the account or the card does not allow: no word of the card's issuer. */
export const RAISE_NOT_AVAILABLE = 'raise_not_available';

/** Code of a token that is no card, or another customer's: it never reached an issuer. */
export const UNKNOWN_TOKEN = 'unknown_token';

/** A timeout or a 5xx: the money may have moved or not. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly cause: string;
}

/** What the gateway said to an attempt. */
export type GatewayAnswer = Succeeded | Declined | Unknown;

/** What the gateway said when asked what became of an attempt. */
export type LookupAnswer = GatewayAnswer | { readonly kind: 'not-found' };
