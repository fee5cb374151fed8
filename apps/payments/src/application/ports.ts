import type { GatewayAnswer, LookupAnswer } from '../domain/payment/answer';
import type { Instant } from '@continuo/kernel/instant';
import type { CardUpdate } from '../domain/card/decider';
import type { AttemptKind, Initiator } from '../domain/payment/facts';
import type { NewDispute } from './open-dispute/open-dispute.command';

export interface GatewayRequest {
  /** The same key is the same attempt, however often it is sent. */
  readonly idempotencyKey: string;
  /** The payment it belongs to. */
  readonly paymentReference: string;
  /**
   * Whose card it is: a gateway keeps cards under a customer of its own, and declines that of
   * another as `unknown_token`.
   */
  readonly customerReference: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly token: string;
}

export interface DebitRequest extends GatewayRequest {
  readonly initiator: Initiator | 'reauthorisation';
  /** Of the first transaction on this credential; null for that one itself. */
  readonly networkTransactionId: string | null;
}

export interface FollowUpRequest extends GatewayRequest {
  /** Reference of the authorisation (raise, capture, release) or of the charge (refund). */
  readonly on: string;
}

/** An attempt that was sent, as far as a gateway needs it to find what became of it. */
export interface LookupRequest extends GatewayRequest {
  readonly kind: AttemptKind;
  /** What a raise, capture, release or refund acts on; null for the others. */
  readonly on: string | null;
}

/** `foreign`: a card, and stored for another customer. */
export type TokenKnowledge = 'known' | 'unknown' | 'foreign';

/**
 * Who moves the money. Calls end within 30 seconds; a timeout or a 5xx is answered as `unknown`,
 * never thrown. A key that comes again gets its first answer; with other parameters the call is
 * refused by throwing. Every adapter passes `libs/testing/src/payment-gateway.contract.ts`.
 */
export interface PaymentGateway {
  /** Holds an amount; zero only verifies the credential. */
  authorise(request: DebitRequest): Promise<GatewayAnswer>;
  /**
   * Holds so much more under an authorisation of which nothing was captured; declined as
   * `raise_not_available` where the account or the card does not allow it.
   */
  raise(request: FollowUpRequest): Promise<GatewayAnswer>;
  /** Takes at most what is left of an authorisation; may come several times. */
  capture(request: FollowUpRequest): Promise<GatewayAnswer>;
  /** Takes an amount at once. */
  charge(request: DebitRequest): Promise<GatewayAnswer>;
  /** Gives back at most what is left of a capture or charge. */
  refund(request: FollowUpRequest): Promise<GatewayAnswer>;
  /** Gives free what was not captured. */
  release(request: FollowUpRequest): Promise<GatewayAnswer>;
  /** Whether the token can be charged for this customer. */
  knows(token: string, customerReference: string): Promise<TokenKnowledge>;
  /** Whether a token is one of the gateway's own for tests, which stands for a card of whoever uses it. */
  isForTests(token: string): boolean;
  /** What became of an attempt; `not-found` only where the gateway is sure that it never had it. */
  lookup(request: LookupRequest): Promise<LookupAnswer>;
}

/** How a gateway says that a dispute stands. */
export interface NotedDispute extends Omit<NewDispute, 'paymentId'> {
  readonly status: 'open' | 'won' | 'lost';
}

/** What a gateway tells unasked. It may come twice, late, out of order, or never. */
export interface GatewayNotice {
  /** The gateway's own id of it: the same one is the same notice. */
  readonly gatewayId: string;
  /** The gateway's own word for what happened. */
  readonly kind: string;
  readonly occurredAt: Instant;
  /** Whether it speaks of a payment at all. */
  readonly concernsPayment: boolean;
  /** The payment that it names; null for one that carries no mark of ours. */
  readonly paymentId: string | null;
  readonly dispute: NotedDispute | null;
  /** What the card's network says of a card that the gateway keeps; absent where it speaks of none. */
  readonly card?: { readonly token: string; readonly update: CardUpdate };
}

/** Reads the signed webhooks of one processor account. */
export interface NoticeReader {
  /** `simulator` or `stripe`: part of the address they are sent to. */
  readonly kind: string;
  /**
   * Throws a `webhook-...` domain error for one that is unsigned, forged, stale or meant for another
   * mode, and something else when it cannot be read now.
   */
  read(raw: Buffer, signature: string | undefined): Promise<GatewayNotice>;
}

/** The readers by account; injection token of the map. */
export type NoticeReaders = ReadonlyMap<string, NoticeReader>;
export const NOTICE_READERS = Symbol('NoticeReaders');
