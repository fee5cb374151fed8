import { type Database, openDatabase } from '@continuo/sqlite/open-database';
import type { ProjectionStatus } from '../read-store';
import { readStatuses } from './checkpoints';

/**
 * The writing side of `read.db`. Rows and checkpoint are one transaction and can be made again from
 * the record, so commits keep their order but need no fsync each.
 */
export function openReadDatabase(file: string): Database {
  const db = openDatabase({ file, busyTimeoutMs: 30_000, cacheKib: 32_768 });
  db.exec('PRAGMA synchronous = NORMAL');
  return db;
}

/** One transaction, undone when `work` throws. */
export function inTransaction<Result>(db: Database, work: () => Result): Result {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** The read models in a `read.db`, whether a server runs on it or not. */
export function listProjections(readFile: string): readonly ProjectionStatus[] {
  const db = openDatabase({ file: readFile, readOnly: true });
  try {
    return readStatuses(db);
  } finally {
    db.close();
  }
}
