import { never } from '@continuo/kernel/decider';
import type Stripe from 'stripe';
import type { LookupRequest } from '../../application/ports';
import type { LookupAnswer } from '../../domain/payment/answer';
import { isMissing, succeeded } from './stripe-answers';
import type { StripeCustomers } from './stripe-customers';
import { answerOfIntent, answerOfRefund, answerOfSetup, heldUntil } from './stripe-intents';
import { ATTEMPT_KEY, captureMark, captureReference, intentIdOf, raiseMark } from './stripe-marks';

const PAGE = 100;
const NOT_FOUND: LookupAnswer = { kind: 'not-found' };

/**
 * What became of attempts, by the marks they leave. Stripe's lists show what was done before they
 * were asked for, which its search does not promise.
 */
export class StripeLookups {
  constructor(
    private readonly stripe: Stripe,
    private readonly customers: StripeCustomers,
  ) {}

  find(request: LookupRequest): Promise<LookupAnswer> {
    const { kind } = request;
    switch (kind) {
      case 'authorise':
      case 'charge':
        return request.amountMinor === 0 ? this.verification(request) : this.debit(request);
      case 'raise':
        return this.raise(request);
      case 'capture':
        return this.capture(request);
      case 'release':
        return this.release(request);
      case 'refund':
        return this.refund(request);
      default:
        return never(kind);
    }
  }

  private async debit({ idempotencyKey, ...request }: LookupRequest): Promise<LookupAnswer> {
    for (const customer of await this.holdersOf(request)) {
      const expand = ['data.latest_charge'];
      const intents = this.stripe.paymentIntents.list({ customer, limit: PAGE, expand });
      for await (const intent of intents)
        if (intent.metadata[ATTEMPT_KEY] === idempotencyKey) return answerOfIntent(intent);
    }
    return NOT_FOUND;
  }

  private async verification({ idempotencyKey, ...request }: LookupRequest): Promise<LookupAnswer> {
    for (const customer of await this.holdersOf(request)) {
      for await (const setup of this.stripe.setupIntents.list({ customer, limit: PAGE }))
        if (setup.metadata?.[ATTEMPT_KEY] === idempotencyKey) return answerOfSetup(setup);
    }
    return NOT_FOUND;
  }

  private async raise({ idempotencyKey, on }: LookupRequest): Promise<LookupAnswer> {
    const expand = ['latest_charge'];
    const intent = await this.stripe.paymentIntents.retrieve(intentIdOf(on ?? ''), { expand });
    if (intent.metadata[raiseMark(idempotencyKey)] === undefined) return NOT_FOUND;
    return { ...succeeded(intent.id), ...heldUntil(intent) };
  }

  private async capture({ idempotencyKey, on }: LookupRequest): Promise<LookupAnswer> {
    const { id, metadata } = await this.stripe.paymentIntents.retrieve(intentIdOf(on ?? ''));
    if (metadata[captureMark(idempotencyKey)] === undefined) return NOT_FOUND;
    return succeeded(captureReference(id, idempotencyKey));
  }

  private async release({ on }: LookupRequest): Promise<LookupAnswer> {
    const { id, status } = await this.stripe.paymentIntents.retrieve(intentIdOf(on ?? ''));
    if (status === 'requires_capture') return NOT_FOUND;
    return succeeded(id);
  }

  private async refund({ idempotencyKey, on }: LookupRequest): Promise<LookupAnswer> {
    const payment_intent = intentIdOf(on ?? '');
    for await (const refund of this.stripe.refunds.list({ payment_intent, limit: PAGE }))
      if (refund.metadata?.[ATTEMPT_KEY] === idempotencyKey) return answerOfRefund(refund);
    return NOT_FOUND;
  }

  /** Under whom an attempt may have been made: the card may have been kept only afterwards. */
  private async holdersOf({
    token,
    customerReference,
  }: Pick<LookupRequest, 'token' | 'customerReference'>): Promise<Set<string>> {
    const holders = new Set([await this.customers.ofReference(customerReference)]);
    try {
      const holder = await this.customers.ofCard(token);
      if (holder !== undefined) holders.add(holder.id);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    return holders;
  }
}
