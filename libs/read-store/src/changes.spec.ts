import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventMetadata, NO_STREAM } from '@continuo/event-store/event-store';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { PostgresLeases } from '@continuo/postgres/postgres-leases';
import { aggregates, projections } from '@continuo/testing/changes.definitions';
import { newEvents } from '@continuo/testing/examples';
import { describeWithPostgres } from '@continuo/testing/postgres';
import { PostgresReadStore } from './postgres/postgres-read-store';
import { type ChangesFilter, queryChanges } from './query-changes';
import type { ReadStore } from './read-store';
import { SqliteReadStore } from './sqlite/sqlite-read-store';

type Opened = { readonly store: ReadStore; readonly close: () => Promise<void> };

const ANN = { actor: { kind: 'agent', id: 'agt_ann', callCentreId: 'cc_north' } } as const;
const BEN = { actor: { kind: 'agent', id: 'agt_ben', callCentreId: 'cc_south' } } as const;
const SYSTEM = { actor: { kind: 'system', id: 'renewal' } } as const;

/** Everything that happened in this record, oldest first. */
const HAPPENED: readonly [string, string, object, Partial<EventMetadata>][] = [
  ['order-1', 'order.opened.v1', { orderId: '1', customerId: 'cus_1' }, { ...ANN, callId: 'c1' }],
  ['program-1', 'program.started.v1', { customerId: 'cus_1' }, SYSTEM],
  ['program-2', 'program.started.v1', { customerId: 'cus_2' }, SYSTEM],
  ['shipment-1', 'shipment.requested.v1', { orderId: '1' }, SYSTEM],
  [
    'program-1',
    'program.interval-changed.v1',
    { from: 'P1M', to: 'P2M' },
    { ...BEN, callId: 'c2' },
  ],
  [
    'program-2',
    'program.interval-changed.v1',
    { from: 'P1M', to: 'P1W' },
    { ...ANN, callId: 'c2' },
  ],
  ['shipment-1', 'shipment.accepted.v1', {}, { actor: { kind: 'vendor', id: 'ven_1' } }],
  ['order-1', 'order.held.v1', {}, { ...ANN, recordedAt: '2026-11-23T09:30:00.000Z' }],
];

/** The read models of this record, filled. */
function describeChanges(
  open: (record: SqliteEventStore, folder: string) => Promise<Opened>,
): void {
  let folder: string;
  let record: SqliteEventStore;
  let opened: Opened;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'continuo-changes-'));
    record = await SqliteEventStore.open({ file: join(folder, 'record.db') });
    const revisions = new Map<string, number>();
    for (const [stream, type, data, metadata] of HAPPENED) {
      const expectedRevision = revisions.get(stream) ?? NO_STREAM;
      const events = newEvents(`${stream}@${expectedRevision}`, [{ type, data }], metadata);
      revisions.set(stream, (await record.append({ stream, expectedRevision, events })).revision);
    }
    opened = await open(record, folder);
    const head = await record.head();
    for (const { name } of projections) await opened.store.caughtUp(name, head);
  });
  afterAll(async () => {
    await opened.close();
    await record.close();
    rmSync(folder, { recursive: true });
  });

  const list = (filter: Partial<ChangesFilter>) =>
    queryChanges(opened.store, { callCentreId: null, maxCount: 100, ...filter });
  const told = async (filter: Partial<ChangesFilter>) =>
    (await list(filter)).rows.map(({ stream, field }) => `${stream} ${field}`);

  it('are those of people, of all services, in the order of the record', async () => {
    const { rows, position, services } = await list({});
    expect(
      rows.map(({ id, field, from_value, to_value }) => [id, field, from_value, to_value]),
    ).toEqual([
      ['1', 'order', 'null', '"opened"'],
      ['1', 'interval', '"P1M"', '"P2M"'],
      ['1', 'due_on', 'null', '"2026-12-01"'],
      ['2', 'interval', '"P1M"', '"P1W"'],
      ['2', 'due_on', 'null', '"2026-12-01"'],
      ['1', 'shipment', 'null', '"accepted"'],
      ['1', 'order', 'null', '"held"'],
    ]);
    expect(position).toBe(await record.head());
    expect([...services].sort()).toEqual(['goods', 'orders', 'programs']);
  });

  it.each<[string, Partial<ChangesFilter>, string[]]>([
    [
      'of a customer',
      { customerId: 'cus_1' },
      [
        'order-1 order',
        'program-1 interval',
        'program-1 due_on',
        'shipment-1 shipment',
        'order-1 order',
      ],
    ],
    ['of an order', { orderId: '1' }, ['order-1 order', 'shipment-1 shipment', 'order-1 order']],
    ['of a stream', { stream: 'program-2' }, ['program-2 interval', 'program-2 due_on']],
    ['by an agent', { actorId: 'agt_ben' }, ['program-1 interval', 'program-1 due_on']],
    ['on a call', { callId: 'c1' }, ['order-1 order']],
    [
      'of a call centre',
      { callId: 'c2', callCentreId: 'cc_south' },
      ['program-1 interval', 'program-1 due_on'],
    ],
    ['of a field', { field: 'interval' }, ['program-1 interval', 'program-2 interval']],
    ['of a kind', { change: 'held' }, ['order-1 order']],
    ['since', { from: '2026-11-23T09:30:00.000Z' }, ['order-1 order']],
    ['until', { until: '2026-11-23T09:29:59.999Z', callId: 'c1' }, ['order-1 order']],
    ['of nobody', { customerId: 'cus_9' }, []],
  ])('%s', async (_, filter, expected) => expect(await told(filter)).toEqual(expected));

  it('in pages of any size are the same', async () => {
    const all = (await list({})).rows;
    for (const maxCount of [1, 2, 3]) {
      const paged = [];
      for (let after: ChangesFilter['after']; ;) {
        const { rows } = await list({ maxCount, after });
        paged.push(...rows);
        const last = rows.at(-1);
        if (!last) break;
        after = [last.position, last.line];
      }
      expect(paged).toEqual(all);
    }
  });
}

describe('what people changed, in SQLite', () => {
  describeChanges(async (_, folder) => {
    const store = await SqliteReadStore.open({
      recordFile: join(folder, 'record.db'),
      readFile: join(folder, 'read.db'),
      definitionsModule: join(__dirname, '../../testing/src/changes.definitions'),
    });
    return { store, close: () => store.close() };
  });
});

describeWithPostgres('what people changed, in PostgreSQL', (server) => {
  describeChanges(async (source) => {
    const postgres = await server.open();
    const leases = new PostgresLeases(postgres, { tryEveryMs: 100 });
    const store = await PostgresReadStore.open({
      postgres,
      source,
      projections,
      aggregates,
      leases,
    });
    const close = async () => {
      await store.close();
      await leases.close();
      await postgres.close();
    };
    return { store, close };
  });
});
