import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { newEvent, until } from '@continuo/testing/event-store.contract';
import {
  accessDenied,
  notReady,
  unavailable,
} from '@continuo/testing/eventstoredb-stand-in/faults';
import type { EventStoreDbStandIn } from '@continuo/testing/eventstoredb-stand-in/stand-in';
import { StoreUnavailableError, StreamDeletedError } from '../errors';
import type { EventStoreDbEventStore } from './eventstoredb-event-store';
import { decodeEvent, toPosition } from './stored-event';
import { appendNew, Shown, Stage } from './store.fixture';

describe('reading from EventStoreDB', () => {
  let stage: Stage;
  let standIn: EventStoreDbStandIn;
  let store: EventStoreDbEventStore;
  let client: EventStoreDBClient;
  beforeEach(async () => {
    stage = new Stage();
    standIn = await stage.standIn();
    store = await stage.open(standIn.url);
    client = EventStoreDBClient.connectionString(standIn.url);
  });
  afterEach(async () => {
    await client.dispose();
    await stage.clear();
  });

  it.each([
    ['silence: reads have no deadline of their own', { kind: 'silence' }],
    ['a cut connection', { kind: 'cut' }],
    ['unavailable', unavailable],
    ['not ready', notReady],
  ] as const)('is repeated after %s', async (_, mishap) => {
    await appendNew(store, 'order-1');
    standIn.faults.before('read', mishap, 2);
    expect(await store.readStream('order-1')).toHaveLength(1);
  });

  it('says that the record is out of reach once the budget is used up', async () => {
    const hasty = await stage.open(standIn.url, { deadlineMs: 100, budgetMs: 300 });
    standIn.faults.before('read', { kind: 'silence' }, 1_000);
    await expect(hasty.readStream('order-1')).rejects.toThrow(StoreUnavailableError);
    await expect(hasty.readAll({ after: 0, maxCount: 10 })).rejects.toThrow('cannot be reached');
  });

  it('says what to do when the user may not read', async () => {
    standIn.faults.before('read', accessDenied, 100);
    await expect(store.head()).rejects.toThrow('does not let the user of EVENTSTORE_URL use $all');
  });

  it('missing stream: answers none, also when it was deleted softly', async () => {
    await appendNew(store, 'order-1');
    await client.deleteStream('order-1');
    expect(await store.readStream('order-1')).toEqual([]);
    expect(await store.readStream('order-2')).toEqual([]);
  });

  it('tombstone: does not take a stream that was deleted for one that never was', async () => {
    await appendNew(store, 'order-1');
    await client.tombstoneStream('order-1');
    await expect(store.readStream('order-1')).rejects.toThrow(StreamDeletedError);
  });

  it('inclusive positions: neither misses nor repeats an event between two pages', async () => {
    for (let n = 0; n < 7; n += 1) await appendNew(store, `order-${n}`);
    const seen: string[] = [];
    for (let after = 0; ;) {
      const { events, upTo } = await store.readAll({ after, maxCount: 2 });
      if (upTo === after) break;
      seen.push(...events.map(({ stream }) => stream));
      after = upTo;
    }
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6].map((n) => `order-${n}`));
  });

  it('exclusive positions: a subscription begins after the event at its position', async () => {
    const first = await appendNew(store, 'order-1');
    await appendNew(store, 'order-2');
    const shown: string[] = [];
    const subscription = store.subscribe({
      after: first.position,
      onError: () => undefined,
      onPage: (events) => void shown.push(...events.map(({ stream }) => stream)),
    });
    await until(() => shown.length > 0);
    expect(shown).toEqual(['order-2']);
    await subscription.stop();
  });

  it("passes over the server's own events, and those of others", async () => {
    await client.appendToStream('$settings', jsonEvent({ type: '$settings', data: {} }));
    await appendNew(store, 'order-1');
    await client.appendToStream('foreign-1', jsonEvent({ type: 'note', data: {} }));
    await client.appendToStream('order-9', jsonEvent({ type: '$>', data: {} }));
    const shown = new Shown(store);
    const head = await store.head();
    await until(() => shown.upTo >= head);
    expect(shown.streams).toEqual(['order-1']);
    const { events, upTo } = await store.readAll({ after: 0, maxCount: 10 });
    expect(events.map(({ stream }) => stream)).toEqual(['order-1']);
    expect(upTo).toBe(head);
    await expect(store.readStream('foreign-1')).rejects.toThrow('was not written by Continuo');
  });

  it('refuses metadata of a later layout instead of guessing', async () => {
    const event = jsonEvent({ type: 'order.noted.v1', data: {}, metadata: { continuo: 2 } });
    await client.appendToStream('order-1', event);
    await expect(store.readStream('order-1')).rejects.toThrow('layout 2, this version knows 1');
    const shown = new Shown(store);
    await until(() => shown.errors.length > 0);
    expect(shown.errors[0]?.message).toContain('layout 2');
  });

  it('refuses positions that a number cannot hold, and servers that give none', () => {
    expect(toPosition(BigInt(Number.MAX_SAFE_INTEGER))).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => toPosition(2n ** 53n)).toThrow(RangeError);
    const commit = 2n ** 64n - 1n;
    const stored = {
      ...newEvent(),
      streamId: 'order-1',
      revision: 0n,
      isJson: true as const,
      created: new Date(0),
      metadata: { continuo: 1, hash: '', event: {} },
      position: { commit, prepare: commit },
    };
    expect(() => decodeEvent(stored as never)).toThrow('a server from version 22.10 on is needed');
  });
});
