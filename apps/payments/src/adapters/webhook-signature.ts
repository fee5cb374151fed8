import { DomainError, invalid } from '@continuo/kernel/domain-error';
import Stripe from 'stripe';

/** How old a signed webhook may be: a copy that somebody kept is refused after that. */
const TOLERANCE_SECONDS = 300;

export const webhookUnsigned = () =>
  new DomainError(
    'webhook-unsigned',
    'Send the signature that the processor has sent with it.',
    'forbidden',
  );

export const webhookForged = () =>
  new DomainError(
    'webhook-signature-invalid',
    'None of the signing secrets of this account has signed these very bytes: pass the body on unchanged, and check the secret.',
    'forbidden',
  );

export const webhookStale = () =>
  new DomainError(
    'webhook-stale',
    `It was signed more than ${TOLERANCE_SECONDS} seconds ago: let the processor send it again, which signs it anew.`,
    'forbidden',
  );

export const webhookOfOtherMode = (live: boolean) =>
  new DomainError(
    'webhook-mode-mismatch',
    live
      ? 'This is a live event, and the account is in test mode: name the live account in the endpoint.'
      : 'This is a test event, and the account is live: name the test account in the endpoint.',
    'forbidden',
  );

export const webhookMalformed = () =>
  invalid('webhook-malformed', '', 'Send an event of the processor as a JSON object, unchanged.');

/**
 * The event in a signed body; `t=...,v1=...` is the HMAC-SHA256 of time and bytes (Stripe's scheme,
 * which the simulator signs by as well). Any of the secrets will do, so that they can be changed.
 */
export function signedEvent(
  raw: Buffer,
  signature: string | undefined,
  secrets: readonly string[],
): Stripe.Event {
  if (signature === undefined || signature === '') throw webhookUnsigned();
  let refusal = webhookForged();
  for (const secret of secrets) {
    try {
      return Stripe.webhooks.constructEvent(raw, signature, secret, TOLERANCE_SECONDS);
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError))
        throw webhookMalformed();
      if (error.message.includes('tolerance')) refusal = webhookStale();
    }
  }
  throw refusal;
}
