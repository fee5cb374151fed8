import type { RecordedEvent } from '@continuo/event-store/event-store';
import type { Check } from '../check';
import type { Acknowledged } from '../facts';

/** Which stream the resource behind a path is. */
const CATEGORIES: Readonly<Record<string, string>> = {
  products: 'product',
  offers: 'offer',
  campaigns: 'campaign',
  'call-centres': 'callcentre',
  agents: 'agent',
  plans: 'plan',
  'price-rollouts': 'pricerollout',
  'tax-tables': 'taxtable',
  orders: 'order',
  customers: 'customer',
  subscriptions: 'subscription',
  payments: 'payment',
  'shipment-requests': 'shipment',
};

interface Answer {
  readonly location: string;
  readonly stream: string;
  readonly revision: number;
}

/** What was acknowledged with a location and a revision is in the record, at that revision or beyond. */
export class AcknowledgedIsRecorded implements Check {
  readonly name = 'acknowledged-is-recorded';
  readonly rule =
    'every resource that was acknowledged is in the record, at least at the revision that was answered';
  private readonly answers: readonly Answer[];
  /** Last revision of each stream that was answered about. */
  private readonly last = new Map<string, number>();

  constructor(acknowledged: Iterable<Acknowledged>) {
    this.answers = [...acknowledged].flatMap(({ headers }) => answerOf(headers) ?? []);
    for (const { stream } of this.answers) this.last.set(stream, -1);
  }

  see({ stream, revision }: RecordedEvent): void {
    if (this.last.has(stream)) this.last.set(stream, revision);
  }

  finish() {
    const breaches = this.answers.flatMap(({ location, stream, revision }) => {
      const last = this.last.get(stream) ?? -1;
      if (last >= revision) return [];
      const has = last < 0 ? 'nothing' : last;
      return `${location} was acknowledged at revision ${revision}, the record has ${has}`;
    });
    return { facts: this.answers.length, breaches };
  }
}

function answerOf({ location, etag }: Acknowledged['headers']): Answer | undefined {
  const [, , resource, id] = location?.split('/') ?? [];
  const revision = /"(\d+)"/.exec(etag ?? '')?.[1];
  const category = resource === undefined ? undefined : CATEGORIES[resource];
  if (location === undefined || category === undefined || id === undefined) return undefined;
  if (revision === undefined) return undefined;
  const stream = `${category}-${decodeURIComponent(id)}`;
  return { location, stream, revision: Number(revision) };
}
