import { newEvent, until } from '@continuo/testing/event-store.contract';
import { accessDenied } from '@continuo/testing/eventstoredb-stand-in/faults';
import type { EventStoreDbStandIn } from '@continuo/testing/eventstoredb-stand-in/stand-in';
import { NO_STREAM } from '../event-store';
import type { Patience } from './connection';
import { appendNew, Shown, Stage } from './store.fixture';

const FOR_LONG_APPENDS = { deadlineMs: 10_000, budgetMs: 30_000 };
/** More than is kept, all in all. */
const APPENDS = 42;
const EVENTS_OF_ONE = 100;

describe('several who follow EventStoreDB in one process', () => {
  let stage: Stage;
  let standIn: EventStoreDbStandIn;
  beforeEach(async () => {
    stage = new Stage();
    standIn = await stage.standIn();
  });
  afterEach(() => stage.clear());

  const open = (patience: Partial<Patience> = {}) =>
    stage.open(standIn.url, { tail: { categories: ['order', 'payment'] }, ...patience });

  it('have one subscription, over which each event comes once', async () => {
    const store = await open();
    const orders = new Shown(store, { categories: ['order'] });
    const payments = new Shown(store, { categories: ['payment'] });
    const both = new Shown(store, { categories: ['order', 'payment'] });
    await until(() => standIn.subscriberCount === 1);
    const before = standIn.sentCount;
    for (const stream of ['order-1', 'payment-1', 'shipment-1', 'order-2'])
      await appendNew(store, stream);
    await until(() => both.streams.length === 3);
    await until(() => orders.streams.length === 2 && payments.streams.length === 1);
    expect(both.streams).toEqual(['order-1', 'payment-1', 'order-2']);
    expect(standIn.sentCount - before).toBe(3);
    expect(standIn.subscriberCount).toBe(1);
  });

  it('read what has just come without asking the server', async () => {
    const store = await open();
    const shown = new Shown(store, { categories: ['order'] });
    const after = await store.head();
    await appendNew(store, 'order-1');
    await appendNew(store, 'order-2');
    await until(() => shown.streams.length === 2);
    standIn.faults.before('read', accessDenied, 10);
    const page = await store.readAll({ after, maxCount: 10, categories: ['order'] });
    expect(page.events.map(({ stream }) => stream)).toEqual(['order-1', 'order-2']);
    expect(page.upTo).toBe(page.events.at(-1)?.position);
    const first = await store.readAll({ after, maxCount: 1, categories: ['order'] });
    expect(first.upTo).toBe(first.events[0]?.position);
    const beyond = store.readAll({ after: page.upTo, maxCount: 10, categories: ['order'] });
    await expect(beyond).rejects.toThrow('EVENTSTORE_URL');
  });

  it('do not wait for one that is slow, who then reads what is kept no more', async () => {
    const store = await open(FOR_LONG_APPENDS);
    let goOn = () => {};
    const slow = new Shown(store, {
      categories: ['order'],
      hold: new Promise((resolve) => (goOn = resolve)),
    });
    const quick = new Shown(store, { categories: ['order'] });
    for (let n = 0; n < APPENDS; n += 1) {
      const events = Array.from({ length: EVENTS_OF_ONE }, () => newEvent());
      await store.append({ stream: `order-${n}`, expectedRevision: NO_STREAM, events });
    }
    await until(() => quick.streams.length === APPENDS * EVENTS_OF_ONE);
    goOn();
    await until(() => slow.streams.length === APPENDS * EVENTS_OF_ONE);
    expect(slow.streams).toEqual(quick.streams);
    expect(new Set(slow.streams).size).toBe(APPENDS);
  }, 120_000);

  it('follow by themselves what nobody else in the process does', async () => {
    const store = await open();
    const shipments = new Shown(store, { categories: ['shipment'] });
    await appendNew(store, 'shipment-1');
    await until(() => shipments.streams.length === 1);
    expect(standIn.subscriberCount).toBe(2);
  });

  it('are all told when nothing comes any more, and may begin again', async () => {
    standIn.faults.before('subscribe', accessDenied);
    const store = await open();
    const one = new Shown(store, { categories: ['order'] });
    const another = new Shown(store, { categories: ['payment'] });
    await until(() => one.errors.length === 1 && another.errors.length === 1);
    expect(one.errors[0]?.message).toContain('EVENTSTORE_URL');
    const again = new Shown(store, { categories: ['order'] });
    await appendNew(store, 'order-1');
    await until(() => again.streams.length === 1);
  });

  it('end with the store', async () => {
    const store = await open();
    const shown = new Shown(store, { categories: ['order'] });
    await appendNew(store, 'order-1');
    await until(() => shown.streams.length === 1);
    await store.close();
    expect(shown.errors).toEqual([]);
  });
});
