import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import type { CustomerSearchTables, SearchKind } from './projection';

/** As many customers as one search answers; more of the same number are no help to an agent. */
const MAX_FOUND = 50;

@Injectable()
export class CustomerSearchQuery {
  constructor(@Inject(READ_STORE) private readonly store: ReadStore) {}

  /** Customers that match all given tokens. */
  async matching(tokens: ReadonlyMap<SearchKind, string>): Promise<readonly string[]> {
    let query = this.store
      .query<CustomerSearchTables>()
      .selectFrom('customer_search_tokens as found')
      .select('found.customer_id')
      .distinct()
      .orderBy('found.customer_id')
      .limit(MAX_FOUND);
    for (const [kind, token] of tokens) {
      query = query.where('found.customer_id', 'in', (eb) =>
        eb
          .selectFrom('customer_search_tokens')
          .select('customer_id')
          .where('kind', '=', kind)
          .where('token', '=', token),
      );
    }
    return (await query.execute()).map(({ customer_id }) => customer_id);
  }

  position(): Promise<number> {
    return this.store.position('customer-search');
  }
}
