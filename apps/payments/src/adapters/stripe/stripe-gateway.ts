import type Stripe from 'stripe';
import type {
  DebitRequest,
  FollowUpRequest,
  GatewayRequest,
  LookupRequest,
  PaymentGateway,
  TokenKnowledge,
} from '../../application/ports';
import {
  type GatewayAnswer,
  type LookupAnswer,
  RAISE_NOT_AVAILABLE,
  UNKNOWN_TOKEN,
} from '../../domain/payment/answer';
import { stripeAmount } from './stripe-amount';
import { answerOfError, declined, isMissing, succeeded } from './stripe-answers';
import { MONEY_TIMEOUT_MS } from './stripe-client';
import { initiation } from './stripe-initiation';
import { StripeCustomers } from './stripe-customers';
import {
  answerOfIntent,
  answerOfRefund,
  answerOfSetup,
  cardOf,
  heldUntil,
  isRaisable,
} from './stripe-intents';
import { StripeLookups } from './stripe-lookups';
import {
  captureMark,
  captureReference,
  intentIdOf,
  markedCapture,
  marksOf,
  raiseMark,
} from './stripe-marks';

/** Nobody is there who could be sent to a page of the issuer's. */
const CARDS_WITHOUT_REDIRECT = { enabled: true, allow_redirects: 'never' } as const;
const FOREIGN = declined('hard', UNKNOWN_TOKEN, 'This card is stored for another customer.');
const EXPAND_CHARGE = { expand: ['latest_charge'] };

/**
 * One account at Stripe. Each attempt is one request that moves money, under the attempt's own
 * idempotency key, and leaves a mark by which it is found again.
 */
export class StripeGateway implements PaymentGateway {
  private readonly customers: StripeCustomers;
  private readonly lookups: StripeLookups;

  constructor(private readonly stripe: Stripe) {
    this.customers = new StripeCustomers(stripe);
    this.lookups = new StripeLookups(stripe, this.customers);
  }

  authorise(request: DebitRequest): Promise<GatewayAnswer> {
    if (request.amountMinor === 0) return this.verify(request);
    return this.debit(request, 'manual');
  }

  charge(request: DebitRequest): Promise<GatewayAnswer> {
    return this.debit(request, 'automatic');
  }

  /** Stripe takes the new total, and raises nothing of which a part was captured. */
  raise(request: FollowUpRequest): Promise<GatewayAnswer> {
    return answering(request, async (amount) => {
      const { idempotencyKey } = request;
      const id = intentIdOf(request.on);
      const intent = await this.stripe.paymentIntents.retrieve(id, EXPAND_CHARGE);
      const mark = raiseMark(idempotencyKey);
      if (intent.metadata[mark] !== undefined) return { ...succeeded(id), ...heldUntil(intent) };
      if (!isRaisable(intent)) {
        return declined('soft', RAISE_NOT_AVAILABLE, 'This authorisation cannot be raised.');
      }
      const metadata = { [mark]: idempotencyKey };
      const raised = await this.stripe.paymentIntents.incrementAuthorization(
        id,
        { amount: intent.amount + amount, metadata, ...EXPAND_CHARGE },
        moving(idempotencyKey),
      );
      return { ...succeeded(id), ...heldUntil(raised) };
    });
  }

  /** A card that may be captured once alone gives the rest of its authorisation free with that. */
  capture(request: FollowUpRequest): Promise<GatewayAnswer> {
    return answering(request, async (amount) => {
      const { idempotencyKey } = request;
      const id = intentIdOf(request.on);
      const intent = await this.stripe.paymentIntents.retrieve(id, EXPAND_CHARGE);
      const mark = captureMark(idempotencyKey);
      const done = succeeded(captureReference(id, idempotencyKey));
      if (intent.metadata[mark] !== undefined) return done;
      const leavesSome = amount < intent.amount_capturable;
      const severalTimes = cardOf(intent)?.multicapture?.status === 'available';
      await this.stripe.paymentIntents.capture(
        id,
        {
          amount_to_capture: amount,
          metadata: { [mark]: markedCapture(amount, idempotencyKey) },
          ...(leavesSome && severalTimes && { final_capture: false }),
        },
        moving(idempotencyKey),
      );
      return done;
    });
  }

  refund(request: FollowUpRequest): Promise<GatewayAnswer> {
    return answering(request, async (amount) => {
      const payment_intent = intentIdOf(request.on);
      const metadata = marksOf(request);
      const refund = await this.stripe.refunds.create(
        { payment_intent, amount, metadata },
        moving(request.idempotencyKey),
      );
      return answerOfRefund(refund);
    });
  }

