import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Aggregate, AggregateRegistry } from '@continuo/event-store/aggregate';
import { NO_STREAM } from '@continuo/event-store/event-store';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { systemActor } from '@continuo/kernel/actor';
import { deriveUuid } from '@continuo/kernel/ids';
import { NOW } from '@continuo/testing/examples';
import { InProcessLeases } from '../in-process/in-process-leases';
import { MessagingDatabase } from '../in-process/messaging-database';
import type { Publisher } from '../messaging';
import { systemTimers } from '../system/system-timers';
import { Translator } from '../translator';
import { Relay } from './relay';

type Rung = { type: 'bell.rung.v1'; data: { tone: string } };

const bell: Aggregate<object, Rung, null> = {
  category: 'bell',
  decider: { decide: () => [], evolve: () => null, initialState: () => null },
  events: { 'bell.rung.v1': true },
};
const publisher: Publisher = {
  service: 'bells',
  categories: ['bell'],
  translate: ({ data }) => ({ type: 'continuo.bells.bell-rung.v1', data: data as Rung['data'] }),
};

/** A broker that has the records at once and says so when it is told to. */
class SlowBroker {
  records = 0;
  private acknowledge = () => {};

  send(records: readonly unknown[]): Promise<void> {
    this.records += records.length;
    return new Promise((resolve) => (this.acknowledge = resolve));
  }

  answer(): void {
    this.acknowledge();
  }

  async close(): Promise<void> {}
}

describe('a relay that is stopped while the broker has its batch', () => {
  let folder: string;
  let store: SqliteEventStore;
  let parking: MessagingDatabase;
  const saved = new Map<string, number>();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'continuo-relay-'));
    store = await SqliteEventStore.open({ file: join(folder, 'record.db') });
    parking = new MessagingDatabase(join(folder, 'parking.db'));
    saved.clear();
    const event = { id: deriveUuid('rung'), type: 'bell.rung.v1', data: { tone: 'a' } };
    const commandId = deriveUuid('ring');
    const about = { actor: systemActor('spec'), commandId, correlationId: commandId };
    const metadata = { ...about, recordedAt: NOW, effectiveAt: NOW };
    const events = [{ ...event, metadata }];
    await store.append({ stream: 'bell-1', expectedRevision: NO_STREAM, events });
  });
  afterEach(async () => {
    await store.close();
    parking.close();
    await rm(folder, { recursive: true });
  });

  async function relaying(broker: SlowBroker): Promise<Relay> {
    const relay = await Relay.open({
      service: 'bells',
      store,
      translator: new Translator([publisher], new AggregateRegistry([bell])),
      sender: broker,
      leases: new InProcessLeases(),
      positions: {
        load: async (name) => saved.get(name),
        save: async (name, position) => void saved.set(name, position),
      },
      maxMessageBytes: 1_000_000,
      runner: { parking, timers: systemTimers, clock: { now: () => NOW } },
      onError: (error) => {
        throw error;
      },
    });
    relay.start();
    while (broker.records === 0) await new Promise((resolve) => setImmediate(resolve));
    return relay;
  }

  it('waits for the acknowledgement, and does not produce it again after the next start', async () => {
    const broker = new SlowBroker();
    const relay = await relaying(broker);
    const stopped = relay.stop();
    broker.answer();
    await stopped;
    expect([...saved.values()]).toEqual([await store.head()]);
  });

  it('does not wait long for a broker that is away, and produces it again then', async () => {
    const relay = await relaying(new SlowBroker());
    await relay.stop();
    expect([...saved.values()]).toEqual([]);
  });
});
