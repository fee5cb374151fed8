import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EventStoreDbStandIn,
  type StandInOptions,
} from '@continuo/testing/eventstoredb-stand-in/stand-in';
import { newEvent } from '@continuo/testing/event-store.contract';
import { type EventStore, NO_STREAM } from '../event-store';
import { EventStoreDbEventStore, type EventStoreDbOptions } from './eventstoredb-event-store';
import { SqliteRecordSide } from './sqlite-record-side';

/** Stand-ins and stores of one test; closed by {@link Stage.clear}. */
export class Stage {
  readonly directory = mkdtempSync(join(tmpdir(), 'continuo-'));
  private readonly standIns = new Set<EventStoreDbStandIn>();
  private readonly stores: EventStoreDbEventStore[] = [];
  private sides = 0;

  async standIn(options?: StandInOptions): Promise<EventStoreDbStandIn> {
    const standIn = await EventStoreDbStandIn.start(options);
    this.standIns.add(standIn);
    return standIn;
  }

  async stop(standIn: EventStoreDbStandIn): Promise<void> {
    this.standIns.delete(standIn);
    await standIn.stop();
  }

  openSide(): Promise<SqliteRecordSide> {
    this.sides += 1;
    return SqliteRecordSide.open({ file: join(this.directory, `side-${this.sides}.db`) });
  }

  /** A store of little patience, with an empty side. */
  async open(
    url: string,
    options: Partial<EventStoreDbOptions> = {},
  ): Promise<EventStoreDbEventStore> {
    const side = options.side ?? (await this.openSide());
    const patience = { deadlineMs: 250, budgetMs: 5_000 };
    try {
      const store = await EventStoreDbEventStore.open({ url, side, ...patience, ...options });
      this.stores.push(store);
      return store;
    } catch (error) {
      await side.close();
      throw error;
    }
  }

  async clear(): Promise<void> {
    await Promise.all(this.stores.map((store) => store.close()));
    await Promise.all([...this.standIns].map((standIn) => standIn.stop()));
    rmSync(this.directory, { recursive: true });
  }
}

export function appendNew(store: EventStore, stream: string, data: object = {}) {
  return store.append({ stream, expectedRevision: NO_STREAM, events: [newEvent(data)] });
}

/** Every event that a subscription shows, by stream name. */
export class Shown {
  readonly streams: string[] = [];
  readonly errors: Error[] = [];
  upTo = 0;
  readonly subscription;

  constructor(
    store: EventStore,
    options: { categories?: readonly string[]; hold?: Promise<void> } = {},
  ) {
    const { categories, hold } = options;
    this.subscription = store.subscribe({
      after: 0,
      pageSize: 10,
      categories,
      onError: (error) => this.errors.push(error),
      onPage: async (events, upTo) => {
        await hold;
        this.streams.push(...events.map(({ stream }) => stream));
        this.upTo = upTo;
      },
    });
  }
}
