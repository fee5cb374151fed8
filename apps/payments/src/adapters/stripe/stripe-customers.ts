import Stripe from 'stripe';
import { LruCache } from './lru-cache';
import { CUSTOMER_KEY } from './stripe-marks';

/** How many customers are remembered; the others are asked for again. */
const REMEMBERED = 10_000;

export interface CardHolder {
  readonly id: string;
  /** Whom of ours the mark on it names; undefined on a customer that is none of ours. */
  readonly reference: string | undefined;
}

/**
 * Stripe keeps a card under a customer of its own, or it could be charged only once. Ours is found
 * by the mark on it; the search of Stripe lags by up to a minute, and meanwhile the idempotency key
 * of its creation answers.
 */
export class StripeCustomers {
  private readonly known = new LruCache<string, string>(REMEMBERED);

  constructor(private readonly stripe: Stripe) {}

  /** The customer that a card is kept under; undefined while it is kept under none. */
  async ofCard(token: string): Promise<CardHolder | undefined> {
    const expand = ['customer'];
    const { customer } = await this.stripe.paymentMethods.retrieve(token, { expand });
    if (!customer) return undefined;
    // One that was deleted has no marks, and its cards cannot be charged any more.
    if (typeof customer === 'string' || customer.deleted)
      return { id: typeof customer === 'string' ? customer : customer.id, reference: undefined };
    return { id: customer.id, reference: customer.metadata[CUSTOMER_KEY] };
  }

  async ofReference(reference: string): Promise<string> {
    const known = this.known.get(reference);
    if (known !== undefined) return known;
    const id = (await this.search(reference)) ?? (await this.create(reference));
    this.known.set(reference, id);
    return id;
  }

  private async search(reference: string): Promise<string | undefined> {
    const query = `metadata['${CUSTOMER_KEY}']:'${reference}'`;
    try {
      const { data } = await this.stripe.customers.search({ query, limit: 1 });
      return data[0]?.id;
    } catch (error) {
      // Accounts of some countries have no search.
      if (error instanceof Stripe.errors.StripeInvalidRequestError) return undefined;
      throw error;
    }
  }

  private async create(reference: string): Promise<string> {
    const { id } = await this.stripe.customers.create(
      { metadata: { [CUSTOMER_KEY]: reference } },
      { idempotencyKey: `continuo_customer_${reference}` },
    );
    return id;
  }
}
