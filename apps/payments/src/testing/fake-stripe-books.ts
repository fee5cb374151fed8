import { FakeBalance } from './fake-stripe-balance';
import { FakeDisputes } from './fake-stripe-disputes';
import { FakeCards } from './fake-stripe-cards';
import {
  type FakeAnswer,
  type Form,
  cardError,
  invalid,
  list,
  metadataOf,
  missing,
  ok,
} from './fake-stripe-form';

type Stored = Record<string, unknown> & { id: string; metadata: Record<string, string> };

export interface FakeIntent extends Stored {
  status: string;
  amount: number;
  amount_received: number;
  amount_capturable: number;
  currency: string;
  customer: string;
  refunded: number;
  /** Whether it was asked for, and granted, that more may be held later. */
  raisable: boolean;
  token: string;
}

/** The objects of a Stripe account, in memory. */
export class FakeStripeBooks {
  readonly intents = new Map<string, FakeIntent>();
  readonly refunds = new Map<string, Stored & { payment_intent: string; amount: number }>();
  readonly balance = new FakeBalance();
  readonly disputes = new FakeDisputes();
  readonly cards = new FakeCards();
  private readonly setups = new Map<string, Stored & { customer: string }>();
  /** Without it an authorisation is captured once, and the rest goes free. */
  multicapture = true;
  /** Without it what an authorisation holds stays as it is. */
  incremental = true;
  /** When authorisations end, in seconds, as far as Stripe says it. */
  captureBefore: number | undefined;
  private made = 0;

  carryOut(method: string, path: string, form: Form): FakeAnswer {
    const [, , resource = '', id = '', action = ''] = path.split('/');
    switch (`${method} ${resource}${id && ' id'}${action && ` ${action}`}`) {
      case 'GET payment_methods id':
        return this.cards.show(id, form);
      case 'GET customers id':
        return this.cards.search(form);
      case 'POST customers':
        return this.cards.createCustomer(form);
      case 'POST payment_intents':
        return this.pay(form);
      case 'GET payment_intents':
        return {
          status: 200,
          body: list(ofCustomer(this.intents, form).map((each) => this.shown(each))),
        };
      case 'GET payment_intents id':
        return this.withIntent(id, (intent) => ok(this.shown(intent)));
      case 'POST payment_intents id capture':
        return this.withIntent(id, (intent) => this.capture(intent, form));
      case 'POST payment_intents id increment_authorization':
        return this.withIntent(id, (intent) => this.raise(intent, form));
      case 'POST payment_intents id cancel':
        return this.withIntent(id, (intent) => this.cancel(intent));
      case 'POST setup_intents':
        return this.setUp(form);
      case 'GET setup_intents':
        return { status: 200, body: list(ofCustomer(this.setups, form)) };
      case 'POST refunds':
        return this.withIntent(form.get('payment_intent') ?? '', (intent) =>
          this.refund(intent, form),
        );
      case 'GET balance_transactions':
        return ok({ ...list([]), ...this.balance.list(form) });
      case 'GET refunds': {
        const of = form.get('payment_intent');
        return ok(list([...this.refunds.values()].filter((each) => each.payment_intent === of)));
      }
      case 'POST disputes id':
        return this.disputes.submit(id, form) ?? missing(`No such dispute: '${id}'`);
      default:
        return invalid('url_invalid', `Unrecognized request URL (${method}: ${path}).`, 404);
    }
  }

  private pay(form: Form): FakeAnswer {
    const token = form.get('payment_method') ?? '';
    const card = this.cards.find(token);
    if (!card) return missing(`No such PaymentMethod: '${token}'`);
    const amount = Number(form.get('amount'));
    const manual = form.get('capture_method') === 'manual';
    const error = card.decline && cardError(card.decline, card.advice);
    const intent = this.keep(this.intents, 'pi', {
      object: 'payment_intent',
      status: error ? 'requires_payment_method' : manual ? 'requires_capture' : 'succeeded',
      amount,
      amount_received: manual || error ? 0 : amount,
      amount_capturable: manual && !error ? amount : 0,
      currency: form.get('currency') ?? '',
      customer: form.get('customer') ?? '',
      metadata: metadataOf(form),
      last_payment_error: error || null,
      refunded: 0,
      raisable:
        this.incremental &&
        form.get('payment_method_options[card][request_incremental_authorization]') ===
          'if_available',
      token,
    });
    if (error)
      return { status: 402, body: { error: { ...error, payment_intent: this.shown(intent) } } };
    if (!manual) this.charged(amount, intent);
    if (form.has('setup_future_usage')) this.cards.store(token, intent.customer);
    return ok(this.shown(intent));
  }

