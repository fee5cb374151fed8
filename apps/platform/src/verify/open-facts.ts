import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BOOKS_FILE, readBooks, readSharedBooks } from '@continuo/payments/books.module';
import type { Postgres } from '@continuo/postgres/postgres';
import { type Engines, readEngines } from '@continuo/service/engines';
import { CommandFailure } from '../cli/failure';
import { aggregates } from '../definitions';
import { compareIn, handledUpToIn, RecordFile } from './data-directory';
import type { Facts, RecordFacts } from './facts';
import { textsInBooks, textsInDirectory } from './stored-text';

export interface FactsOptions {
  /** The data directory; of a deployment, that of payments. */
  readonly dataDir: string;
  /** The embedded ones by default. */
  readonly engines?: Engines;
  /** The gateway's books, where they are not in the data directory. */
  readonly gatewayBooks?: string;
}

/** The record, and PostgreSQL where something is kept there. */
export interface Kept {
  readonly record: RecordFacts;
  readonly postgres: Postgres | undefined;
  close(): Promise<void>;
}

/** Opens what the configuration says; creates nothing, and loads the clients of no server without need. */
export async function openKept(dataDir: string, engines: Engines): Promise<Kept> {
  const { eventStore, postgresUrl } = engines;
  if (postgresUrl === undefined) {
    const record = RecordFile.open(dataDir);
    return { record, postgres: undefined, close: async () => record.close() };
  }
  const { openTables, RecordOnServers } = await import('./deployment');
  const postgres = await openTables(postgresUrl);
  try {
    const record =
      eventStore.kind === 'eventstoredb'
        ? await RecordOnServers.open(eventStore.url, postgres)
        : RecordFile.open(dataDir);
    const close = async () => {
      await record.close();
      await postgres.close();
    };
    return { record, postgres, close };
  } catch (error) {
    await postgres.close();
    throw error;
  }
}

/** Opens what the checks look at, where the configuration says that it is. */
export async function openFacts(options: FactsOptions): Promise<Facts> {
  const { dataDir, engines = readEngines({}) } = options;
  const { messaging, readStore } = engines;
  const books = findBooks(options, engines);
  const { record, postgres, close } = await openKept(dataDir, engines);
  return {
    record,
    handledUpTo: async () => {
      if (!postgres || messaging.kind !== 'kafka') return handledUpToIn(dataDir);
      const { handledOnKafka } = await import('./handled-on-kafka');
      return handledOnKafka(postgres, messaging.brokers);
    },
    async *compare(projections) {
      if (!postgres || readStore.kind !== 'postgres') return yield* compareIn(dataDir, projections);
      const { compareProjections } =
        await import('@continuo/read-store/postgres/compare-projection');
      yield* compareProjections({ postgres, source: record, projections, aggregates });
    },
    books: () => {
      if (engines.simulatorBooks.kind === 'postgres' && postgres) return readSharedBooks(postgres);
      return books === undefined ? [] : readBooks(books);
    },
    async *texts() {
      yield* textsInDirectory(dataDir);
      if (books !== undefined) yield* textsInBooks(books);
      if (!postgres) return;
      const { textsInPostgres } = await import('./deployment');
      yield* textsInPostgres(postgres);
    },
    close,
  };
}

/** A deployment has books from its first start on; a data directory may have been filled by an import alone. */
function findBooks(
  options: FactsOptions,
  { eventStore, simulatorBooks }: Engines,
): string | undefined {
  if (simulatorBooks.kind === 'postgres') return undefined;
  const { gatewayBooks, dataDir } = options;
  const file = gatewayBooks ?? join(dataDir, BOOKS_FILE);
  if (existsSync(file)) return file;
  if (gatewayBooks === undefined && eventStore.kind === 'sqlite') return undefined;
  throw new CommandFailure(
    gatewayBooks === undefined
      ? `The gateway's books are not in ${dataDir}: name the data directory of payments with --data-dir, or the file with --gateway-books.`
      : `There is no file ${gatewayBooks}: --gateway-books names the gateway's books.`,
    2,
  );
}