  /** Gives free whatever is left; nothing is left of an intent that was captured or cancelled. */
  release(request: FollowUpRequest): Promise<GatewayAnswer> {
    return answering(request, async () => {
      const { idempotencyKey } = request;
      const id = intentIdOf(request.on);
      const intent = await this.stripe.paymentIntents.retrieve(id);
      const { status, amount_received: captured } = intent;
      if (status === 'requires_capture' && captured === 0) {
        await this.stripe.paymentIntents.cancel(id, {}, moving(idempotencyKey));
      } else if (status === 'requires_capture') {
        const nothingMore = { amount_to_capture: 0, final_capture: true };
        await this.stripe.paymentIntents.capture(id, nothingMore, moving(idempotencyKey));
      }
      return succeeded(id);
    });
  }

  /** A gateway that does not answer is no reason to refuse a card: the charge itself will tell. */
  async knows(token: string, customerReference: string): Promise<TokenKnowledge> {
    if (!token.startsWith('pm_')) return 'unknown';
    try {
      const holder = await this.customers.ofCard(token);
      return holder && holder.reference !== customerReference ? 'foreign' : 'known';
    } catch (error) {
      return isMissing(error) ? 'unknown' : 'known';
    }
  }

  isForTests(token: string): boolean {
    return token.startsWith('pm_card_');
  }

  async lookup(request: LookupRequest): Promise<LookupAnswer> {
    try {
      return await this.lookups.find(request);
    } catch (error) {
      if (isMissing(error)) return { kind: 'not-found' };
      const answer = answerOfError(error);
      // A question that was refused says nothing about the attempt.
      return answer.kind === 'declined' ? { kind: 'unknown', cause: answer.message } : answer;
    }
  }

  private debit(
    request: DebitRequest,
    captureMethod: 'manual' | 'automatic',
  ): Promise<GatewayAnswer> {
    return answering(request, async (amount) => {
      const { token, currency, idempotencyKey, networkTransactionId } = request;
      const customer = await this.holderOf(request);
      if (customer === undefined) return FOREIGN;
      const intent = await this.stripe.paymentIntents.create(
        {
          amount,
          currency: currency.toLowerCase(),
          customer,
          payment_method: token,
          automatic_payment_methods: CARDS_WITHOUT_REDIRECT,
          capture_method: captureMethod,
          confirm: true,
          error_on_requires_action: true,
          metadata: marksOf(request, networkTransactionId),
          ...initiation(request, captureMethod === 'manual'),
          ...EXPAND_CHARGE,
        },
        moving(idempotencyKey),
      );
      return answerOfIntent(intent);
    });
  }

  /** Nothing is to be taken yet: the card is stored and verified, for what will be. */
  private verify(request: DebitRequest): Promise<GatewayAnswer> {
    return answering(request, async () => {
      const customer = await this.holderOf(request);
      if (customer === undefined) return FOREIGN;
      const setup = await this.stripe.setupIntents.create(
        {
          customer,
          payment_method: request.token,
          automatic_payment_methods: CARDS_WITHOUT_REDIRECT,
          confirm: true,
          usage: 'off_session',
          metadata: marksOf(request),
          ...(request.initiator === 'moto' && { payment_method_options: { card: { moto: true } } }),
        },
        moving(request.idempotencyKey),
      );
      return answerOfSetup(setup);
    });
  }

  /** Under whom a card is charged; undefined for one that is kept under somebody else. */
  private async holderOf({
    token,
    customerReference,
  }: GatewayRequest): Promise<string | undefined> {
    const holder = await this.customers.ofCard(token);
    if (!holder) return this.customers.ofReference(customerReference);
    return holder.reference === customerReference ? holder.id : undefined;
  }
}

/** The one request of an attempt that moves money. */
function moving(idempotencyKey: string): Stripe.RequestOptions {
  return { idempotencyKey, timeout: MONEY_TIMEOUT_MS };
}

/** Carries an attempt out with its amount as Stripe counts it; errors become answers. */
async function answering(
  { amountMinor, currency }: GatewayRequest,
  carryOut: (amount: number) => Promise<GatewayAnswer>,
): Promise<GatewayAnswer> {
  const amount = stripeAmount(amountMinor, currency);
  if (amount === undefined) {
    const message = `Stripe cannot move ${amountMinor} minor units of ${currency}.`;
    return declined('hard', 'amount_not_supported', message);
  }
  try {
    return await carryOut(amount);
  } catch (error) {
    return answerOfError(error);
  }
}
