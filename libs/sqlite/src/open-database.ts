import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';

/** An open connection. */
export type Database = DatabaseSyncInstance;

/** Earlier versions can lose commits when a WAL is reset while another connection checkpoints it. */
const MIN_SQLITE_VERSION = '3.51.3';
const SYNCHRONOUS_FULL = 2;

export interface OpenDatabaseOptions {
  readonly file: string;
  /** For connections that only read; the file must exist. */
  readonly readOnly?: boolean;
  /** How long a statement waits for another connection's lock; 5,000 by default. */
  readonly busyTimeoutMs?: number;
  /** Page cache of the connection, in KiB; 16,384 by default. */
  readonly cacheKib?: number;
}

/** The database cannot give the durability it was asked for: nothing may be written to it. */
export class UnsafeDatabaseError extends Error {
  constructor(file: string, problem: string) {
    super(`${file} cannot be opened safely: ${problem}`);
    this.name = 'UnsafeDatabaseError';
  }
}

/**
 * Opens an SQLite file in WAL mode with synchronous=FULL and reads both back: a commit that returns
 * is on the disk. Throws {@link UnsafeDatabaseError} when SQLite answers otherwise.
 */
export function openDatabase(options: OpenDatabaseOptions): Database {
  const { file, readOnly = false, busyTimeoutMs = 5_000, cacheKib = 16_384 } = options;
  const db = new DatabaseSync(file, { readOnly, timeout: busyTimeoutMs });
  try {
    if (!readOnly) db.exec('PRAGMA journal_mode = WAL');
    db.exec(
      `PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -${cacheKib}`,
    );
    assertSafe(db, file);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Checks what a connection is really set to. Throws {@link UnsafeDatabaseError}. */
export function assertSafe(db: Database, file: string): void {
  const version = String(readValue(db, 'SELECT sqlite_version()'));
  if (!isAtLeast(version, MIN_SQLITE_VERSION)) {
    throw new UnsafeDatabaseError(file, `SQLite ${version} is older than ${MIN_SQLITE_VERSION}`);
  }
  const journalMode = readValue(db, 'PRAGMA journal_mode');
  if (journalMode !== 'wal') {
    throw new UnsafeDatabaseError(file, `its journal mode is '${String(journalMode)}', not 'wal'`);
  }
  const synchronous = readValue(db, 'PRAGMA synchronous');
  if (synchronous !== SYNCHRONOUS_FULL) {
    throw new UnsafeDatabaseError(
      file,
      `synchronous is ${String(synchronous)}, not FULL (${SYNCHRONOUS_FULL})`,
    );
  }
}

function readValue(db: Database, sql: string): unknown {
  const row = db.prepare(sql).get() as Record<string, unknown> | undefined;
  return row && Object.values(row)[0];
}

function isAtLeast(version: string, minimum: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, least] of minimum.split('.').map(Number).entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}
