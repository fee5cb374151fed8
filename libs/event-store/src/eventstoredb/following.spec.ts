import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { until } from '@continuo/testing/event-store.contract';
import { accessDenied, unavailable } from '@continuo/testing/eventstoredb-stand-in/faults';
import type {
  EventStoreDbStandIn,
  StandInOptions,
} from '@continuo/testing/eventstoredb-stand-in/stand-in';
import type { EventStoreDbEventStore } from './eventstoredb-event-store';
import { appendNew, Shown, Stage } from './store.fixture';

describe('following EventStoreDB', () => {
  let stage: Stage;
  let standIn: EventStoreDbStandIn;
  let store: EventStoreDbEventStore;
  beforeEach(async () => {
    stage = new Stage();
    await start();
  });
  afterEach(() => stage.clear());

  async function start(options?: StandInOptions): Promise<void> {
    standIn = await stage.standIn(options);
    store = await stage.open(standIn.url);
  }

  async function append(from: number, to: number, data: object = {}): Promise<string[]> {
    const streams: string[] = [];
    for (let n = from; n < to; n += 1) {
      streams.push(`order-${n}`);
      await appendNew(store, `order-${n}`, data);
    }
    return streams;
  }

  it.each([
    ['the server has dropped it', (server: EventStoreDbStandIn) => server.dropSubscribers()],
    ['its connection was cut', (server: EventStoreDbStandIn) => server.cutConnections()],
  ])('resubscribe: goes on where it was when %s', async (_, disturb) => {
    const shown = new Shown(store);
    const expected: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      expected.push(...(await append(round * 15, round * 15 + 15)));
      disturb(standIn);
    }
    await until(() => shown.streams.length >= expected.length);
    expect(shown.streams).toEqual(expected);
    expect(shown.errors).toEqual([]);
  });

  it('resubscribe: waits for a server that starts again', async () => {
    const dataDir = `${stage.directory}/log`;
    await start({ dataDir });
    const shown = new Shown(store);
    await append(0, 3);
    await until(() => shown.streams.length === 3);
    await stage.stop(standIn);
    await new Promise((resolve) => setTimeout(resolve, 300));
    standIn = await stage.standIn({ port: standIn.port, dataDir });
    await append(3, 6);
    await until(() => shown.streams.length >= 6);
    expect(shown.streams).toEqual([0, 1, 2, 3, 4, 5].map((n) => `order-${n}`));
  });

  it('resubscribe: tries again while it is refused for the moment', async () => {
    standIn.faults.before('subscribe', unavailable, 2);
    standIn.faults.before('subscribe', { kind: 'cut' });
    const shown = new Shown(store);
    const expected = await append(0, 3);
    await until(() => shown.streams.length >= 3);
    expect(shown.streams).toEqual(expected);
  });

  it('ends with an error when it is refused for good', async () => {
    standIn.faults.before('subscribe', accessDenied);
    const shown = new Shown(store);
    await until(() => shown.errors.length > 0);
    expect(shown.errors[0]?.message).toContain('EVENTSTORE_URL');
  });

  it('does without a subscription that is never answered', async () => {
    standIn.faults.before('subscribe', { kind: 'silence' });
    const shown = new Shown(store);
    const expected = await append(0, 3);
    await until(() => shown.streams.length >= 3);
    expect(shown.streams).toEqual(expected);
  });

  it('slow subscriber: is dropped by the server, and still misses and repeats nothing', async () => {
    await start({ mostBehind: 5 });
    let goOn = () => {};
    const shown = new Shown(store, { hold: new Promise((resolve) => (goOn = resolve)) });
    const expected = await append(0, 120, { text: 'x'.repeat(50_000) });
    await until(() => standIn.droppedCount > 0);
    goOn();
    await until(() => shown.streams.length >= expected.length);
    expect(shown.streams).toEqual(expected);
  });

  it('holds back the server while a page is being handled', async () => {
    const large = { text: 'x'.repeat(50_000) };
    await append(0, 100, large);
    let release = () => {};
    const opened = new Promise<void>((resolve) => (release = resolve));
    const shown: number[] = [];
    const subscription = store.subscribe({
      after: 0,
      pageSize: 5,
      onError: () => undefined,
      onPage: async (events) => {
        shown.push(events.length);
        await opened;
      },
    });
    await until(() => shown.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(shown).toHaveLength(1);
    expect(standIn.sentCount).toBeLessThan(80);
    release();
    await until(() => shown.reduce((sum, count) => sum + count, 0) === 100);
    expect(Math.max(...shown)).toBeLessThanOrEqual(5);
    await subscription.stop();
  });

  it('checkpoints: moves on past what does not match, though nothing can be read', async () => {
    store = await stage.open(standIn.url, { budgetMs: 200 });
    const shown = new Shown(store, { categories: ['payment'] });
    await until(() => standIn.subscriberCount === 1);
    standIn.faults.before('read', { kind: 'silence' }, 1_000);
    const client = EventStoreDBClient.connectionString(standIn.url);
    const notes = Array.from({ length: 80 }, () => jsonEvent({ type: 'note', data: {} }));
    const { position } = await client.appendToStream('foreign-1', notes);
    await client.dispose();
    await until(() => shown.upTo > Number(position?.commit) / 2);
    expect(shown.streams).toEqual([]);
  });

  it('outlasts a server that is away for longer than a call would wait', async () => {
    store = await stage.open(standIn.url, { budgetMs: 100, deadlineMs: 100 });
    standIn.faults.before('subscribe', { kind: 'silence' }, 2);
    standIn.faults.before('read', { kind: 'silence' }, 20);
    const shown = new Shown(store);
    const expected = await append(0, 3);
    await until(() => shown.streams.length >= 3);
    expect([shown.streams, shown.errors]).toEqual([expected, []]);
  });

  it('follows no category at all when it is given none', async () => {
    const shown = new Shown(store, { categories: [] });
    await append(0, 2);
    const head = await store.head();
    await until(() => shown.upTo >= head);
    expect(shown.streams).toEqual([]);
  });

  it('ends while the server is away', async () => {
    const shown = new Shown(store);
    await append(0, 1);
    await until(() => shown.streams.length === 1);
    await stage.stop(standIn);
    await shown.subscription.stop();
    expect(shown.errors).toEqual([]);
  });
});
