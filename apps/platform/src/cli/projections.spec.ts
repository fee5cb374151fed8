import { join } from 'node:path';
import { SqliteReadStore } from '@continuo/read-store/sqlite/sqlite-read-store';
import { openDatabase } from '@continuo/sqlite/open-database';
import { RecordedHistory } from '../audit/history.fixture';
import { projectionsCommand } from './projections';

let history: RecordedHistory;
const NAME = 'subscription-list';

beforeAll(async () => {
  history = await RecordedHistory.open();
  await history.fillPrograms();
  const [recordFile, readFile] = ['record.db', 'read.db'].map((file) =>
    join(history.dataDir, file),
  );
  const store = await SqliteReadStore.open({
    recordFile: recordFile!,
    readFile: readFile!,
    definitionsModule: join(__dirname, '../definitions'),
  });
  await store.caughtUp(NAME, 8);
  await store.close();
}, 60_000);
afterAll(() => history.close());

async function rebuild(...args: string[]) {
  const printed: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(String(text));
    return true;
  });
  try {
    const options = ['rebuild', NAME, '--data-dir', history.dataDir, ...args];
    await projectionsCommand().parseAsync(options, { from: 'user' });
    return { out: printed.join(''), failure: undefined };
  } catch (error) {
    return { out: printed.join(''), failure: error as Error };
  } finally {
    write.mockRestore();
  }
}

/** As a fault, or a hand, might leave it. */
function spoil(): void {
  const db = openDatabase({ file: join(history.dataDir, 'read.db') });
  const [table] = db
    .prepare(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'subscription_list__g%'`,
    )
    .all() as { name: string }[];
  db.exec(`UPDATE "${table!.name}" SET quantity = 7 WHERE subscription_id = 'sub_1'`);
  db.close();
}

describe('continuo projections rebuild --compare', () => {
  it('names each row that differs from a replay, then switches to what was built beside it', async () => {
    spoil();
    const looked = await rebuild('--compare', '--no-switch');
    expect(looked.out).toContain('2 rows, 1 differ');
    expect(looked.out).toMatch(/live .*"quantity":7/);
    expect(looked.out).toMatch(/replayed .*"quantity":2/);
    expect((await rebuild('--compare', '--no-switch', '--json')).out).toContain(
      '"differenceCount":1',
    );
    const switched = JSON.parse((await rebuild('--compare', '--json')).out);
    expect(switched).toMatchObject({
      projection: NAME,
      switched: true,
      comparison: { differenceCount: 1 },
    });
    expect((await rebuild('--compare')).out).toContain('2 rows, 0 differ');
  }, 60_000);

  it('compares or switches, or both', async () => {
    expect((await rebuild('--no-switch')).failure?.message).toContain('--compare');
  });
});
