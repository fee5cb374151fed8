import { join } from 'node:path';
import type { EventFilter, EventStore } from '@continuo/event-store/event-store';
import { PostgresRecordSide } from '@continuo/event-store/postgres/postgres-record-side';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import type { Clock } from '@continuo/kernel/clock';
import type { Leases } from '@continuo/messaging/leases';
import type { Postgres } from '@continuo/postgres/postgres';
import type { Config } from './config';
import { needed } from './engines';
import type { Service } from './service';

export interface RecordOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly services: readonly Service[];
  /** `false`: their messages can be read here, but others carry them to the topics. */
  readonly relays?: boolean;
  readonly leases: Leases;
  /** What is kept cannot be written or followed any more: the process has to end. */
  readonly onStopped: (reason: Error) => void;
  /** Something failed that goes on by itself. */
  readonly onError: (what: string, error: unknown) => void;
}

/** The record on the engine of the configuration, whose driver is loaded where it is used. */
export async function openRecord(
  options: RecordOptions,
  postgres: Postgres | undefined,
): Promise<EventStore> {
  const { config, clock, leases, onStopped, onError } = options;
  const { eventStore } = config.engines;
  const now = clock.now();
  if (eventStore.kind === 'sqlite') {
    return SqliteEventStore.open({ file: join(config.dataDir, 'record.db'), now, onStopped });
  }
  const { EventStoreDbEventStore } =
    await import('@continuo/event-store/eventstoredb/eventstoredb-event-store');
  return EventStoreDbEventStore.open({
    url: eventStore.url,
    side: await PostgresRecordSide.open(needed(postgres)),
    now,
    tail: followedHere(options),
    hold: (lease, work) => leases.hold(lease, work),
    onTrouble: onError,
  });
}

/** What the read models are made of that are filled here, and the messages that are relayed; undefined when that is nothing. */
function followedHere({ services, relays = true }: RecordOptions): EventFilter | undefined {
  const followed = services.flatMap(({ projections, publisher }) => [
    ...projections.flatMap(({ categories }) => categories),
    ...(relays ? publisher.categories : []),
  ]);
  return followed.length > 0 ? { categories: [...new Set(followed)] } : undefined;
}
