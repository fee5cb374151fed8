import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { newEvent } from '@continuo/testing/event-store.contract';
import {
  accessDenied,
  notLeader,
  notReady,
  timedOut,
  unavailable,
} from '@continuo/testing/eventstoredb-stand-in/faults';
import type { EventStoreDbStandIn } from '@continuo/testing/eventstoredb-stand-in/stand-in';
import { StoreUnavailableError, StreamDeletedError } from '../errors';
import { NO_STREAM } from '../event-store';
import type { EventStoreDbEventStore } from './eventstoredb-event-store';
import { isTransient } from './failures';
import { appendNew, Stage } from './store.fixture';

describe('appending to EventStoreDB', () => {
  let stage: Stage;
  let standIn: EventStoreDbStandIn;
  let store: EventStoreDbEventStore;
  beforeEach(async () => {
    stage = new Stage();
    standIn = await stage.standIn();
    store = await stage.open(standIn.url);
  });
  afterEach(() => stage.clear());

  const revisionsOf = async (stream: string) =>
    (await store.readStream(stream)).map(({ revision }) => revision);

  it.each([
    ['deadline on batch append: an append that is never answered', { kind: 'silence' }],
    ['a connection that is cut', { kind: 'cut' }],
    ['an answer that comes too late', { kind: 'delay', ms: 400 }],
    ['unavailable', unavailable],
    ['not ready, which comes as unknown', notReady],
    ['a time-out of the server', timedOut],
  ] as const)('is repeated after %s', async (_, mishap) => {
    standIn.faults.before('append', mishap, 2);
    const appended = await appendNew(store, 'order-1');
    expect(appended).toEqual({ revision: 0, position: appended.position });
    expect(standIn.faults.left('append')).toBe(0);
    expect(await revisionsOf('order-1')).toEqual([0]);
  });

  it.each([
    ['a cut connection', { kind: 'cut' }],
    ['silence', { kind: 'silence' }],
    ['a late answer', { kind: 'delay', ms: 400 }],
    ['a time-out of the server', timedOut],
    ['unavailable', unavailable],
  ] as const)(
    'has one effect when the outcome is unknown: %s after the effect',
    async (_, mishap) => {
      await appendNew(store, 'order-1');
      standIn.faults.after('append', mishap, 2);
      const events = [newEvent(), newEvent()];
      const appended = await store.append({ stream: 'order-1', expectedRevision: 0, events });
      expect(appended).toEqual({ revision: 2, position: appended.position });
      expect((await store.readStream('order-1')).at(-1)?.position).toBe(appended.position);
      expect(await revisionsOf('order-1')).toEqual([0, 1, 2]);
    },
  );

  it('promiseBank: appends go one by one, so no answer in a batch can come twice', async () => {
    standIn.faults.before('append', { kind: 'twice' });
    await appendNew(store, 'order-1');
    await appendNew(store, 'order-2');
    expect(await revisionsOf('order-1')).toEqual([0]);
  });

  it('not-leader: goes where the leader is', async () => {
    const leader = await stage.standIn();
    standIn.faults.before('append', notLeader('127.0.0.1', leader.port));
    await appendNew(store, 'order-1');
    const atLeader = await stage.open(leader.url);
    expect(await atLeader.readStream('order-1')).toHaveLength(1);
  });

  it('comes back from a leader that has gone', async () => {
    const leader = await stage.standIn();
    standIn.faults.before('append', notLeader('127.0.0.1', leader.port));
    await appendNew(store, 'order-1');
    await stage.stop(leader);
    await appendNew(store, 'order-2');
    const atFirst = await stage.open(standIn.url);
    expect(await atFirst.readStream('order-2')).toHaveLength(1);
  });

  it('raw gRPC error 14: a call that fails early carries a code and no type', () => {
    expect(isTransient(Object.assign(new Error('14 UNAVAILABLE'), { code: 14 }))).toBe(true);
    expect(isTransient(Object.assign(new Error('3 INVALID_ARGUMENT'), { code: 3 }))).toBe(false);
    expect(isTransient(new Error('Channel has been shut down'))).toBe(true);
    expect(isTransient(new TypeError('undefined is no function'))).toBe(false);
  });

  it('waits for a server that starts again, with what it has kept', async () => {
    const dataDir = `${stage.directory}/log`;
    const first = await stage.standIn({ dataDir });
    const patient = await stage.open(first.url);
    await appendNew(patient, 'order-1');
    await stage.stop(first);
    const waiting = patient.append({
      stream: 'order-1',
      expectedRevision: 0,
      events: [newEvent()],
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await stage.standIn({ port: first.port, dataDir });
    expect((await waiting).revision).toBe(1);
    expect(await patient.readStream('order-1')).toHaveLength(2);
  });

  it.each(['silence', 'cut'] as const)(
    'says that the record is out of reach once the budget is used up: %s',
    async (kind) => {
      const hasty = await stage.open(standIn.url, { deadlineMs: 100, budgetMs: 400 });
      standIn.faults.before('append', { kind }, 1_000);
      const started = performance.now();
      await expect(appendNew(hasty, 'order-1')).rejects.toThrow(StoreUnavailableError);
      expect(performance.now() - started).toBeLessThan(3_000);
    },
  );

  it('settles by the same append whether one that was given up was carried out', async () => {
    const hasty = await stage.open(standIn.url, { deadlineMs: 1_000, budgetMs: 10 });
    standIn.faults.after('append', { kind: 'silence' });
    const append = { stream: 'order-1', expectedRevision: NO_STREAM, events: [newEvent()] };
    await expect(hasty.append(append)).rejects.toThrow('no answer within 1000 ms');
    await hasty.head();
    expect(await hasty.append(append)).toMatchObject({ revision: 0, repeated: true });
    expect(await revisionsOf('order-1')).toEqual([0]);
  });

  it('is whole or not there, however early it was given up', async () => {
    const hasty = await stage.open(standIn.url, { deadlineMs: 30, budgetMs: 1 });
    const streams = Array.from({ length: 200 }, (_, n) => `order-${n}`);
    const appends = streams.map((stream) => {
      const events = [newEvent(), newEvent(), newEvent()];
      return hasty.append({ stream, expectedRevision: NO_STREAM, events });
    });
    const given = await Promise.allSettled(appends);
    expect(given.map(({ status }) => status)).toContain('rejected');
    await appendNew(store, 'order-last');
    for (const stream of streams) {
      const { length } = await store.readStream(stream);
      expect({ stream, whole: length % 3 === 0 }).toEqual({ stream, whole: true });
    }
  });

  it('knows a repeat of what another process has appended before it started', async () => {
    const append = { stream: 'order-1', expectedRevision: NO_STREAM, events: [newEvent()] };
    const first = await store.append(append);
    await store.append({ stream: 'order-1', expectedRevision: 0, events: [newEvent()] });
    const next = await stage.open(standIn.url);
    expect(await next.append(append)).toEqual({ ...first, repeated: true });
  });

  it('does not repeat what is refused for good', async () => {
    standIn.faults.before('append', accessDenied);
    await expect(appendNew(store, 'order-1')).rejects.toThrow(
      'EventStoreDB does not let the user of EVENTSTORE_URL use order-1',
    );
    expect(await revisionsOf('order-1')).toEqual([]);
  });

  it('refuses a stream that has a tombstone', async () => {
    await appendNew(store, 'order-1');
    const client = EventStoreDBClient.connectionString(standIn.url);
    await client.tombstoneStream('order-1');
    const refused = store.append({
      stream: 'order-1',
      expectedRevision: 0,
      events: [newEvent()],
    });
    await expect(refused).rejects.toThrow(StreamDeletedError);
    await client.dispose();
  });

  it('finds out when another process has gone on with a stream it remembers', async () => {
    await appendNew(store, 'order-1');
    const other = await stage.open(standIn.url);
    await other.append({ stream: 'order-1', expectedRevision: 0, events: [newEvent()] });
    const late = store.append({ stream: 'order-1', expectedRevision: 0, events: [newEvent()] });
    await expect(late).rejects.toMatchObject({ actualRevision: 1 });
    await store.append({ stream: 'order-1', expectedRevision: 1, events: [newEvent()] });
    expect(await revisionsOf('order-1')).toEqual([0, 1, 2]);
  });

  it('one client per process: an append of one client outlives the end of another', async () => {
    const other = EventStoreDBClient.connectionString(standIn.url);
    const note = jsonEvent({ type: 'note', data: {} });
    await other.appendToStream('foreign-1', note);
    standIn.faults.before('append', { kind: 'delay', ms: 100 });
    const appending = appendNew(store, 'order-1');
    await other.dispose();
    expect((await appending).revision).toBe(0);
  });
});
