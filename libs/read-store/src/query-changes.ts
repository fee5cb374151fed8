import type { Instant } from '@continuo/kernel/instant';
import { type ChangeRow, type StreamRow, SUFFIX, tableOf } from './changes';
import type { ReadStore } from './read-store';

export interface ChangesFilter {
  /** Their orders, programs and payments among it. */
  readonly customerId?: string;
  /** With its payments, shipments and commissions. */
  readonly orderId?: string;
  readonly stream?: string;
  readonly actorId?: string;
  readonly actorKind?: string;
  readonly callId?: string;
  readonly change?: string;
  readonly field?: string;
  /** Recorded at, both inclusive. */
  readonly from?: Instant;
  readonly until?: Instant;
  /** Null for all call centres. */
  readonly callCentreId: string | null;
  /** Position and line of the last row of the page before. */
  readonly after?: readonly [position: number, line: number];
  readonly maxCount: number;
}

export interface Changes {
  readonly rows: readonly ChangeRow[];
  /** That every service's read model reflects at least. */
  readonly position: number;
  /** Whose changes are in it: all that fill read models in this read store. */
  readonly services: readonly string[];
}

/** What people changed in any service, in the order of the record. */
export async function queryChanges(store: ReadStore, filter: ChangesFilter): Promise<Changes> {
  const models = (await store.statuses()).filter(({ name }) => name.endsWith(SUFFIX));
  const tables = models.map(({ name }) => tableOf(name));
  const pages = await Promise.all(tables.map((table) => rowsIn(store, table, tables, filter)));
  const rows = pages.flat().sort((a, b) => a.position - b.position || a.line - b.line);
  return {
    rows: rows.slice(0, filter.maxCount),
    position: Math.min(...models.map(({ position }) => position)),
    services: models.map(({ name }) => name.slice(0, -SUFFIX.length)),
  };
}

const EQUAL = {
  stream: 'stream',
  actorId: 'actor_id',
  actorKind: 'actor_kind',
  callId: 'call_id',
  change: 'change',
  field: 'field',
  callCentreId: 'call_centre_id',
} as const;

async function rowsIn(
  store: ReadStore,
  table: string,
  all: readonly string[],
  filter: ChangesFilter,
): Promise<readonly ChangeRow[]> {
  const { customerId, orderId, from, until, after, maxCount } = filter;
  const db = store.query<Record<string, ChangeRow & StreamRow>>();
  let query = db.selectFrom(table).selectAll();
  for (const [name, column] of Object.entries(EQUAL)) {
    const value = filter[name as keyof typeof EQUAL];
    if (value !== undefined && value !== null) query = query.where(column, '=', value);
  }
  const streams = db.selectFrom(`${table}_streams`).select('stream');
  if (orderId !== undefined)
    query = query.where('stream', 'in', streams.where('order_id', '=', orderId));
  if (customerId !== undefined) {
    // What another service keeps of an order names the order alone.
    const orders = all.map((name) =>
      db
        .selectFrom(`${name}_streams`)
        .select('order_id')
        .where('customer_id', '=', customerId)
        .where('order_id', 'is not', null),
    );
    const own = streams.where((is) =>
      is.or([
        is('customer_id', '=', customerId),
        ...orders.map((ids) => is('order_id', 'in', ids)),
      ]),
    );
    query = query.where('stream', 'in', own);
  }
  if (from !== undefined) query = query.where('recorded_at', '>=', from);
  if (until !== undefined) query = query.where('recorded_at', '<=', until);
  if (after !== undefined) {
    const [position, line] = after;
    query = query.where((is) =>
      is.or([
        is('position', '>', position),
        is.and([is('position', '=', position), is('line', '>', line)]),
      ]),
    );
  }
  return query.orderBy('position').orderBy('line').limit(maxCount).execute();
}
