import type { RecordedEvent } from '@continuo/event-store/event-store';
import type { Change, Projection } from '@continuo/read-store/projection';
import type { CustomerEvent, FindableBy } from '../../domain/customer/events';

export type SearchKind = 'phone' | 'email' | 'name-postcode';

/** Finds customers by one-way tokens; nothing personal is in it. */
export interface CustomerSearchTables {
  customer_search_tokens: { customer_id: string; kind: SearchKind; token: string };
}

const TABLE = 'customer_search_tokens';

function evolve(recorded: RecordedEvent): readonly Change[] {
  const event = recorded as RecordedEvent & CustomerEvent;
  switch (event.type) {
    case 'customer.registered.v1':
      return tokens(event.data.customerId, event.data.findableBy);
    case 'customer.name-changed.v1':
    case 'customer.phone-changed.v1':
    case 'customer.email-changed.v1':
    case 'customer.address-changed.v1': {
      const { customerId, findableBy } = event.data;
      return [gone(customerId), ...tokens(customerId, findableBy)];
    }
    case 'customer.erasure-requested.v1':
    case 'customer.erased.v1':
      return [gone(event.data.customerId)];
    default:
      return [];
  }
}

function gone(customerId: string): Change {
  return { op: 'remove', table: TABLE, key: { customer_id: customerId } };
}

function tokens(customerId: string, { phone, email, namePostcode }: FindableBy): Change[] {
  const put = (kind: SearchKind, token: string | null): Change[] =>
    token === null
      ? []
      : [{ op: 'put', table: TABLE, row: { customer_id: customerId, kind, token } }];
  return [...put('phone', phone), ...put('email', email), ...put('name-postcode', namePostcode)];
}

export const customerSearchProjection: Projection = {
  name: 'customer-search',
  version: 1,
  categories: ['customer'],
  tables: {
    [TABLE]: {
      columns: { customer_id: 'text', kind: 'text', token: 'text' },
      key: ['customer_id', 'kind', 'token'],
      indexes: [['kind', 'token']],
    },
  },
  evolve,
};
