import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { assertSafe, openDatabase, UnsafeDatabaseError } from './open-database';

describe('openDatabase', () => {
  const directory = mkdtempSync(join(tmpdir(), 'continuo-'));
  const file = join(directory, 'a.db');
  afterAll(() => rmSync(directory, { recursive: true }));

  it('opens in WAL mode and syncs each commit, also when opened again', () => {
    for (let time = 1; time <= 2; time += 1) {
      const db = openDatabase({ file });
      expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
      expect(db.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
      expect(db.prepare('PRAGMA foreign_keys').get()).toEqual({ foreign_keys: 1 });
      db.close();
    }
  });

  it('refuses a connection that does not sync each commit', () => {
    const db = openDatabase({ file });
    db.exec('PRAGMA synchronous = NORMAL');
    expect(() => assertSafe(db, file)).toThrow('synchronous is 1, not FULL (2)');
    db.close();
  });

  it('refuses a database that cannot keep a write-ahead log', () => {
    expect(() => openDatabase({ file: ':memory:' })).toThrow(UnsafeDatabaseError);
  });

  it('does not write through a read-only connection, with or without a writer', () => {
    const writer = new DatabaseSync(file);
    writer.exec('CREATE TABLE t (a)');
    writer.close();
    const reader = openDatabase({ file, readOnly: true });
    expect(() => reader.exec('INSERT INTO t VALUES (1)')).toThrow('readonly');
    expect(reader.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 0 });
    reader.close();
  });
});
