import type { EventFilter } from '@continuo/event-store/event-store';
import { verifyChains } from '@continuo/event-store/hash-chain';
import { EventStoreDbReader } from '@continuo/event-store/eventstoredb/eventstoredb-reader';
import { readReplies } from '@continuo/event-store/postgres/postgres-record-side';
import { Postgres } from '@continuo/postgres/postgres';
import { CommandFailure } from '../cli/failure';
import type { RecordFacts } from './facts';
import { type StoredText, textsOf } from './stored-text';

/** The record in EventStoreDB, and what PostgreSQL keeps beside it. */
export class RecordOnServers implements RecordFacts {
  private constructor(
    private readonly reader: EventStoreDbReader,
    private readonly postgres: Postgres,
  ) {}

  static async open(url: string, postgres: Postgres): Promise<RecordOnServers> {
    return new RecordOnServers(await EventStoreDbReader.open({ url }), postgres);
  }

  head() {
    return this.reader.head();
  }

  readAll(options: EventFilter & { after: number; maxCount: number }) {
    return this.reader.readAll(options);
  }

  chains() {
    return verifyChains(this.reader.hashedRows());
  }

  kept() {
    return this.reader.events();
  }

  acknowledged() {
    return readReplies(this.postgres);
  }

  close() {
    return this.reader.close();
  }
}

/** Throws {@link CommandFailure} where no service has ever run: nothing is created for the check. */
export async function openTables(url: string): Promise<Postgres> {
  const postgres = await Postgres.open({ url });
  const [tables] = await postgres.query<{ there: boolean }>(
    `SELECT to_regclass('migrations') IS NOT NULL AND to_regclass('projection_checkpoints') IS NOT NULL AS there`,
  );
  if (tables?.there) return postgres;
  await postgres.close();
  throw new CommandFailure(
    `There is nothing of Continuo in schema ${postgres.schema} at POSTGRES_URL: name the database of the deployment.`,
    2,
  );
}

/** Tables that hold nothing that callers sent: how far something is, keys, and who has them. */
const NOT_SCANNED = [
  'access_keys',
  'consumer_checkpoints',
  'customer_keys',
  'due_followed',
  'due_streams',
  'erased_customers',
  'key_check',
  'migrations',
  'projection_checkpoints',
  'relay_positions',
];
const PAGE = 1_000;

/** Every text of the schema, table by table, each page as it is then. */
export async function* textsInPostgres(postgres: Postgres): AsyncGenerator<StoredText> {
  const tables = await postgres.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = $1 AND tablename <> ALL ($2) ORDER BY 1`,
    [postgres.schema, NOT_SCANNED],
  );
  const client = await postgres.connect({ statement_timeout: 0, query_timeout: 0 });
  try {
    for (const { name } of tables) {
      await client.query('BEGIN READ ONLY');
      await client.query(`DECLARE page NO SCROLL CURSOR FOR SELECT * FROM "${name}"`);
      for (;;) {
        const { rows } = await client.query<Record<string, unknown>>(`FETCH ${PAGE} FROM page`);
        for (const row of rows) yield* textsOf(row, 'postgres', name);
        if (rows.length < PAGE) break;
      }
      await client.query('COMMIT');
    }
  } finally {
    await client.end();
  }
}
