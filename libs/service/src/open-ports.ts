import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AggregateRegistry } from '@continuo/event-store/aggregate';
import { CommandRunner } from '@continuo/event-store/command-runner';
import type { EventStore } from '@continuo/event-store/event-store';
import { InProcessLeases } from '@continuo/messaging/in-process/in-process-leases';
import { InProcessMessaging } from '@continuo/messaging/in-process/in-process-messaging';
import type { KafkaLog } from '@continuo/messaging/kafka/kafka-log';
import type { Leases } from '@continuo/messaging/leases';
import type { Messaging } from '@continuo/messaging/messaging';
import { PostgresParking } from '@continuo/messaging/postgres/postgres-parking';
import { PostgresPositions } from '@continuo/messaging/postgres/postgres-positions';
import { Postgres } from '@continuo/postgres/postgres';
import { PostgresLeases } from '@continuo/postgres/postgres-leases';
import { PostgresReadStore } from '@continuo/read-store/postgres/postgres-read-store';
import type { ReadStore } from '@continuo/read-store/read-store';
import { SqliteReadStore } from '@continuo/read-store/sqlite/sqlite-read-store';
import { acquireDataLock } from '@continuo/sqlite/data-lock';
import { NO_TRACING, type Tracing } from '@continuo/tracing/tracing';
import { needed, sharesRecord } from './engines';
import { openAccessKeys, openPersonalData } from './open-keys';
import { openRecord, type RecordOptions } from './open-record';
import type { Ports } from './ports';
import { WorkInFlight } from './work-in-flight';

export interface PortsOptions extends Omit<RecordOptions, 'leases'> {
  /** Names the process in its traces: of a service, or of what holds several. */
  readonly name: string;
  /**
   * For read models in SQLite, which are filled by a thread: absolute path, without extension, of a
   * module that exports `projections` and `aggregates` of these services.
   */
  readonly definitionsModule: string;
  readonly kafkaLog?: KafkaLog;
}

/** The ports of a process, opened one after the other on the engines of its configuration. */
class Opening {
  private readonly closers: (() => void | Promise<void>)[] = [];

  constructor(readonly options: PortsOptions) {}

  /** Closed before everything that was opened earlier. */
  opened<Port>(port: Port, close: (port: Port) => void | Promise<void>): Port {
    this.closers.push(() => close(port));
    return port;
  }

  async close(): Promise<void> {
    for (const close of this.closers.splice(0).reverse()) await close();
  }

  file(name: string): string {
    return join(this.options.config.dataDir, name);
  }

  get aggregates() {
    return this.options.services.flatMap((service) => service.aggregates);
  }
}

/**
 * Opens all ports. Throws `DataDirectoryInUseError` when another process has the data directory, and
 * what each engine says when it cannot be used; then nothing stays open.
 */
export async function openPorts(options: PortsOptions): Promise<Ports> {
  const opening = new Opening(options);
  const { config, clock } = options;
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  try {
    opening.opened(acquireDataLock(config.dataDir), (lock) => lock.release());
    const tracing = await openTracing(opening);
    const postgres = await openPostgres(opening);
    const leases = openLeases(opening, postgres);
    const store = await openRecord({ ...options, leases }, postgres);
    opening.opened(store, (record) => record.close());
    const keysIn = config.engines.keys.kind === 'postgres' ? postgres : undefined;
    const personalData = await openPersonalData(options, keysIn);
    opening.opened(personalData, (keys) => keys.close());
    const accessKeys = await openAccessKeys(options, keysIn);
    opening.opened(accessKeys, (keys) => keys.close());
    const readStore = await openReadStore(opening, store, leases, postgres);
    const messaging = await openMessaging(opening, store, leases, postgres, tracing);
    const work = opening.opened(new WorkInFlight(), (underWay) => underWay.idle());
    const runner = new CommandRunner(store, { shared: sharesRecord(config.engines), tracing });
    const close = () => opening.close();
    return {
      store,
      runner,
      messaging,
      readStore,
      personalData,
      accessKeys,
      leases,
      clock,
      work,
      tracing,
      close,
    };
  } catch (error) {
    await opening.close();
    throw error;
  }
}

