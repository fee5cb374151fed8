import type { Form } from './fake-stripe-form';

const FIRST_AT_SECONDS = 1_795_000_000;
const FEE_PERCENT = 2;

interface Moved {
  readonly type: string;
  readonly amount: number;
  readonly currency: string;
  readonly source: object & { readonly id: string };
}

/** The balance transactions of a Stripe account, a second apart, newest first as Stripe lists them. */
export class FakeBalance {
  readonly firstAtMs = FIRST_AT_SECONDS * 1_000;
  private readonly transactions: (Moved & { readonly id: string; readonly created: number })[] = [];

  add(moved: Moved): void {
    const number = this.transactions.length + 1;
    const id = `txn_fake${String(number).padStart(6, '0')}`;
    this.transactions.unshift({ ...moved, id, created: FIRST_AT_SECONDS + number });
  }

  /** Ten at a time, unless more are asked for. */
  list(form: Form): { readonly data: readonly object[]; readonly has_more: boolean } {
    const from = Number(form.get('created[gte]') ?? 0);
    const until = Number(form.get('created[lt]') ?? Infinity);
    const source = form.get('source');
    const limit = Number(form.get('limit') ?? 10);
    const found = this.transactions
      .filter(({ created }) => created >= from && created < until)
      .filter((each) => source === undefined || each.source.id === source)
      .map(({ type, ...each }) => {
        const fee = type === 'charge' ? Math.round((each.amount * FEE_PERCENT) / 100) : 0;
        return { ...each, object: 'balance_transaction', type, fee, net: each.amount - fee };
      });
    const after = found.findIndex(({ id }) => id === form.get('starting_after')) + 1;
    const data = found.slice(after, after + limit);
    return { data, has_more: after + data.length < found.length };
  }
}
