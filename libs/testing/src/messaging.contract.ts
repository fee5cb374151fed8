import { type Aggregate, AggregateRegistry } from '@continuo/event-store/aggregate';
import type { DomainEvent, Position } from '@continuo/event-store/event-store';
import type { IntegrationMessage } from '@continuo/messaging/message';
import type { Handler, Messaging, Publisher } from '@continuo/messaging/messaging';

/** One adapter over one durable place: opened again, it goes on where it was. */
export interface MessagingHarness {
  open(settings: {
    publishers: readonly Publisher[];
    aggregates: AggregateRegistry;
    retryDelaysMs: readonly number[];
  }): Promise<Messaging>;
  append(stream: string, events: readonly DomainEvent[]): Promise<Position>;
  dispose(): Promise<void>;
}

type Rung = { type: 'bell.rung.v2'; data: { tone: string } };

const bell: Aggregate<object, Rung, null> = {
  category: 'bell',
  decider: { decide: () => [], evolve: () => null, initialState: () => null },
  events: { 'bell.rung.v2': true },
  upcasters: {
    'bell.rung.v1': (data: { note: string }) => ({
      type: 'bell.rung.v2',
      data: { tone: data.note },
    }),
  },
};

const TYPE = 'continuo.bells.bell-rung.v1';
const publisher: Publisher = {
  service: 'bells',
  categories: ['bell'],
  translate: ({ data }) => {
    const { tone } = data as Rung['data'];
    return tone === 'silent' ? undefined : { type: TYPE, data: { tone } };
  },
};
const rung = (...tones: string[]): Rung[] =>
  tones.map((tone) => ({ type: 'bell.rung.v2', data: { tone } }));
const toneOf = (message: IntegrationMessage) => (message.data as { tone: string }).tone;

