import Stripe from 'stripe';
import { networkOf } from '../../domain/dunning/network';
import type { Declined, GatewayAnswer, Succeeded, Unknown } from '../../domain/payment/answer';

/**
 * Declines after which the card is not tried again: the issuer said so, or the account is gone
 * (source: Stripe's list of decline codes; its `advice_code` decides where it is given).
 */
const HARD: ReadonlySet<string> = new Set([
  'do_not_try_again',
  'fraudulent',
  'invalid_account',
  'lost_card',
  'merchant_blacklist',
  'pickup_card',
  'resource_missing',
  'restricted_card',
  'revocation_of_all_authorizations',
  'revocation_of_authorization',
  'stolen_card',
  'stop_payment_order',
]);

/** What acts on an authorisation or a charge has no network transaction of its own. */
export function succeeded(reference: string): Succeeded {
  return { kind: 'succeeded', reference, networkTransactionId: null };
}

export function declined(decline: Declined['decline'], code: string, message: string): Declined {
  return { kind: 'declined', decline, code, message };
}

export function unknown(cause: string): Unknown {
  return { kind: 'unknown', cause };
}

/** What the card's issuer said, as Stripe hands it on. */
interface CardRefusal {
  readonly code?: string;
  readonly decline_code?: string;
  readonly advice_code?: string;
  /** The network's own words for it. */
  readonly network_decline_code?: string;
  readonly network_advice_code?: string;
  /** The card, where Stripe shows it with the refusal. */
  readonly payment_method?: { readonly card?: { readonly brand?: string } | null };
  readonly message?: string;
}

export function refusedCard(refusal: CardRefusal, network?: string | null): Declined {
  const code = refusal.decline_code ?? refusal.code ?? 'card_declined';
  const hard = refusal.advice_code === 'do_not_try_again' || HARD.has(code);
  const message = refusal.message ?? 'The card was declined.';
  const { network_decline_code: networkCode, network_advice_code: advice } = refusal;
  const of = network ?? refusal.payment_method?.card?.brand;
  return {
    ...declined(hard ? 'hard' : 'soft', code, message),
    ...(of && { network: networkOf(of) }),
    ...(networkCode && { networkCode }),
    ...(advice && { advice }),
  };
}

/** A key came with something else: never to be answered, for somebody's amounts are wrong. */
export class KeyReusedError extends Error {
  constructor(cause: Error) {
    super(`Stripe refuses an idempotency key that comes with something else: ${cause.message}`);
    this.name = 'KeyReusedError';
  }
}

/**
 * What an error of the client means for the attempt: a decline and a refused request moved no money;
 * whatever else went wrong leaves that open. Throws {@link KeyReusedError}, and what is no error of
 * Stripe's.
 */
export function answerOfError(error: unknown): GatewayAnswer {
  const { errors } = Stripe;
  if (error instanceof errors.StripeCardError) return refusedCard(error);
  if (error instanceof errors.StripeIdempotencyError) {
    // 409: the same key is being carried out; 400: it was used for another request.
    if (error.statusCode === 409) return unknown('Stripe is carrying this attempt out');
    throw new KeyReusedError(error);
  }
  if (error instanceof errors.StripeInvalidRequestError && error.statusCode !== 409) {
    const code = error.code ?? 'invalid_request';
    return declined('hard', code, error.message);
  }
  if (error instanceof errors.StripeError) {
    const status = error.statusCode === undefined ? '' : `HTTP ${error.statusCode}: `;
    return unknown(`${status}${error.message}`);
  }
  throw error;
}

/** What Stripe answers where there is no such object. */
export function isMissing(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeError && error.code === 'resource_missing';
}
