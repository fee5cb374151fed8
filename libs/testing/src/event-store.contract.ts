import { WrongExpectedRevisionError } from '@continuo/event-store/errors';
import { deriveUuid } from '@continuo/kernel/ids';
import {
  type EventMetadata,
  type EventStore,
  NO_STREAM,
  type NewEvent,
  type Position,
  type RecordedEvent,
  type SubscribeOptions,
} from '@continuo/event-store/event-store';

/** What a contract suite needs of an adapter. */
export interface EventStoreHarness {
  /** An empty record. */
  open(): Promise<EventStore>;
  /** Opens the record of the last `open` again, after it was closed; leave out when nothing outlives it. */
  reopen?(): Promise<EventStore>;
}

const RECORDED_AT = '2026-11-22T09:30:00.000Z';
/** Where each append is a call to a server, one after the other, on a machine that has other work. */
const MANY_CALLS_MS = 120_000;

export function metadata(commandId = 'command-1'): EventMetadata {
  return {
    actor: { kind: 'agent', id: 'agt_1', callCentreId: 'cc_1' },
    commandId,
    correlationId: 'correlation-1',
    callId: 'call-1',
    recordedAt: RECORDED_AT,
    effectiveAt: RECORDED_AT,
  };
}

let lastId = 0;

export function newEvent(data: object = {}, type = 'order.noted.v1'): NewEvent {
  lastId += 1;
  const id = deriveUuid('event', lastId);
  return { id, type, data, metadata: metadata(`command-${lastId}`) };
}

