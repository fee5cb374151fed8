import { type FakeAnswer, type Form, list, metadataOf, missing, ok } from './fake-stripe-form';

interface FakeCard {
  readonly decline?: string;
  readonly advice?: string;
  readonly raise?: string;
}

/** Cards by their test number's meaning; `pm_card_...` as Stripe names its own. */
const TEST_CARDS: Readonly<Record<string, FakeCard>> = {
  pm_card_visa: {},
  pm_card_visa_chargeDeclinedInsufficientFunds: { decline: 'insufficient_funds' },
  pm_card_visa_chargeDeclinedStolenCard: { decline: 'stolen_card' },
  pm_card_doNotTryAgain: { decline: 'generic_decline', advice: 'do_not_try_again' },
  pm_card_authenticationRequired: { decline: 'authentication_required' },
  pm_card_noMoreThanHeld: { raise: 'insufficient_funds' },
};
/** PaymentMethods that a form has made: each is one card. */
const TYPED = 'pm_typed_';

interface FakeCustomer {
  readonly id: string;
  readonly object: 'customer';
  readonly metadata: Record<string, string>;
}

/** The customers of a Stripe account, and the cards that they keep. */
export class FakeCards {
  private readonly customers = new Map<string, FakeCustomer>();
  /** Which customer keeps a card. */
  private readonly holders = new Map<string, string>();

  find(token: string): FakeCard | undefined {
    return TEST_CARDS[token] ?? (token.startsWith(TYPED) ? {} : undefined);
  }

  /** A test card is a new PaymentMethod each time; any other stays with whoever stored it. */
  store(token: string, customer: string): void {
    if (!(token in TEST_CARDS)) this.holders.set(token, customer);
  }

  /** A card under a customer whom somebody else has made; answers its token. */
  storeElsewhere(): string {
    const token = `${TYPED}elsewhere_${this.holders.size}`;
    this.store(token, this.customer({}).id);
    return token;
  }

  createCustomer(form: Form): FakeAnswer {
    return ok(this.customer(metadataOf(form)));
  }

  search(form: Form): FakeAnswer {
    const [, key = '', value] =
      /^metadata\['(\w+)'\]:'([^']*)'$/.exec(form.get('query') ?? '') ?? [];
    return ok(list([...this.customers.values()].filter(({ metadata }) => metadata[key] === value)));
  }

  show(token: string, form: Form): FakeAnswer {
    if (!this.find(token)) return missing(`No such PaymentMethod: '${token}'`);
    const id = this.holders.get(token);
    const expanded = form.get('expand[0]') === 'customer';
    const customer = id === undefined ? null : expanded ? this.customers.get(id) : id;
    return ok({ id: token, object: 'payment_method', type: 'card', customer });
  }

  private customer(metadata: Record<string, string>): FakeCustomer {
    const id = `cus_fake${this.customers.size + 1}`;
    const made = { id, object: 'customer', metadata } as const;
    this.customers.set(id, made);
    return made;
  }
}
