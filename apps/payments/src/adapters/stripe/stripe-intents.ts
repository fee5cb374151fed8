import { type Instant, instantFromMs } from '@continuo/kernel/instant';
import type Stripe from 'stripe';
import { networkOf } from '../../domain/dunning/network';
import type { GatewayAnswer } from '../../domain/payment/answer';
import { declined, refusedCard, unknown } from './stripe-answers';

type Intent = Stripe.PaymentIntent;

/** The card's part of an intent's charge, which is asked for with `expand: ['latest_charge']`. */
export function cardOf({ latest_charge: charge }: Intent) {
  if (!charge || typeof charge === 'string') return undefined;
  return charge.payment_method_details?.card;
}

/** Whether more may be held under an intent: its card allows it, and nothing was captured yet. */
export function isRaisable(intent: Intent): boolean {
  const { status, amount_received: captured } = intent;
  const allowed = cardOf(intent)?.incremental_authorization?.status === 'available';
  return allowed && status === 'requires_capture' && captured === 0;
}

/** Until when Stripe holds an authorisation, where it says so. */
export function heldUntil(intent: Intent): { expiresAt?: Instant } {
  const until = cardOf(intent)?.capture_before;
  return until ? { expiresAt: instantFromMs(until * 1_000) } : {};
}

/** What a PaymentIntent says about the attempt that made it. */
export function answerOfIntent(intent: Intent): GatewayAnswer {
  switch (intent.status) {
    case 'requires_capture':
    case 'succeeded': {
      const card = cardOf(intent);
      const networkTransactionId = card?.network_transaction_id ?? null;
      const network = card?.network ?? card?.brand;
      return {
        kind: 'succeeded',
        reference: intent.id,
        networkTransactionId,
        ...(network && { network: networkOf(network) }),
        ...heldUntil(intent),
      };
    }
    case 'requires_payment_method':
      return refusedCard(intent.last_payment_error ?? {}, cardOf(intent)?.network);
    case 'requires_action':
      return declined('soft', 'authentication_required', 'The issuer wants its holder to confirm.');
    case 'canceled':
      return declined('soft', 'canceled', 'The PaymentIntent was cancelled: it holds nothing.');
    default:
      return unknown(`the PaymentIntent is ${intent.status}`);
  }
}

/** What a SetupIntent says about the verification that made it. */
export function answerOfSetup(setup: Stripe.SetupIntent): GatewayAnswer {
  switch (setup.status) {
    case 'succeeded':
      return { kind: 'succeeded', reference: setup.id, networkTransactionId: null };
    case 'requires_payment_method':
      return refusedCard(setup.last_setup_error ?? {});
    case 'requires_action':
      return declined('soft', 'authentication_required', 'The issuer wants its holder to confirm.');
    case 'canceled':
      return declined('soft', 'canceled', 'The SetupIntent was cancelled.');
    default:
      return unknown(`the SetupIntent is ${setup.status}`);
  }
}

/** What a refund says about the attempt that made it. */
export function answerOfRefund({
  id,
  status,
  failure_reason: reason,
}: Stripe.Refund): GatewayAnswer {
  if (status === 'failed' || status === 'canceled')
    return declined('hard', reason ?? `refund_${status}`, 'Stripe could not give the money back.');
  return { kind: 'succeeded', reference: id, networkTransactionId: null };
}
