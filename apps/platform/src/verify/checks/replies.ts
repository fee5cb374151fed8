import type { RecordReader } from '@continuo/event-store/sqlite/record-reader';
import type { Finding } from '../check';

/** Which stream the resource behind a path is. */
const CATEGORIES: Readonly<Record<string, string>> = {
  products: 'product',
  offers: 'offer',
  campaigns: 'campaign',
  'call-centres': 'callcentre',
  agents: 'agent',
  plans: 'plan',
  'tax-tables': 'taxtable',
  orders: 'order',
  customers: 'customer',
  subscriptions: 'subscription',
  payments: 'payment',
  'shipment-requests': 'shipment',
};

/** What was acknowledged with a location and a revision is in the record, at that revision or beyond. */
export function acknowledgedRepliesStand(reader: RecordReader): Finding {
  const breaches: string[] = [];
  let facts = 0;
  for (const { headers } of reader.replies()) {
    const [, , resource, id] = headers.location?.split('/') ?? [];
    const revision = /"(\d+)"/.exec(headers.etag ?? '')?.[1];
    const category = resource === undefined ? undefined : CATEGORIES[resource];
    if (category === undefined || id === undefined || revision === undefined) continue;
    facts += 1;
    const [last] = reader.readStream(`${category}-${decodeURIComponent(id)}`, {
      direction: 'backwards',
      maxCount: 1,
    });
    if ((last?.revision ?? -1) < Number(revision)) {
      breaches.push(
        `${headers.location} was acknowledged at revision ${revision}, the record has ${last?.revision ?? 'nothing'}`,
      );
    }
  }
  return {
    name: 'acknowledged-is-recorded',
    rule: 'every resource that was acknowledged is in the record, at least at the revision that was answered',
    facts,
    breaches,
  };
}
