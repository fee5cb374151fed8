import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@continuo/sqlite/open-database';
import { describeRecordSide } from '@continuo/testing/record-side.contract';
import { SqliteRecordSide } from './sqlite-record-side';

const directory = mkdtempSync(join(tmpdir(), 'continuo-'));
let opened = 0;
const open = () => SqliteRecordSide.open({ file: join(directory, `side-${opened}.db`) });

afterAll(() => rmSync(directory, { recursive: true }));

describeRecordSide('SqliteRecordSide', {
  open() {
    opened += 1;
    return open();
  },
  reopen: open,
});

it('refuses a file that a newer version has written', async () => {
  const file = join(directory, 'newer.db');
  const db = openDatabase({ file });
  db.exec('PRAGMA user_version = 2');
  db.close();
  await expect(SqliteRecordSide.open({ file })).rejects.toThrow('has format 2');
});