  private capture(intent: FakeIntent, form: Form): FakeAnswer {
    const amount = Number(form.get('amount_to_capture'));
    const final = form.get('final_capture') !== 'false';
    if (intent.status !== 'requires_capture')
      return invalid('payment_intent_unexpected_state', `This PaymentIntent is ${intent.status}.`);
    if (amount > intent.amount_capturable)
      return invalid('amount_too_large', 'The amount is greater than what can be captured.');
    if (!final && (!this.multicapture || amount === intent.amount_capturable))
      return invalid('parameter_invalid', 'final_capture cannot be false here.');
    intent.amount_received += amount;
    intent.amount_capturable = final ? 0 : intent.amount_capturable - amount;
    if (final) intent.status = 'succeeded';
    Object.assign(intent.metadata, metadataOf(form));
    this.charged(amount, intent);
    return ok(this.shown(intent));
  }

  private raise(intent: FakeIntent, form: Form): FakeAnswer {
    const { status, amount_received, raisable, token } = intent;
    if (status !== 'requires_capture' || amount_received > 0 || !raisable)
      return invalid('payment_intent_unexpected_state', 'It cannot be incremented.');
    const amount = Number(form.get('amount'));
    if (!(amount > intent.amount))
      return invalid('amount_too_small', 'The amount is to be greater than what is held.');
    const decline = this.cards.find(token)?.raise;
    if (decline) return { status: 402, body: { error: cardError(decline) } };
    intent.amount = amount;
    intent.amount_capturable = amount;
    Object.assign(intent.metadata, metadataOf(form));
    return ok(this.shown(intent));
  }

  private cancel(intent: FakeIntent): FakeAnswer {
    if (intent.status !== 'requires_capture' || intent.amount_received > 0)
      return invalid('payment_intent_unexpected_state', `This PaymentIntent is ${intent.status}.`);
    intent.status = 'canceled';
    intent.amount_capturable = 0;
    return ok(this.shown(intent));
  }

  private setUp(form: Form): FakeAnswer {
    const token = form.get('payment_method') ?? '';
    const card = this.cards.find(token);
    if (!card) return missing(`No such PaymentMethod: '${token}'`);
    const customer = form.get('customer') ?? '';
    const error = card.decline && cardError(card.decline);
    const setup = this.keep(this.setups, 'seti', {
      object: 'setup_intent',
      status: error ? 'requires_payment_method' : 'succeeded',
      customer,
      metadata: metadataOf(form),
      last_setup_error: error || null,
    });
    if (error) return { status: 402, body: { error } };
    this.cards.store(token, customer);
    return ok(setup);
  }

  private refund(intent: FakeIntent, form: Form): FakeAnswer {
    const amount = Number(form.get('amount'));
    if (amount > intent.amount_received - intent.refunded)
      return invalid('charge_already_refunded', 'More than what is left of the charge.');
    intent.refunded += amount;
    const fields = { object: 'refund', status: 'succeeded', payment_intent: intent.id, amount };
    const refund = this.keep(this.refunds, 're', { ...fields, metadata: metadataOf(form) });
    const { currency } = intent;
    this.balance.add({ type: 'refund', amount: -amount, currency, source: refund });
    return ok(refund);
  }

  private charged(amount: number, { id, currency }: FakeIntent): void {
    const source = { id: `ch_${id}`, object: 'charge', payment_intent: id };
    this.balance.add({ type: 'charge', amount, currency, source });
  }

  private withIntent(id: string, then: (intent: FakeIntent) => FakeAnswer): FakeAnswer {
    const intent = this.intents.get(id);
    return intent ? then(intent) : missing(`No such payment_intent: '${id}'`);
  }

  private shown(intent: FakeIntent): unknown {
    const details = {
      network_transaction_id: `ntx_${intent.id}`,
      network: 'visa',
      ...(this.captureBefore !== undefined && { capture_before: this.captureBefore }),
      multicapture: { status: this.multicapture ? 'available' : 'unavailable' },
      incremental_authorization: { status: intent.raisable ? 'available' : 'unavailable' },
    };
    const charged = intent.last_payment_error === null;
    const charge = { id: `ch_${intent.id}`, payment_method_details: { card: details } };
    return { ...intent, metadata: { ...intent.metadata }, latest_charge: charged ? charge : null };
  }

  private keep<Kept extends Stored>(
    into: Map<string, Kept>,
    prefix: string,
    fields: Omit<Kept, 'id'>,
  ): Kept {
    const kept = { id: `${prefix}_fake${(this.made += 1)}`, ...fields } as unknown as Kept;
    into.set(kept.id, kept);
    return kept;
  }
}

function ofCustomer<Kept extends { customer: string }>(
  from: Map<string, Kept>,
  form: Form,
): Kept[] {
  return [...from.values()].filter(({ customer }) => customer === form.get('customer')).reverse();
}