/** What every {@link Messaging} does. */
export function messagingContract(adapter: string, create: () => Promise<MessagingHarness>): void {
  describe(`${adapter} as messaging`, () => {
    let harness: MessagingHarness;
    let messaging: Messaging;
    const settings = {
      publishers: [publisher],
      aggregates: new AggregateRegistry([bell]),
      retryDelaysMs: [1, 1],
    };

    const start = async (...handlers: Handler[]) => {
      messaging = await harness.open(settings);
      await messaging.start(handlers);
    };
    /** Notes what it handles; tones in `failing` throw. */
    const listener = (group: string, failing = new Set<string>()) => {
      const heard: string[] = [];
      const handle = async (message: IntegrationMessage) => {
        await Promise.resolve();
        if (failing.has(toneOf(message))) throw new Error(`cannot bear ${toneOf(message)}`);
        heard.push(toneOf(message));
      };
      return { heard, failing, handler: { group, type: TYPE, handle } };
    };

    beforeEach(async () => {
      harness = await create();
    });
    afterEach(async () => {
      await messaging.stop();
      await harness.dispose();
    });

    it('delivers what was and what will be recorded, in today’s form', async () => {
      const first = await harness.append('bell-1', [{ type: 'bell.rung.v1', data: { note: 'c' } }]);
      const messages: IntegrationMessage[] = [];
      await start({
        group: 'ears',
        type: TYPE,
        handle: async (message) => void messages.push(message),
      });
      await messaging.caughtUp(first);
      await messaging.caughtUp(await harness.append('bell-1', rung('silent', 'd')));
      expect(messages.map(toneOf)).toEqual(['c', 'd']);
      expect(messages[1]).toMatchObject({
        type: TYPE,
        source: '/continuo/bells',
        subject: '1',
        sequence: 2,
        time: '2026-11-22T09:30:00.000Z',
        actor: { kind: 'agent', id: 'agt_ann' },
        correlationId: 'cor_1',
        callId: 'call_1',
        scriptVersion: 'script-7',
      });
      expect(await messaging.lag()).toEqual({ ears: 0 });
    });

    it('gives each group every message, and goes on after a restart', async () => {
      const [left, right] = [listener('left'), listener('right')];
      await start(left.handler, right.handler);
      await messaging.caughtUp(await harness.append('bell-1', rung('a', 'b')));
      await messaging.stop();
      const late = listener('late');
      const third = await harness.append('bell-1', rung('c'));
      await start(left.handler, right.handler, late.handler);
      await messaging.caughtUp(third);
      expect([left.heard, right.heard, late.heard]).toEqual([
        ['a', 'b', 'c'],
        ['a', 'b', 'c'],
        ['a', 'b', 'c'],
      ]);
    });

    it('keeps the order of a subject and runs subjects side by side', async () => {
      const log: string[] = [];
      const [first, other] = ['1:a begins', '2:a begins'];
      const handle = async (message: IntegrationMessage) => {
        const heard = `${message.subject}:${toneOf(message)}`;
        const begins = `${heard} begins`;
        log.push(begins);
        // The first waits for the other subject, which comes only where it does not wait for the first.
        const deadline = performance.now() + 5_000;
        do await new Promise((resolve) => setTimeout(resolve, 3));
        while (begins === first && !log.includes(other) && performance.now() < deadline);
        log.push(`${heard} ends`);
      };
      await start({ group: 'ears', type: TYPE, handle });
      await harness.append('bell-1', rung('a', 'b'));
      await messaging.caughtUp(await harness.append('bell-2', rung('a')));
      expect(log.filter((line) => line.startsWith('1:'))).toEqual([
        '1:a begins',
        '1:a ends',
        '1:b begins',
        '1:b ends',
      ]);
      expect(log).toHaveLength(6);
      expect(log.indexOf(other)).toBeLessThan(log.indexOf('1:a ends'));
    });

    it('tries again what fails at first', async () => {
      const ears = listener('ears', new Set(['b']));
      let tries = 0;
      const handle = async (message: IntegrationMessage) => {
        if ((tries += 1) === 3) ears.failing.clear();
        return ears.handler.handle(message);
      };
      await start({ ...ears.handler, handle });
      await messaging.caughtUp(await harness.append('bell-1', rung('b', 'c')));
      expect(ears.heard).toEqual(['b', 'c']);
      expect(await messaging.parked()).toEqual([]);
    });

    it('parks what keeps failing; only its subject in its group waits, across restarts', async () => {
      const [ears, other] = [listener('ears', new Set(['b'])), listener('other')];
      await start(ears.handler, other.handler);
      await harness.append('bell-1', rung('a', 'b', 'c'));
      await messaging.caughtUp(await harness.append('bell-2', rung('x')));
      expect([ears.heard.sort(), other.heard.sort()]).toEqual([
        ['a', 'x'],
        ['a', 'b', 'c', 'x'],
      ]);
      await messaging.stop();
      ears.failing.clear();
      const position = await harness.append('bell-1', rung('d'));
      await start(ears.handler, other.handler);
      await messaging.caughtUp(position);
      const parked = await messaging.parked('ears');
      const behind = `waits behind ${parked[0]!.message.id}`;
      expect(
        parked.map(({ message, reason, attempts }) => [toneOf(message), reason, attempts]),
      ).toEqual([
        ['b', 'Error: cannot bear b', 3],
        ['c', behind, 0],
        ['d', behind, 0],
      ]);
      expect(await messaging.parked('other')).toEqual([]);
      expect(await messaging.lag()).toEqual({ ears: 0, other: 0 });
    });

    it('replays a parked message and those behind it until one fails', async () => {
      const ears = listener('ears', new Set(['a', 'c']));
      await start(ears.handler);
      await messaging.caughtUp(await harness.append('bell-1', rung('a', 'b', 'c', 'd')));
      const [a, b] = await messaging.parked();
      await expect(messaging.replay('ears', b!.message.id)).rejects.toMatchObject({
        code: 'message-waits',
      });
      await expect(messaging.replay('ears', a!.message.id)).rejects.toMatchObject({
        code: 'replay-failed',
      });
      expect(await messaging.parked()).toMatchObject([{ attempts: 4 }, {}, {}, {}]);
      ears.failing.delete('a');
      await expect(messaging.replay('ears', a!.message.id)).rejects.toMatchObject({
        code: 'replay-failed',
      });
      expect(ears.heard).toEqual(['a', 'b']);
      const [c, d] = await messaging.parked();
      expect([c!.reason, d!.reason]).toEqual([
        'Error: cannot bear c',
        `waits behind ${c!.message.id}`,
      ]);
      ears.failing.clear();
      await messaging.replay('ears', c!.message.id);
      await messaging.caughtUp(await harness.append('bell-1', rung('e')));
      expect(ears.heard).toEqual(['a', 'b', 'c', 'd', 'e']);
      await expect(messaging.replay('ears', c!.message.id)).rejects.toMatchObject({
        code: 'parked-message-not-found',
      });
      await expect(messaging.replay('nobody', c!.message.id)).rejects.toMatchObject({
        code: 'consumer-group-not-found',
      });
    });

    it('drops a parked message for a reason and goes on with those behind it', async () => {
      const ears = listener('ears', new Set(['a']));
      await start(ears.handler);
      await messaging.caughtUp(await harness.append('bell-1', rung('a', 'b', 'c')));
      const [a] = await messaging.parked();
      await messaging.drop('ears', a!.message.id, 'the bell is cracked');
      expect(ears.heard).toEqual(['b', 'c']);
      expect(await messaging.parked()).toEqual([]);
      await messaging.caughtUp(await harness.append('bell-1', rung('d')));
      expect(ears.heard).toEqual(['b', 'c', 'd']);
    });

    it('does not deliver again what was dropped, not even after a restart', async () => {
      const ears = listener('ears', new Set(['a']));
      await start(ears.handler);
      await messaging.caughtUp(await harness.append('bell-1', rung('a')));
      await messaging.drop('ears', (await messaging.parked())[0]!.message.id, 'cracked');
      await messaging.stop();
      ears.failing.clear();
      await start(ears.handler);
      await messaging.caughtUp(await harness.append('bell-1', rung('b')));
      expect(ears.heard).toEqual(['b']);
      expect(await messaging.parked()).toEqual([]);
    });

    it('knows how far a group is behind while a message is in hand', async () => {
      let open = () => {};
      const gate = new Promise<void>((resolve) => (open = resolve));
      await start(
        { group: 'slow', type: TYPE, handle: () => gate },
        { group: 'deaf', type: `${TYPE}-other`, handle: async () => {} },
      );
      const position = await harness.append('bell-1', rung('a', 'b', 'c'));
      let behind = await messaging.lag();
      while (behind.slow === 0 || behind.deaf !== 0) behind = await messaging.lag();
      expect(behind.slow).toBeGreaterThanOrEqual(2);
      open();
      await messaging.caughtUp(position);
      expect(await messaging.lag()).toEqual({ slow: 0, deaf: 0 });
    });

    it('has one handler for a type in a group', async () => {
      const ears = listener('ears');
      await expect(start(ears.handler, ears.handler)).rejects.toThrow(
        `group ears has two handlers for ${TYPE}`,
      );
    });

    it('pages through the published messages', async () => {
      await start();
      await harness.append('bell-1', rung('a', 'silent', 'b', 'c'));
      const head = await harness.append('bell-2', rung('silent'));
      const first = await messaging.read({ after: 0, maxCount: 2 });
      expect(first.messages.map(toneOf)).toEqual(['a', 'b']);
      const second = await messaging.read({ after: first.upTo, maxCount: 2 });
      expect(second.messages.map(toneOf)).toEqual(['c']);
      expect(second.upTo).toBe(head);
      expect(await messaging.read({ after: 0, maxCount: 9, types: ['other'] })).toEqual({
        messages: [],
        upTo: head,
      });
    });

    it('hands a message in hand over completely before it stops', async () => {
      let begun = () => {};
      const beginning = new Promise<void>((resolve) => (begun = resolve));
      const heard: string[] = [];
      const handle = async (message: IntegrationMessage) => {
        begun();
        await new Promise((resolve) => setTimeout(resolve, 10));
        heard.push(toneOf(message));
      };
      await start({ group: 'ears', type: TYPE, handle });
      const position = await harness.append('bell-1', rung('a', 'b'));
      await beginning;
      await messaging.stop();
      expect(heard).toEqual(['a']);
      await start({ group: 'ears', type: TYPE, handle });
      await messaging.caughtUp(position);
      expect(heard).toEqual(['a', 'b']);
    });
  });
}
