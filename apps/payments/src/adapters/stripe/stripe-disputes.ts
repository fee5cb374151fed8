import type Stripe from 'stripe';
import type { DisputeGateway, RepresentRequest } from '../../application/dispute-gateway';
import type { Evidence } from '../../domain/dispute/events';
import type { GatewayAnswer } from '../../domain/payment/answer';
import { answerOfError } from './stripe-answers';
import { MONEY_TIMEOUT_MS } from './stripe-client';

/** Evidence against the disputes of one account at Stripe. */
export class StripeDisputes implements DisputeGateway {
  constructor(private readonly stripe: Stripe) {}

  /** Stripe takes evidence once: it is submitted with what there is. */
  async represent({
    idempotencyKey,
    reference,
    evidence,
  }: RepresentRequest): Promise<GatewayAnswer> {
    try {
      const { id } = await this.stripe.disputes.update(
        reference,
        { evidence: inFields(evidence), submit: true },
        { idempotencyKey, timeout: MONEY_TIMEOUT_MS },
      );
      return { kind: 'succeeded', reference: id, networkTransactionId: null };
    } catch (error) {
      return answerOfError(error);
    }
  }
}

/** The first package in Stripe's own fields, all the rest in words. */
function inFields(evidence: Evidence): Stripe.DisputeUpdateParams.Evidence {
  const { packages, ...sale } = evidence;
  const [first] = packages;
  return {
    uncategorized_text: JSON.stringify({ ...sale, packages }, null, 1).slice(0, 20_000),
    ...(first && {
      shipping_carrier: first.carrier,
      shipping_tracking_number: first.trackingNumber,
      shipping_date: first.shippedAt.slice(0, 10),
    }),
  };
}