/** The SDK is loaded where it is asked for. */
async function openTracing(opening: Opening): Promise<Tracing> {
  const { name, config, onError } = opening.options;
  if (!config.traces) return NO_TRACING;
  const { OpenTelemetryTracing } =
    await import('@continuo/tracing/opentelemetry/opentelemetry-tracing');
  const { endpoint, serviceName = `continuo-${name}` } = config.traces;
  const onTrouble = (error: Error) => onError('traces cannot be exported now', error);
  return opening.opened(new OpenTelemetryTracing({ endpoint, serviceName, onTrouble }), (tracing) =>
    tracing.close(),
  );
}

async function openPostgres(opening: Opening): Promise<Postgres | undefined> {
  const { postgresUrl } = opening.options.config.engines;
  if (postgresUrl === undefined) return undefined;
  return opening.opened(await Postgres.open({ url: postgresUrl }), (postgres) => postgres.close());
}

function openLeases(opening: Opening, postgres: Postgres | undefined): Leases {
  if (!postgres) return new InProcessLeases();
  const { onError } = opening.options;
  const onTrouble = (lease: string, error: Error) => onError(`lease ${lease}`, error);
  return opening.opened(new PostgresLeases(postgres, { onTrouble }), (leases) => leases.close());
}

async function openReadStore(
  opening: Opening,
  store: EventStore,
  leases: Leases,
  postgres: Postgres | undefined,
): Promise<ReadStore> {
  const { config, services, definitionsModule, onError } = opening.options;
  const onStopped = (failure: unknown, projection?: string) =>
    onError(`read model ${projection ?? 'thread'} has stopped`, failure);
  const onTrouble = (message: string) => onError('read models cannot be written now', message);
  if (config.engines.readStore.kind === 'postgres') {
    const readStore = await PostgresReadStore.open({
      postgres: needed(postgres),
      source: store,
      projections: services.flatMap((service) => service.projections),
      aggregates: opening.aggregates,
      leases,
      onStopped,
      onTrouble,
    });
    return opening.opened(readStore, (opened) => opened.close());
  }
  const readStore = await SqliteReadStore.open({
    recordFile: opening.file('record.db'),
    readFile: opening.file('read.db'),
    definitionsModule,
    onStopped,
    onTrouble,
  });
  opening.opened(readStore, (opened) => opened.close());
  const following = store.subscribe({
    after: await store.head(),
    onPage: (_events, upTo) => readStore.headMoved(upTo),
    onError: (error) => onError('following the record for the read models', error),
  });
  opening.opened(following, (subscription) => subscription.stop());
  return readStore;
}

async function openMessaging(
  opening: Opening,
  store: EventStore,
  leases: Leases,
  postgres: Postgres | undefined,
  tracing: Tracing,
): Promise<Messaging> {
  const { config, clock, services, onStopped, onError, kafkaLog } = opening.options;
  const { messaging } = config.engines;
  const common = {
    store,
    publishers: services.map((service) => service.publisher),
    aggregates: new AggregateRegistry(opening.aggregates),
    clock,
    tracing,
    onParked: ({
      message,
      group,
      reason,
    }: {
      message: { id: string };
      group: string;
      reason: string;
    }) => onError(`message ${message.id} parked in ${group}`, reason),
    onError: (error: Error) => onError('messaging', error),
  };
  if (messaging.kind === 'in-process') {
    const inProcess = new InProcessMessaging({ ...common, file: opening.file('messaging.db') });
    return opening.opened<Messaging>(inProcess, (port) => port.stop());
  }
  const { KafkaMessaging } = await import('@continuo/messaging/kafka/kafka-messaging');
  const kafka = new KafkaMessaging({
    ...common,
    brokers: messaging.brokers,
    relays: opening.options.relays,
    leases,
    parking: await PostgresParking.open(needed(postgres)),
    positions: await PostgresPositions.ofRelays(needed(postgres)),
    log: kafkaLog,
    onFatal: onStopped,
  });
  return opening.opened<Messaging>(kafka, (port) => port.stop());
}
