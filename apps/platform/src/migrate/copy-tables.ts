import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Postgres } from '@continuo/postgres/postgres';
import { type Database, openDatabase } from '@continuo/sqlite/open-database';

/** A table that a data directory and PostgreSQL both have, with the same columns. */
interface Table {
  readonly what: 'replies' | 'erasedCustomers' | 'customerKeys' | 'accessKeys';
  readonly file: string;
  readonly name: string;
  readonly inPostgres: string;
  readonly columns: readonly string[];
}

export type CopiedTables = Record<Table['what'], number>;

const ERASED: Table = {
  what: 'erasedCustomers',
  file: 'keys.db',
  name: 'erased',
  inPostgres: 'erased_customers',
  columns: ['customer_id', 'erased_at'],
};
const CUSTOMER_KEYS: Table = {
  what: 'customerKeys',
  file: 'keys.db',
  name: 'customer_keys',
  inPostgres: 'customer_keys',
  columns: ['customer_id', 'wrapped'],
};
const ACCESS_KEYS: Table = {
  what: 'accessKeys',
  file: 'access.db',
  name: 'access_keys',
  inPostgres: 'access_keys',
  columns: [
    'key_id',
    'secret_hash',
    'role',
    'name',
    'call_centre_id',
    'agent_id',
    'vendor_id',
    'created_at',
    'revoked_at',
  ],
};
const REPLIES: Table = {
  what: 'replies',
  file: 'record.db',
  name: 'replies',
  inPostgres: 'replies',
  columns: ['key', 'request_hash', 'status', 'body', 'headers', 'recorded_at'],
};
/** Erasures first: a key of somebody who is erased on either side is not taken along. */
const TABLES = [REPLIES, ERASED, CUSTOMER_KEYS, ACCESS_KEYS];

/** On both sides: whoever is erased has no key, and a key that was revoked anywhere stays so. */
const ERASED_HAVE_NO_KEY = (erased: string) =>
  `DELETE FROM customer_keys WHERE customer_id IN (SELECT customer_id FROM ${erased})`;

type Value = string | number | null | Uint8Array;
type Row = Readonly<Record<string, Value>>;

/** Answers how many rows each table of the target has gained. */
export async function copyToPostgres(dataDir: string, postgres: Postgres): Promise<CopiedTables> {
  const copied: Partial<CopiedTables> = {};
  for (const table of TABLES) {
    copied[table.what] = 0;
    for (const row of rowsInFile(dataDir, table)) {
      const values = table.columns.map((column) => row[column] ?? null);
      const marks = values.map((_, index) => `$${index + 1}`).join(', ');
      copied[table.what]! += await postgres.execute(
        `INSERT INTO ${table.inPostgres} (${table.columns.join(', ')}) VALUES (${marks}) ON CONFLICT DO NOTHING`,
        values,
      );
      if (table === ACCESS_KEYS && row.revoked_at)
        await postgres.execute(
          'UPDATE access_keys SET revoked_at = $2 WHERE secret_hash = $1 AND revoked_at IS NULL',
          [row.secret_hash!, row.revoked_at],
        );
    }
  }
  await postgres.execute(ERASED_HAVE_NO_KEY(ERASED.inPostgres));
  return copied as CopiedTables;
}

/** As {@link copyToPostgres}, the other way; the files must have their tables. */
export async function copyToFiles(postgres: Postgres, dataDir: string): Promise<CopiedTables> {
  const copied: Partial<CopiedTables> = {};
  for (const table of TABLES) {
    const rows = await postgres.query<Row>(
      `SELECT ${table.columns.join(', ')} FROM ${table.inPostgres} ORDER BY 1`,
    );
    copied[table.what] = inFile(dataDir, table, (db) => insertAll(db, table, rows));
  }
  return copied as CopiedTables;
}

function insertAll(db: Database, table: Table, rows: readonly Row[]): number {
  const insert = db.prepare(
    `INSERT INTO ${table.name} (${table.columns.join(', ')})
     VALUES (${table.columns.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`,
  );
  let inserted = 0;
  db.exec('BEGIN IMMEDIATE');
  for (const row of rows) {
    inserted += Number(insert.run(...table.columns.map((column) => row[column] ?? null)).changes);
    if (table === ACCESS_KEYS && row.revoked_at)
      db.prepare(
        'UPDATE access_keys SET revoked_at = ? WHERE secret_hash = ? AND revoked_at IS NULL',
      ).run(row.revoked_at, row.secret_hash!);
  }
  if (table === CUSTOMER_KEYS) db.exec(ERASED_HAVE_NO_KEY(ERASED.name));
  db.exec('COMMIT');
  return inserted;
}

function rowsInFile(dataDir: string, table: Table): readonly Row[] {
  if (!existsSync(join(dataDir, table.file))) return [];
  return inFile(
    dataDir,
    table,
    (db) => db.prepare(`SELECT ${table.columns.join(', ')} FROM ${table.name}`).all() as Row[],
  );
}

function inFile<Result>(dataDir: string, table: Table, use: (db: Database) => Result): Result {
  const db = openDatabase({ file: join(dataDir, table.file) });
  try {
    return use(db);
  } finally {
    db.close();
  }
}
