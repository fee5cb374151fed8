import { describeWithKafka, KafkaEngine } from '@continuo/testing/kafka-engine';
import type { IntegrationMessage } from '../message';
import { Belfry, rung, toneOf, TYPE } from './kafka.fixture';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const until = async (met: () => boolean | Promise<boolean>) => {
  while (!(await met())) await pause(20);
};

describeWithKafka('messaging over Kafka when something fails', () => {
  let engine: KafkaEngine;
  let belfry: Belfry;
  let heard: string[];
  const hear = (message: IntegrationMessage) =>
    void heard.push(`${message.subject}:${toneOf(message)}`);
  const ears = (handle: (message: IntegrationMessage) => Promise<void>) => [
    { group: 'ears', type: TYPE, handle },
  ];

  beforeAll(() => {
    engine = new KafkaEngine();
    engine.start();
  }, 180_000);
  afterAll(() => engine.remove());
  beforeEach(async () => {
    belfry = await Belfry.open(engine.broker);
    heard = [];
  });
  afterEach(() => belfry.dispose(), 120_000);

  it('loses nothing when the broker is killed under load and comes back', async () => {
    const messaging = await belfry.start(ears(async (message) => hear(message)));
    const subjects = [...Array(20).keys()].map((index) => `bell-${index}`);
    const ring = async (from: number, to: number) => {
      for (let tone = from; tone < to; tone += 1) {
        for (const subject of subjects) await belfry.store.append(subject, rung(String(tone)));
        await pause(10);
      }
    };
    const ringing = ring(0, 100);
    await until(() => heard.length > 200);
    engine.kill();
    await ringing;
    engine.start();
    await ring(100, 120);
    await messaging.caughtUp(await belfry.store.head());
    for (const subject of subjects) {
      const own = heard.filter((entry) => entry.startsWith(`${subject.slice(5)}:`));
      const firsts = [...new Set(own)].map((entry) => Number(entry.split(':')[1]));
      expect(firsts).toEqual([...Array(120).keys()]);
    }
    expect([await messaging.parked(), belfry.fatal]).toEqual([[], []]);
    expect(await messaging.lag()).toEqual({ ears: 0 });
  }, 120_000);

  it('goes on with other subjects while a message is tried again and parked', async () => {
    const messaging = await belfry.start(
      ears(async (message) => {
        if (toneOf(message) === 'poison') throw new Error('cannot bear it');
        hear(message);
      }),
      { retryDelaysMs: [300, 300] },
    );
    await belfry.store.append('bell-1', rung('poison', 'a'));
    const others = [...Array(50).keys()].map(String);
    for (const tone of others) await belfry.store.append('bell-2', rung(tone));
    await until(() => heard.length === others.length);
    expect(await messaging.parked()).toEqual([]); // still being tried
    await messaging.caughtUp(await belfry.store.head());
    expect(heard).toEqual(others.map((tone) => `2:${tone}`));
    expect((await messaging.parked()).map(({ reason, attempts }) => [reason, attempts])).toEqual([
      ['Error: cannot bear it', 3],
      [expect.stringMatching(/^waits behind /), 0],
    ]);
  });

  it('hands over what is not settled when the group rebalances in mid-handler', async () => {
    const settledBy = { first: new Set<string>(), second: new Set<string>() };
    let open = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    const first = await belfry.start(
      ears(async (message) => {
        if (Number(message.subject) % 2 === 1) await gate;
        hear(message);
        settledBy.first.add(message.id);
      }),
      { maxInFlight: 64 },
    );
    for (let subject = 0; subject < 30; subject += 1) {
      await belfry.store.append(`bell-${subject}`, rung('a', 'b'));
    }
    await until(() => heard.length === 30); // the even ones; the odd ones hang
    const second = await belfry.start(
      ears(async (message) => {
        hear(message);
        settledBy.second.add(message.id);
      }),
      { publishers: [] },
    );
    await until(() => settledBy.second.size > 0);
    const position = await belfry.store.append('bell-1', rung('c'));
    open();
    await Promise.all([first.caughtUp(position), second.caughtUp(position)]);
    const all = new Set([...settledBy.first, ...settledBy.second]);
    expect(all.size).toBe(61);
    expect(settledBy.second.size).toBeLessThan(61); // the partitions are shared
    expect(await first.lag()).toEqual({ ears: 0 });
    expect(await second.lag()).toEqual({ ears: 0 });
    // The second leaves: the first has everything again.
    await second.stop();
    const last = await belfry.store.append('bell-0', rung('d'));
    await belfry.store.append('bell-1', rung('d'));
    await first.caughtUp(last + 1);
    expect(heard.slice(-2).sort()).toEqual(['0:d', '1:d']);
  }, 60_000);

  it('passes over everything when everything is delivered again', async () => {
    const messaging = await belfry.start(
      ears(async (message) => {
        if (toneOf(message) === 'poison') throw new Error('cannot bear it');
        hear(message);
      }),
    );
    for (let subject = 0; subject < 10; subject += 1) {
      await belfry.store.append(`bell-${subject}`, rung('a', 'b', subject === 3 ? 'poison' : 'c'));
    }
    const head = await belfry.store.append('bell-3', rung('d'));
    await messaging.caughtUp(head);
    const [before, parked] = [[...heard], await messaging.parked()];
    expect(parked).toHaveLength(2);
    await until(async () => (await belfry.positions.load('relay.bells')) === head);
    // The position of the relay is lost: another process relays the record from its beginning.
    await belfry.positions.save('relay.bells', 0);
    await belfry.relayAgain();
    await messaging.caughtUp(head);
    expect(heard).toEqual(before);
    expect(messaging.repeated()).toEqual({ ears: head });
    expect(await messaging.parked()).toEqual(parked);
  });

  it('fetches no more than it can hold, and the rest when it can', async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    const messaging = await belfry.start(
      ears(async (message) => {
        await gate;
        hear(message);
      }),
    );
    const tones = [...Array(600).keys()].map(String);
    for (let subject = 0; subject < 20; subject += 1) {
      await belfry.store.append(`bell-${subject}`, rung(...tones));
    }
    await until(() => belfry.notes.some((note) => /pausing fetching/i.test(note)));
    expect(heard).toEqual([]);
    open();
    await messaging.caughtUp(await belfry.store.head());
    expect(heard).toHaveLength(12_000);
    expect(belfry.notes.some((note) => /resuming fetching/i.test(note))).toBe(true);
  }, 60_000);

  it('relays in one process at a time; another takes over', async () => {
    const handle = async (message: IntegrationMessage) => hear(message);
    const first = await belfry.start(ears(handle));
    const second = await belfry.start(ears(handle));
    await first.caughtUp(await belfry.store.append('bell-1', rung('a', 'b')));
    await second.caughtUp(await belfry.store.head());
    await first.stop();
    await second.caughtUp(await belfry.store.append('bell-1', rung('c')));
    expect(heard).toEqual(['1:a', '1:b', '1:c']);
    expect(await belfry.recordsOnTopic()).toBe(3);
  });

  it('leaves relaying to others where it only reads', async () => {
    const handle = async (message: IntegrationMessage) => hear(message);
    const reader = await belfry.start(ears(handle), { relays: false });
    const position = await belfry.store.append('bell-1', rung('a'));
    const { messages } = await reader.read({ after: 0, maxCount: 10 });
    expect(messages.map(toneOf)).toEqual(['a']);
    await pause(500);
    expect(await belfry.recordsOnTopic()).toBe(0);
    await belfry.start([]);
    await reader.caughtUp(position);
    expect(heard).toEqual(['1:a']);
  });

  it('lets any process of a group replay what another has parked', async () => {
    const failing = new Set(['poison']);
    const handle = async (message: IntegrationMessage) => {
      if (failing.has(toneOf(message))) throw new Error('cannot bear it');
      hear(message);
    };
    const [first, second] = [await belfry.start(ears(handle)), await belfry.start(ears(handle))];
    await first.caughtUp(await belfry.store.append('bell-1', rung('poison', 'a')));
    failing.clear();
    const [poison, behind] = await first.parked();
    for (const messaging of [first, second]) {
      await expect(messaging.replay('ears', behind!.message.id)).rejects.toMatchObject({
        code: 'message-waits',
      });
    }
    // One of the two has the partition; that one, too, learns that the way is free.
    await second.replay('ears', poison!.message.id);
    await first.caughtUp(await belfry.store.append('bell-1', rung('b')));
    failing.add('c');
    await first.caughtUp(await belfry.store.append('bell-1', rung('c')));
    failing.clear();
    await first.replay('ears', (await first.parked())[0]!.message.id);
    await first.caughtUp(await belfry.store.append('bell-1', rung('d')));
    expect(heard).toEqual(['1:poison', '1:a', '1:b', '1:c', '1:d']);
    expect(await first.parked()).toEqual([]);
  });

  it('does not start without its topics, and creates none', async () => {
    await belfry.deleteTopic();
    const expected =
      'Topic continuo.bells.v1 does not exist on 127.0.0.1:\\d+: create it with `continuo topics create`.';
    const handle = async (message: IntegrationMessage) => hear(message);
    const starting = belfry.start(ears(handle));
    await expect(starting).rejects.toThrow(new RegExp(expected));
    const reading = belfry.start(ears(handle), { publishers: [] });
    await expect(reading).rejects.toThrow(new RegExp(expected));
  });

  it('tells its logger, not the console, what the client says', async () => {
    const written = jest.spyOn(process.stdout, 'write');
    const told = [jest.spyOn(console, 'log'), jest.spyOn(console, 'error')];
    const messaging = await belfry.start(ears(async (message) => hear(message)));
    await messaging.caughtUp(await belfry.store.append('bell-1', rung('a')));
    expect(belfry.notes).toContainEqual(
      expect.stringMatching(/^info kafka consumergroup: .*joined/),
    );
    expect(belfry.notes.filter((note) => /partitioner/i.test(note))).toEqual([]);
    for (const spy of [written, ...told]) expect(spy).not.toHaveBeenCalled();
    for (const spy of [written, ...told]) spy.mockRestore();
  });

  it('goes on after the last message that was acknowledged when it had to stop without a broker', async () => {
    const messaging = await belfry.start(ears(async (message) => hear(message)));
    await messaging.caughtUp(await belfry.store.append('bell-1', rung('a')));
    engine.kill();
    await belfry.store.append('bell-1', rung('b'));
    await pause(1_000);
    await messaging.stop();
    expect(await belfry.positions.load('relay.bells')).toBe(1);
    engine.start();
    const again = await belfry.start(ears(async (message) => hear(message)));
    await again.caughtUp(2);
    expect([...new Set(heard)]).toEqual(['1:a', '1:b']);
  }, 120_000);

  it('ends the process when a consumer does not come back within its budget', async () => {
    await belfry.start(
      ears(async (message) => hear(message)),
      { consumerRestarts: 1 },
    );
    engine.kill();
    await until(() => belfry.fatal.length > 0);
    expect(belfry.fatal).toEqual([expect.stringMatching(/^consumer group ears has given up: /)]);
    engine.start();
  }, 120_000);
});
