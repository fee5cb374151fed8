import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from './open-database';
import { reserveWal } from './reserve-wal';

describe('a reserved write-ahead log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'continuo-wal-'));
  const file = join(folder, 'a.db');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is overwritten, and read back after a crash up to the last commit', () => {
    const db = openDatabase({ file });
    db.exec('CREATE TABLE t (n INTEGER)');
    reserveWal(file, 3 * 1024 * 1024);
    for (let n = 0; n < 100; n += 1) db.exec(`INSERT INTO t VALUES (${n})`);
    expect(statSync(`${file}-wal`).size).toBe(3 * 1024 * 1024);

    // What a kill leaves behind: the files as they are, without a clean close.
    copyFileSync(file, join(folder, 'b.db'));
    copyFileSync(`${file}-wal`, join(folder, 'b.db-wal'));
    const recovered = openDatabase({ file: join(folder, 'b.db') });
    expect(recovered.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 100 });
    expect(recovered.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    recovered.close();
    db.close();
  });
});
