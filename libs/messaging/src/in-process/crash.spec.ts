import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Aggregate, AggregateRegistry } from '@continuo/event-store/aggregate';
import { NOW } from '@continuo/testing/examples';
import { MemoryRecord } from '@continuo/testing/memory-record';
import type { IntegrationMessage } from '../message';
import { InProcessMessaging } from './in-process-messaging';

type Rung = { type: 'bell.rung.v1'; data: { tone: string } };
const bell: Aggregate<object, Rung, null> = {
  category: 'bell',
  decider: { decide: () => [], evolve: () => null, initialState: () => null },
  events: { 'bell.rung.v1': true },
};
const TYPE = 'continuo.bells.bell-rung.v1';
const rung = (tone: string): Rung => ({ type: 'bell.rung.v1', data: { tone } });
const toneOf = ({ data }: IntegrationMessage) => (data as { tone: string }).tone;

describe('a process that ends without a word', () => {
  let folder: string;
  let store: MemoryRecord;
  const opened: InProcessMessaging[] = [];

  const start = async (handle: (message: IntegrationMessage) => Promise<void>) => {
    const messaging = new InProcessMessaging({
      store,
      file: join(folder, 'messaging.db'),
      publishers: [
        {
          service: 'bells',
          categories: ['bell'],
          translate: ({ data }) => ({ type: TYPE, data }),
        },
      ],
      aggregates: new AggregateRegistry([bell]),
      clock: { now: () => NOW },
      retryDelaysMs: [],
    });
    opened.push(messaging);
    await messaging.start([{ group: 'ears', type: TYPE, handle }]);
    return messaging;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'continuo-messaging-'));
    store = new MemoryRecord();
  });
  afterEach(async () => {
    for (const messaging of opened.splice(0)) await messaging.stop();
    await rm(folder, { recursive: true });
  });

  it('has its unsettled messages delivered again', async () => {
    const never = new Promise<void>(() => {});
    await store.append('bell-1', [rung('a'), rung('b')]);
    void start(() => never); // hangs in its first message and is left behind
    await new Promise((resolve) => setTimeout(resolve, 300));
    opened.splice(0);
    const heard: string[] = [];
    const messaging = await start(async (message) => void heard.push(toneOf(message)));
    await messaging.caughtUp(2);
    expect(heard).toEqual(['a', 'b']);
  });

  it('neither forgets what was parked nor delivers again what was dropped or came before', async () => {
    const heard: string[] = [];
    let hang = new Promise<void>(() => {});
    const handle = async (message: IntegrationMessage) => {
      if (message.subject === 'stuck') return hang;
      if (toneOf(message).startsWith('bad')) throw new Error('bad');
      heard.push(toneOf(message));
    };
    await store.append('bell-stuck', [rung('z')]); // keeps the checkpoint at 0
    await store.append('bell-1', [rung('a'), rung('bad'), rung('b')]);
    await store.append('bell-2', [rung('bad too'), rung('c')]);
    const first = await start(handle);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const dropped = (await first.parked()).find(({ message }) => toneOf(message) === 'bad too')!;
    await first.drop('ears', dropped.message.id, 'not wanted');
    expect(heard).toEqual(['a', 'c']);
    opened.splice(0); // left behind as it is: no checkpoint was ever saved

    hang = Promise.resolve();
    const second = await start(handle);
    await second.caughtUp(await store.head());
    expect((await second.parked()).map(({ message }) => toneOf(message))).toEqual(['bad', 'b']);
    expect(heard).toEqual(['a', 'c', 'c']); // 'c' twice: at least once; 'a' and 'bad too' not again
  });
});
