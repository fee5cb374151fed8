import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { newEvent } from '@continuo/testing/event-store.contract';
import {
  startTestServer,
  type TestServer,
  uniqueLetters,
} from '@continuo/testing/eventstoredb-stand-in/test-server';
import { NO_STREAM } from '../event-store';
import { type ChainBreach, type HashedRow, StreamChain, verifyChain } from '../hash-chain';
import { RecordReader } from '../sqlite/record-reader';
import { SqliteEventStore } from '../sqlite/sqlite-event-store';
import type { EventStoreDbEventStore } from './eventstoredb-event-store';
import { EventStoreDbReader } from './eventstoredb-reader';
import { Stage } from './store.fixture';

const DATA = {
  text: 'Größe 日本語 👍🏽 \u2028 "quoted" \\ \n',
  loneSurrogate: '\ud800',
  number: 0.1,
  exponent: 1e21,
  negativeZero: -0,
  gone: undefined,
  10: 'digits first',
  nested: { list: [1, undefined, { three: true }] },
};

describe('the hash chain in EventStoreDB', () => {
  let stage: Stage;
  let server: TestServer;
  let stream: string;
  beforeEach(async () => {
    stage = new Stage();
    server = await startTestServer();
    stream = `order${uniqueLetters()}-1`;
  });
  afterEach(async () => {
    await stage.clear();
    await server.stop();
  });

  async function rowsOf(): Promise<HashedRow[]> {
    const reader = await EventStoreDbReader.open({ url: server.url });
    const rows: HashedRow[] = [];
    for await (const row of reader.hashedRows()) if (row.stream === stream) rows.push(row);
    await reader.close();
    return rows;
  }

  const appends = [
    { expectedRevision: NO_STREAM, events: [newEvent(DATA), newEvent()], dueAt: null },
    { expectedRevision: 1, events: [newEvent({ a: [] }, 'order.placed.v2')] },
    { expectedRevision: 2, events: [newEvent(), newEvent(DATA)] },
  ];

  it('holds after reading, over several appends and processes', async () => {
    const first = await stage.open(server.url);
    const second = await stage.open(server.url);
    for (const [index, append] of appends.entries()) {
      await (index === 1 ? second : first).append({ stream, ...append });
    }
    const rows = await rowsOf();
    expect(verifyChain(rows)).toEqual({ events: 5, breaches: [] });
  });

  it('goes on from what is written, which may be what another process has made of the same ids', async () => {
    const here = await stage.open(server.url);
    const there = await stage.open(server.url);
    const [began, goesOn] = [newEvent(), newEvent()];
    await there.append({ stream, expectedRevision: NO_STREAM, events: [began] });
    const later = { ...began, metadata: { ...began.metadata, recordedAt: '2031-01-01T00:00:00Z' } };
    const same = { stream, expectedRevision: NO_STREAM, events: [later as typeof began] };
    expect(await here.append(same)).toMatchObject({ revision: 0 });
    await here.append({ stream, expectedRevision: 0, events: [goesOn] });
    expect(verifyChain(await rowsOf())).toEqual({ events: 2, breaches: [] });
  });

  it('is the very chain that the SQLite record keeps', async () => {
    const store = await stage.open(server.url);
    const file = `${stage.directory}/record.db`;
    const sqlite = await SqliteEventStore.open({ file });
    for (const append of appends) {
      await store.append({ stream, ...append });
      await sqlite.append({ stream, ...append });
    }
    await sqlite.close();
    const reader = new RecordReader({ file });
    const hex = ({ hash }: HashedRow) => Buffer.from(hash).toString('hex');
    expect((await rowsOf()).map(hex)).toEqual([...reader.hashedRows()].map(hex));
    reader.close();
  });

  it('breaks where an event was put in, or is not what was written', async () => {
    const store = await stage.open(server.url);
    await store.append({ stream, ...appends[0]! });
    const { event, hash } = await lastOf(store);
    const client = EventStoreDBClient.connectionString(server.url);
    const forged = jsonEvent({
      type: event.type,
      data: { amountMinor: 1 },
      metadata: { continuo: 1, hash, event: event.metadata },
    });
    await client.appendToStream(stream, forged);
    await client.dispose();
    const chain = new StreamChain();
    const breaches: (ChainBreach | undefined)[] = [];
    for (const row of await rowsOf()) breaches.push(chain.check(row));
    expect(breaches).toEqual([undefined, undefined, { stream, revision: 2, problem: 'altered' }]);
  });

  async function lastOf(store: EventStoreDbEventStore) {
    const [event] = await store.readStream(stream, { direction: 'backwards', maxCount: 1 });
    const row = (await rowsOf()).at(-1);
    if (!event || !row) throw new Error('there is no last event');
    return { event, hash: Buffer.from(row.hash).toString('hex') };
  }
});
