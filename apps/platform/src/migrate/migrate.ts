import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hostsOf } from '@continuo/event-store/eventstoredb/connection-string';
import { EventStoreDbEventStore } from '@continuo/event-store/eventstoredb/eventstoredb-event-store';
import { EventStoreDbReader } from '@continuo/event-store/eventstoredb/eventstoredb-reader';
import { PostgresRecordSide } from '@continuo/event-store/postgres/postgres-record-side';
import { RecordReader } from '@continuo/event-store/sqlite/record-reader';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { PostgresAccessKeys } from '@continuo/http/postgres/postgres-access-keys';
import { SqliteAccessKeys } from '@continuo/http/sqlite/sqlite-access-keys';
import type { Clock } from '@continuo/kernel/clock';
import { relayName } from '@continuo/messaging/kafka/relay';
import { LocalPersonalData } from '@continuo/personal-data/local/local-personal-data';
import { PostgresPersonalData } from '@continuo/personal-data/postgres/postgres-personal-data';
import { Postgres } from '@continuo/postgres/postgres';
import { takeLeases } from '@continuo/postgres/postgres-leases';
import { acquireDataLock } from '@continuo/sqlite/data-lock';
import { SERVICES } from '../services';
import { compareRecords, copyRecord, type CopiedRecord } from './copy-record';
import { copyToFiles, copyToPostgres, type CopiedTables } from './copy-tables';
import { type GrowingRecord, type KeptRecord, MigrationRefusedError } from './kept-record';

export interface MigrateOptions {
  readonly to: 'eventstoredb' | 'sqlite';
  readonly dataDir: string;
  readonly eventStoreUrl: string;
  readonly postgresUrl: string;
  /** Schema of the deployment in PostgreSQL. */
  readonly schema?: string;
  /** Value of CONTINUO_KEY_ENCRYPTION_KEY; the file `kek` of the data directory when absent. */
  readonly keyEncryptionKey: string | undefined;
  readonly clock: Clock;
  readonly onProgress: (done: number, total: number) => void;
}

export type MigrationReport = { readonly from: string; readonly into: string } & CopiedRecord &
  CopiedTables;

/** What was opened, closed in the opposite order. */
class Opened {
  private readonly closers: (() => unknown)[] = [];

  add<Port>(port: Port, close: (port: Port) => unknown): Port {
    this.closers.push(() => close(port));
    return port;
  }

  async close(): Promise<void> {
    for (const close of this.closers.splice(0).reverse()) await close();
  }
}

/**
 * Copies a record, the customers' keys, the access keys and the answers given from a data directory
 * to EventStoreDB and PostgreSQL, or back, and compares both sides. What an earlier run has copied is
 * not copied again. Throws {@link MigrationRefusedError}, `DataDirectoryInUseError`,
 * `KeyEncryptionKeyError`, and what an engine says that cannot be used.
 */
export async function migrate(options: MigrateOptions): Promise<MigrationReport> {
  const opened = new Opened();
  try {
    return await run(options, opened);
  } finally {
    await opened.close();
  }
}

async function run(options: MigrateOptions, opened: Opened): Promise<MigrationReport> {
  const { to, dataDir, postgresUrl, schema, onProgress } = options;
  if (to === 'eventstoredb' && !existsSync(join(dataDir, 'record.db')))
    throw new MigrationRefusedError(
      `There is no record in ${dataDir}: name another with --data-dir.`,
    );
  opened.add(acquireDataLock(dataDir), (lock) => lock.release());
  const postgres = opened.add(await Postgres.open({ url: postgresUrl, schema }), (each) =>
    each.close(),
  );
  opened.add(await stopServices(postgres), (giveBack) => giveBack());
  await openKeys(options, postgres);
  const servers = await recordOnServers(options, postgres, opened);
  const file = await recordInFile(dataDir, opened);
  const [source, target] = to === 'eventstoredb' ? [file, servers] : [servers, file];
  const record = await copyRecord(source, target, onProgress);
  const tables =
    to === 'eventstoredb'
      ? await copyToPostgres(dataDir, postgres)
      : await copyToFiles(postgres, dataDir);
  await compareRecords(source, target);
  return { from: source.place, into: target.place, ...record, ...tables };
}

/** Throws {@link MigrationRefusedError} while a service has the lease to relay its messages. */
async function stopServices(postgres: Postgres): Promise<() => Promise<void>> {
  const taken = await takeLeases(
    postgres,
    SERVICES.map(({ name }) => relayName(name)),
  );
  if (typeof taken !== 'string') return taken;
  throw new MigrationRefusedError(
    `A process of the deployment at POSTGRES_URL is running (it holds the lease ${taken}): stop the edge and the services first.`,
  );
}

/** Both sides have their tables afterwards, and one key-encryption key. */
async function openKeys(
  { dataDir, keyEncryptionKey, clock }: MigrateOptions,
  postgres: Postgres,
): Promise<void> {
  const keyEncryptionKeyFile = join(dataDir, 'kek');
  const options = { clock, keyEncryptionKey };
  await PostgresPersonalData.open({ ...options, postgres, keyEncryptionKeyFile });
  await (await LocalPersonalData.open({ ...options, dataDir })).close();
  await PostgresAccessKeys.open(postgres);
  SqliteAccessKeys.open(join(dataDir, 'access.db')).close();
}

async function recordInFile(dataDir: string, opened: Opened): Promise<GrowingRecord> {
  const file = join(dataDir, 'record.db');
  const store = opened.add(await SqliteEventStore.open({ file }), (each) => each.close());
  const reader = opened.add(new RecordReader({ file }), (each) => each.close());
  return { place: file, store, head: () => store.head(), events: () => reader.events() };
}

async function recordOnServers(
  { eventStoreUrl: url }: MigrateOptions,
  postgres: Postgres,
  opened: Opened,
): Promise<GrowingRecord & KeptRecord> {
  const side = await PostgresRecordSide.open(postgres);
  const store = opened.add(await EventStoreDbEventStore.open({ url, side }), (each) =>
    each.close(),
  );
  const reader = opened.add(await EventStoreDbReader.open({ url }), (each) => each.close());
  const place = `EventStoreDB at ${hostsOf(url)}`;
  return { place, store, head: () => store.head(), events: () => reader.events() };
}
