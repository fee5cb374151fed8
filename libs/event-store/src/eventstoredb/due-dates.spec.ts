import { newEvent, until } from '@continuo/testing/event-store.contract';
import type { EventStoreDbStandIn } from '@continuo/testing/eventstoredb-stand-in/stand-in';
import { NO_STREAM } from '../event-store';
import type { EventStoreDbOptions } from './eventstoredb-event-store';
import type { RecordSide } from './record-side';
import type { SqliteRecordSide } from './sqlite-record-side';
import { Stage } from './store.fixture';

const NEW_YEAR = '2027-01-01T00:00:00.000Z';

/** A side whose due dates cannot be written until it is mended. */
function broken(side: SqliteRecordSide, saveDue: () => Promise<void>) {
  let mended = false;
  const proxy = new Proxy(side, {
    get(target, name) {
      if (name === 'saveDue' && !mended) return saveDue;
      const value = Reflect.get(target, name) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { side: proxy as RecordSide, mend: () => (mended = true) };
}

describe('due dates beside EventStoreDB', () => {
  let stage: Stage;
  let standIn: EventStoreDbStandIn;
  beforeEach(async () => {
    stage = new Stage();
    standIn = await stage.standIn();
  });
  afterEach(() => stage.clear());

  const append = { stream: 'cycle-1', expectedRevision: NO_STREAM, dueAt: NEW_YEAR };

  it('are found in the events by a process whose side has never heard of them', async () => {
    const first = await stage.open(standIn.url);
    await first.append({ ...append, events: [newEvent(), newEvent()] });
    await first.append({ ...append, stream: 'cycle-2', events: [newEvent()] });
    await first.append({
      ...append,
      stream: 'cycle-2',
      expectedRevision: 0,
      events: [newEvent()],
      dueAt: null,
    });
    const next = await stage.open(standIn.url);
    await until(async () => (await next.nextDueAt(['cycle'])) !== undefined);
    expect(await next.dueStreams('cycle', NEW_YEAR, 10)).toEqual([
      { stream: 'cycle-1', dueAt: NEW_YEAR },
    ]);
  });

  it.each([
    ['refuses', () => Promise.reject(new Error('no such table'))],
    ['is silent about', () => new Promise<void>(() => undefined)],
  ])('do not fail an append when the side %s them, and come later', async (_, saveDue) => {
    const { side, mend } = broken(await stage.openSide(), saveDue);
    const troubles: string[] = [];
    const store = await stage.open(standIn.url, { side, onTrouble: (what) => troubles.push(what) });
    const appended = await store.append({ ...append, events: [newEvent()] });
    expect(appended.revision).toBe(0);
    expect(troubles).toContain('the due date of cycle-1 cannot be noted now');
    expect(await store.nextDueAt(['cycle'])).toBeUndefined();
    mend();
    await until(async () => (await store.nextDueAt(['cycle'])) === NEW_YEAR);
  });

  it('are followed from where the side has got to', async () => {
    const side = await stage.openSide();
    const store = await stage.open(standIn.url, { side });
    const { position } = await store.append({ ...append, events: [newEvent()] });
    await until(async () => (await side.followedTo()) >= position);
    expect(await side.followedTo()).toBe(position);
  });

  it('are followed by the one process that has the lease, then by the next', async () => {
    const held: string[] = [];
    let before: Promise<unknown> = Promise.resolve();
    const holdAs =
      (name: string): EventStoreDbOptions['hold'] =>
      (_, work) => {
        const released = new AbortController();
        before = before.then(() => {
          held.push(name);
          return work(released.signal);
        });
        const working = before;
        return {
          release: async () => {
            released.abort();
            await working;
          },
        };
      };
    const side = await stage.openSide();
    const first = await stage.open(standIn.url, { side, hold: holdAs('first') });
    const next = await stage.open(standIn.url, { hold: holdAs('next') });
    const other = await stage.open(standIn.url);
    await other.append({ ...append, events: [newEvent()] });
    await until(async () => (await first.nextDueAt(['cycle'])) === NEW_YEAR);
    expect([held, await next.nextDueAt(['cycle'])]).toEqual([['first'], undefined]);
    await first.close();
    await until(async () => (await next.nextDueAt(['cycle'])) === NEW_YEAR);
    expect(held).toEqual(['first', 'next']);
  });

  it('come later when the server was away', async () => {
    const dataDir = `${stage.directory}/log`;
    const first = await stage.standIn({ dataDir });
    const troubles: string[] = [];
    const store = await stage.open(first.url, {
      budgetMs: 200,
      onTrouble: (what) => troubles.push(what),
    });
    await stage.stop(first);
    await until(() => troubles.includes('due dates cannot be taken over now'));
    const again = await stage.standIn({ port: first.port, dataDir });
    const other = await stage.open(again.url);
    await other.append({ ...append, events: [newEvent()] });
    await until(async () => (await store.nextDueAt(['cycle'])) === NEW_YEAR);
  });

  it('forget old replies at start', async () => {
    const side = await stage.openSide();
    await side.saveReply({
      key: 'old',
      requestHash: 'abc',
      status: 201,
      body: '',
      headers: {},
      recordedAt: '2026-01-01T00:00:00.000Z',
    });
    await stage.open(standIn.url, { side, now: NEW_YEAR });
    await until(async () => (await side.findReply('old')) === undefined);
  });
});