/** Every sentence of the port, as a test. */
export function describeEventStore(name: string, harness: EventStoreHarness): void {
  describe(`${name} as an event store`, () => {
    let store: EventStore;
    beforeEach(async () => (store = await harness.open()));
    afterEach(() => store.close());

    const appendTo = (stream: string, expectedRevision: number, ...events: NewEvent[]) =>
      store.append({ stream, expectedRevision, events });
    const revisionsOf = async (stream: string, options?: Parameters<EventStore['readStream']>[1]) =>
      (await store.readStream(stream, options)).map(({ revision }) => revision);

    describe('appending', () => {
      it('counts revisions from 0 and positions upwards', async () => {
        const first = await appendTo('order-1', NO_STREAM, newEvent(), newEvent());
        const second = await appendTo('order-1', 1, newEvent());
        expect(first.revision).toBe(1);
        expect(second.revision).toBe(2);
        expect(second.position).toBeGreaterThan(first.position);
        expect(first.position).toBeGreaterThan(0);
      });

      it.each([
        ['a new stream when there is one', NO_STREAM],
        ['an older revision', 0],
        ['a later revision', 5],
      ])('refuses %s and says where the stream is', async (_case, expectedRevision) => {
        await appendTo('order-1', NO_STREAM, newEvent(), newEvent());
        const refused = appendTo('order-1', expectedRevision, newEvent());
        await expect(refused).rejects.toThrow(WrongExpectedRevisionError);
        await expect(refused).rejects.toMatchObject({ expectedRevision, actualRevision: 1 });
        expect(await revisionsOf('order-1')).toEqual([0, 1]);
      });

      it('refuses to go on with a stream that does not exist', async () => {
        await expect(appendTo('order-1', 0, newEvent())).rejects.toMatchObject({
          actualRevision: NO_STREAM,
        });
      });

      it('takes the same ids at the same revision for the same append', async () => {
        const events = [newEvent(), newEvent()];
        const first = await appendTo('order-1', NO_STREAM, ...events);
        await appendTo('order-1', 1, newEvent());
        expect(await appendTo('order-1', NO_STREAM, ...events)).toEqual({
          ...first,
          repeated: true,
        });
        expect(await revisionsOf('order-1')).toEqual([0, 1, 2]);
      });

      it('takes the same append twice at once for one', async () => {
        const events = [newEvent()];
        const [first, second] = await Promise.all([
          appendTo('order-1', NO_STREAM, ...events),
          appendTo('order-1', NO_STREAM, ...events),
        ]);
        expect(second).toEqual({ ...first, repeated: true });
        expect(await revisionsOf('order-1')).toEqual([0]);
      });

      it.each([
        ['fewer', (events: NewEvent[]) => events.slice(0, 1), true],
        ['more', (events: NewEvent[]) => [...events, newEvent()], false],
        ['other', (events: NewEvent[]) => [newEvent(), ...events.slice(1)], false],
      ])(
        'judges a repeated append with %s events by all its ids',
        async (_case, change, accepted) => {
          const events = [newEvent(), newEvent()];
          await appendTo('order-1', NO_STREAM, ...events);
          const [again] = await Promise.allSettled([
            appendTo('order-1', NO_STREAM, ...change(events)),
          ]);
          expect(again?.status).toBe(accepted ? 'fulfilled' : 'rejected');
          expect(await revisionsOf('order-1')).toEqual([0, 1]);
        },
      );

      it('lets exactly one of many win a revision', async () => {
        await appendTo('order-1', NO_STREAM, newEvent());
        const racers = Array.from({ length: 20 }, () => appendTo('order-1', 0, newEvent()));
        const won = (await Promise.allSettled(racers)).filter(
          ({ status }) => status === 'fulfilled',
        );
        expect(won).toHaveLength(1);
        expect(await revisionsOf('order-1')).toEqual([0, 1]);
      });

      it('appends all events of a request or none', async () => {
        await appendTo('order-1', NO_STREAM, newEvent());
        await expect(appendTo('order-1', NO_STREAM, newEvent(), newEvent())).rejects.toThrow();
        expect(await revisionsOf('order-1')).toEqual([0]);
        expect((await store.readAll({ after: 0, maxCount: 10 })).events).toHaveLength(1);
      });

      it(
        'keeps the order of two hundred appends in flight',
        async () => {
          const appends = Array.from({ length: 200 }, (_, n) =>
            appendTo('order-1', n - 1, newEvent({ n })),
          );
          const positions = (await Promise.all(appends)).map(({ position }) => position);
          expect(positions).toEqual([...positions].sort((a, b) => a - b));
          const events = await store.readStream('order-1');
          expect(events.map(({ data }) => (data as { n: number }).n)).toEqual(
            appends.map((_, n) => n),
          );
        },
        MANY_CALLS_MS,
      );

      it.each([
        ['without events', { stream: 'order-1', events: [] }],
        ['to a stream without a category', { stream: 'order', events: [newEvent()] }],
        ['without an actor', { stream: 'order-1', events: [withActor(undefined)] }],
        [
          'by an actor without an id',
          { stream: 'order-1', events: [withActor({ kind: 'agent', id: '' })] },
        ],
        ['with an event without an id', { stream: 'order-1', events: [{ ...newEvent(), id: '' }] }],
      ])('refuses an append %s', async (_case, request) => {
        await expect(store.append({ ...request, expectedRevision: NO_STREAM })).rejects.toThrow(
          'refused',
        );
        expect(await store.head()).toBe(0);
      });
    });

    describe('reading a stream', () => {
      beforeEach(() =>
        appendTo('order-1', NO_STREAM, ...Array.from({ length: 5 }, () => newEvent())),
      );

      it('answers none for a stream that does not exist', async () => {
        expect(await store.readStream('order-2')).toEqual([]);
        expect(await store.readStream('order-2', { direction: 'backwards' })).toEqual([]);
      });

      it.each([
        [{}, [0, 1, 2, 3, 4]],
        [{ fromRevision: 3 }, [3, 4]],
        [{ fromRevision: 1, maxCount: 2 }, [1, 2]],
        [{ fromRevision: 9 }, []],
        [{ direction: 'backwards' }, [4, 3, 2, 1, 0]],
        [{ direction: 'backwards', maxCount: 1 }, [4]],
        [{ direction: 'backwards', fromRevision: 2 }, [2, 1, 0]],
        [{ direction: 'backwards', fromRevision: 3, maxCount: 2 }, [3, 2]],
      ] as const)('reads %j as %j', async (options, revisions) => {
        expect(await revisionsOf('order-1', options)).toEqual(revisions);
      });

      it('gives back what was appended', async () => {
        const data = {
          text: 'Größe 日本語 👍🏽 \u202e "quoted" \\ \n\t \u2028',
          nul: 'a\u0000b',
          loneSurrogate: '\ud800',
          number: 0.1,
          large: Number.MAX_SAFE_INTEGER,
          none: null,
          nested: { list: [1, [2, { three: true }]], empty: {} },
        };
        const event = newEvent(data, 'order.placed.v2');
        const { position } = await appendTo('order-Größe 1', NO_STREAM, event);
        expect(await store.readStream('order-Größe 1')).toEqual([
          { ...event, stream: 'order-Größe 1', revision: 0, position },
        ]);
      });
    });

    describe('reading all', () => {
      const streams = ['order-1', 'payment-1', 'order-2', 'shipment-1', 'payment-2'];
      let positions: Position[];

      beforeEach(async () => {
        positions = [];
        for (const stream of streams)
          positions.push((await appendTo(stream, NO_STREAM, newEvent())).position);
      });

      const readAll = async (after: Position, maxCount: number, categories?: readonly string[]) => {
        const { events, upTo } = await store.readAll({ after, maxCount, categories });
        return { streams: events.map(({ stream }) => stream), upTo };
      };
      const at = (index: number) => positions.at(index) ?? 0;

      it('answers events in the order they were appended, after a position', async () => {
        expect(await readAll(0, 10)).toEqual({ streams, upTo: at(-1) });
        expect(await readAll(at(1), 2)).toEqual({ streams: streams.slice(2, 4), upTo: at(3) });
        expect(await readAll(at(-1), 10)).toEqual({ streams: [], upTo: at(-1) });
      });

      it('filters by category and says how far it has looked', async () => {
        expect(await readAll(0, 10, ['payment'])).toEqual({
          streams: ['payment-1', 'payment-2'],
          upTo: at(-1),
        });
        expect(await readAll(0, 2, ['shipment', 'order'])).toEqual({
          streams: ['order-1', 'order-2'],
          upTo: at(2),
        });
        expect(await readAll(at(2), 10, ['order'])).toEqual({ streams: [], upTo: at(-1) });
        expect(await readAll(0, 10, ['return'])).toEqual({ streams: [], upTo: at(-1) });
        expect(await readAll(0, 10, ['ord'])).toEqual({ streams: [], upTo: at(-1) });
      });

      it('pages without missing or repeating an event', async () => {
        const seen: string[] = [];
        for (let after = 0; after < (await store.head());) {
          const page = await readAll(after, 1, ['order', 'payment']);
          seen.push(...page.streams);
          after = page.upTo;
        }
        expect(seen).toEqual(['order-1', 'payment-1', 'order-2', 'payment-2']);
      });

      it('knows the position of the last event', async () => {
        expect(await store.head()).toBe(at(-1));
      });
    });

    it('has seen what it has appended', async () => {
      const { position } = await appendTo('order-1', NO_STREAM, newEvent());
      expect(store.seen()).toBeGreaterThanOrEqual(position);
    });

    it('has no head while it is empty', async () => {
      expect(await store.head()).toBe(0);
      expect(await store.readAll({ after: 0, maxCount: 10 })).toEqual({ events: [], upTo: 0 });
    });

    describe('subscribing', () => {
      it('catches up, then follows, without a gap', async () => {
        for (let n = 0; n < 25; n += 1) await appendTo(`order-${n}`, NO_STREAM, newEvent({ n }));
        const follower = new Follower(store, { pageSize: 10 });
        const later = Array.from({ length: 25 }, (_, n) =>
          appendTo(`order-${25 + n}`, NO_STREAM, newEvent({ n: 25 + n })),
        );
        await Promise.all(later);
        await follower.reached(await store.head());
        expect(follower.events.map(({ data }) => (data as { n: number }).n)).toEqual(
          Array.from({ length: 50 }, (_, n) => n),
        );
        expect(Math.max(...follower.pageSizes)).toBeLessThanOrEqual(10);
        await follower.stop();
      });

      it('shows the same event live and read again', async () => {
        const follower = new Follower(store);
        await follower.reached(0);
        const { position } = await appendTo(
          'order-1',
          NO_STREAM,
          newEvent({ a: [1, 'ü'] }),
          newEvent(),
        );
        await follower.reached(position);
        expect(follower.events).toEqual(await store.readStream('order-1'));
        await follower.stop();
      });

      it('starts after a position', async () => {
        const first = await appendTo('order-1', NO_STREAM, newEvent());
        const { position } = await appendTo('order-1', 0, newEvent());
        const follower = new Follower(store, { after: first.position });
        await follower.reached(position);
        expect(follower.events.map(({ revision }) => revision)).toEqual([1]);
        await follower.stop();
      });

      it('filters by category, and reaches positions that do not match', async () => {
        await appendTo('order-1', NO_STREAM, newEvent());
        await appendTo('payment-1', NO_STREAM, newEvent());
        const follower = new Follower(store, { categories: ['payment'] });
        await follower.reached(await store.head());
        await appendTo('payment-2', NO_STREAM, newEvent());
        const { position } = await appendTo('order-2', NO_STREAM, newEvent());
        await follower.reached(position);
        expect(follower.events.map(({ stream }) => stream)).toEqual(['payment-1', 'payment-2']);
        await follower.stop();
      });

      it('does not show a repeated append again', async () => {
        const follower = new Follower(store);
        const event = newEvent();
        await appendTo('order-1', NO_STREAM, event);
        await appendTo('order-1', NO_STREAM, event);
        const { position } = await appendTo('order-1', 0, newEvent());
        await follower.reached(position);
        expect(follower.events.map(({ revision }) => revision)).toEqual([0, 1]);
        await follower.stop();
      });

      it('hands over one page at a time', async () => {
        let open = 0;
        let most = 0;
        let upTo = 0;
        const subscription = store.subscribe({
          after: 0,
          pageSize: 2,
          onError: fail,
          onPage: async (_events, reached) => {
            most = Math.max(most, (open += 1));
            await new Promise((resolve) => setTimeout(resolve, 5));
            open -= 1;
            upTo = reached;
          },
        });
        for (let n = 0; n < 7; n += 1) await appendTo(`order-${n}`, NO_STREAM, newEvent());
        await until(async () => upTo >= (await store.head()));
        expect(most).toBe(1);
        await subscription.stop();
      });

      it('shows nothing after it was stopped, and waits for the page in hand', async () => {
        let handled = 0;
        let entered = false;
        const subscription = store.subscribe({
          after: 0,
          onError: fail,
          onPage: async () => {
            entered = true;
            await new Promise((resolve) => setTimeout(resolve, 20));
            handled += 1;
          },
        });
        await appendTo('order-1', NO_STREAM, newEvent());
        await until(() => entered);
        await subscription.stop();
        expect(handled).toBe(1);
        await appendTo('order-2', NO_STREAM, newEvent());
        await new Promise((resolve) => setTimeout(resolve, 20));
        expect(handled).toBe(1);
      });

      it('ends with the error of its handler, and others go on', async () => {
        const onError = jest.fn<void, [Error]>();
        const onPage = jest.fn(() => Promise.reject(new Error('no such table')));
        store.subscribe({ after: 0, onPage, onError });
        const other = new Follower(store);
        await appendTo('order-1', NO_STREAM, newEvent());
        await until(() => onError.mock.calls.length > 0);
        const { position } = await appendTo('order-2', NO_STREAM, newEvent());
        await other.reached(position);
        expect(onError).toHaveBeenCalledTimes(1);
        expect(onError.mock.calls[0]?.[0].message).toBe('no such table');
        expect(onPage).toHaveBeenCalledTimes(1);
        await other.stop();
      });
    });

    describe('due dates', () => {
      const dueOf = async (category: string, now: string) =>
        (await store.dueStreams(category, now, 10)).map(({ stream }) => stream);
      const setDue = (stream: string, expectedRevision: number, dueAt?: string | null) =>
        store.append({ stream, expectedRevision, events: [newEvent()], dueAt });

      it('answers streams that are due, the longest overdue first', async () => {
        await setDue('cycle-1', NO_STREAM, '2026-12-03T00:00:00.000Z');
        await setDue('cycle-2', NO_STREAM, '2026-12-01T00:00:00.000Z');
        await setDue('cycle-3', NO_STREAM, '2026-12-05T00:00:00.000Z');
        await setDue('payment-1', NO_STREAM, '2026-12-02T00:00:00.000Z');
        expect(await store.dueStreams('cycle', '2026-12-03T00:00:00.000Z', 10)).toEqual([
          { stream: 'cycle-2', dueAt: '2026-12-01T00:00:00.000Z' },
          { stream: 'cycle-1', dueAt: '2026-12-03T00:00:00.000Z' },
        ]);
        expect(await store.dueStreams('cycle', '2026-12-31T00:00:00.000Z', 1)).toHaveLength(1);
        expect(await store.nextDueAt(['cycle', 'payment'])).toBe('2026-12-01T00:00:00.000Z');
        expect(await store.nextDueAt(['payment'])).toBe('2026-12-02T00:00:00.000Z');
        expect(await store.nextDueAt(['order'])).toBeUndefined();
      });

      it('replaces, leaves and clears the due date of a stream', async () => {
        await setDue('cycle-1', NO_STREAM, '2026-12-01T00:00:00.000Z');
        await setDue('cycle-1', 0);
        expect(await store.nextDueAt(['cycle'])).toBe('2026-12-01T00:00:00.000Z');
        await setDue('cycle-1', 1, '2027-01-01T00:00:00.000Z');
        expect(await dueOf('cycle', '2026-12-31T00:00:00.000Z')).toEqual([]);
        expect(await dueOf('cycle', '2027-01-01T00:00:00.000Z')).toEqual(['cycle-1']);
        await setDue('cycle-1', 2, null);
        expect(await store.nextDueAt(['cycle'])).toBeUndefined();
        await setDue('cycle-1', 3, '2027-02-01T00:00:00.000Z');
        expect(await store.nextDueAt(['cycle'])).toBe('2027-02-01T00:00:00.000Z');
      });

      it('leaves the due date alone when the append is refused', async () => {
        await setDue('cycle-1', NO_STREAM, '2026-12-01T00:00:00.000Z');
        await expect(setDue('cycle-1', NO_STREAM, null)).rejects.toThrow();
        expect(await store.nextDueAt(['cycle'])).toBe('2026-12-01T00:00:00.000Z');
      });
    });

    it('keeps the last snapshot of a stream', async () => {
      expect(await store.loadSnapshot('order-1')).toBeUndefined();
      store.saveSnapshot('order-1', { revision: 199, version: 1, state: { status: 'placed' } });
      store.saveSnapshot('order-1', {
        revision: 399,
        version: 2,
        state: { status: 'shipped', note: 'ü' },
      });
      await until(async () => (await store.loadSnapshot('order-1'))?.revision === 399);
      expect(await store.loadSnapshot('order-1')).toEqual({
        revision: 399,
        version: 2,
        state: { status: 'shipped', note: 'ü' },
      });
    });

    it('keeps the first answer given under a key', async () => {
      const reply = {
        key: 'agt_1:key-1',
        requestHash: 'abc',
        status: 201,
        body: '{"order_id":"ord_1"}',
        headers: { etag: '"0"', location: '/v1/orders/ord_1' },
        recordedAt: RECORDED_AT,
      };
      expect(await store.findReply(reply.key)).toBeUndefined();
      await store.saveReply(reply);
      await store.saveReply({ ...reply, status: 500, body: '' });
      expect(await store.findReply(reply.key)).toEqual(reply);
    });

    it('waits for what was accepted when it closes, and accepts no more', async () => {
      const other = await harness.open();
      const accepted = Array.from({ length: 100 }, (_, n) =>
        other.append({ stream: `order-${n}`, expectedRevision: NO_STREAM, events: [newEvent()] }),
      );
      await other.close();
      const late = other.append({
        stream: 'order-late',
        expectedRevision: NO_STREAM,
        events: [newEvent()],
      });
      await expect(late).rejects.toThrow('accepts no more writes');
      expect((await Promise.all(accepted)).map(({ revision }) => revision)).toEqual(
        accepted.map(() => 0),
      );
    });

    const { reopen } = harness;
    (reopen ? describe : describe.skip)('opened again', () => {
      it('has everything it acknowledged, and goes on from there', async () => {
        const events = [newEvent({ a: 1 }), newEvent()];
        const first = await store.append({
          stream: 'cycle-1',
          expectedRevision: NO_STREAM,
          events,
          dueAt: '2026-12-01T00:00:00.000Z',
        });
        const before = await store.readAll({ after: 0, maxCount: 10 });
        await store.close();
        if (reopen) store = await reopen();
        expect(await store.readAll({ after: 0, maxCount: 10 })).toEqual(before);
        expect(await store.nextDueAt(['cycle'])).toBe('2026-12-01T00:00:00.000Z');
        expect(await appendTo('cycle-1', NO_STREAM, ...events)).toEqual({
          ...first,
          repeated: true,
        });
        const next = await store.append({
          stream: 'cycle-1',
          expectedRevision: 1,
          events: [newEvent()],
          dueAt: null,
        });
        expect(next.position).toBeGreaterThan(first.position);
        expect(await store.nextDueAt(['cycle'])).toBeUndefined();
        const follower = new Follower(store);
        await follower.reached(next.position);
        expect(follower.events).toHaveLength(3);
        await follower.stop();
      });
    });
  });
}

/** A subscription that remembers what it was shown. */
class Follower {
  readonly events: RecordedEvent[] = [];
  readonly pageSizes: number[] = [0];
  private upTo: Position;
  private readonly subscription;

  constructor(store: EventStore, options: Partial<SubscribeOptions> = {}) {
    this.upTo = options.after ?? 0;
    this.subscription = store.subscribe({
      after: 0,
      ...options,
      onError: fail,
      onPage: (events, upTo) => {
        if (upTo <= this.upTo) fail(new Error(`position went from ${this.upTo} to ${upTo}`));
        this.events.push(...events);
        this.pageSizes.push(events.length);
        this.upTo = upTo;
      },
    });
  }

  reached(position: Position): Promise<void> {
    return until(() => this.upTo >= position);
  }

  stop(): Promise<void> {
    return this.subscription.stop();
  }
}

/** Waits, up to 10 seconds, for something that happens soon. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const patienceMs = 10_000;
  for (const start = Date.now(); !(await condition());) {
    if (Date.now() - start > patienceMs) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

function fail(error: Error): never {
  throw error;
}

function withActor(actor: unknown): NewEvent {
  return { ...newEvent(), metadata: { ...metadata(), actor: actor as EventMetadata['actor'] } };
}
