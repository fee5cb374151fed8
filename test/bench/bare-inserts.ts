import { createTables } from '@continuo/event-store/sqlite/schema';
import type { RecordedEvent } from '@continuo/event-store/event-store';
import { openDatabase } from '@continuo/sqlite/open-database';
import { uuidOf } from './order-events';

const ROWS_PER_COMMIT = 256;

/** SQLite alone, and the rows that one thing writes: inserted as often as that is to be done, 256 per commit. */
export function bareInserts(file: string, written: readonly RecordedEvent[]) {
  const db = openDatabase({ file, cacheKib: 65_536 });
  db.exec('PRAGMA wal_autocheckpoint = 4096');
  createTables(db);
  const begin = db.prepare('BEGIN IMMEDIATE');
  const insert = db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const commit = db.prepare('COMMIT');
  const hash = Buffer.alloc(32, 7);
  const rows = written.map(({ type, data, metadata }) => ({
    type,
    data: JSON.stringify(data),
    metadata: JSON.stringify(metadata),
  }));
  const category = written[0]?.stream.split('-')[0] ?? '';
  let n = 0;
  return {
    insert(times: number) {
      const end = n + times * rows.length;
      while (n < end) {
        begin.run();
        for (let inCommit = 0; inCommit < ROWS_PER_COMMIT && n < end; inCommit += 1, n += 1) {
          const revision = n % rows.length;
          const stream = `${category}-${Math.floor(n / rows.length)}`;
          const { type, data, metadata } = rows[revision] as (typeof rows)[number];
          insert.run(n + 1, stream, category, revision, uuidOf(n), type, data, metadata, hash);
        }
        commit.run();
      }
    },
    close: () => db.close(),
  };
}
