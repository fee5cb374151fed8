import type { Postgres } from '@continuo/postgres/postgres';
import { describeWithPostgres } from '@continuo/testing/postgres';
import type { StoredReply } from '../event-store';
import { PostgresRecordSide } from './postgres-record-side';

const at = (day: number) => `2026-03-0${day}T00:00:00.000Z`;
const reply = (key: string, body: string, day = 1): StoredReply => ({
  key,
  requestHash: 'hash',
  status: 201,
  body,
  headers: { etag: '"0"' },
  recordedAt: at(day),
});

describeWithPostgres('what stands beside EventStoreDB, in PostgreSQL', (server) => {
  let postgres: Postgres;
  let side: PostgresRecordSide;
  beforeEach(async () => {
    postgres = await server.open();
    side = await PostgresRecordSide.open(postgres);
  });
  afterEach(() => postgres.close());

  const due = (stream: string, revision: number, dueAt: string | null) => ({
    stream,
    revision,
    dueAt,
  });

  it('finds streams whose due date has come, the longest overdue first', async () => {
    await side.saveDue([
      due('loan-2', 0, at(2)),
      due('loan-1', 0, at(3)),
      due('loan-3', 0, at(5)),
      due('bill-1', 0, at(1)),
    ]);
    expect(await side.dueStreams('loan', at(3), 10)).toEqual([
      { stream: 'loan-2', dueAt: at(2) },
      { stream: 'loan-1', dueAt: at(3) },
    ]);
    expect(await side.dueStreams('loan', at(9), 1)).toHaveLength(1);
    expect(await side.nextDueAt(['loan', 'bill'])).toBe(at(1));
    expect(await side.nextDueAt(['loan'])).toBe(at(2));
    expect(await side.nextDueAt(['nothing'])).toBeUndefined();
  });

  it('believes the later revision, in whatever order it hears of them, also of the end', async () => {
    await side.saveDue([due('loan-1', 4, at(4)), due('loan-1', 6, at(6)), due('loan-1', 5, at(5))]);
    expect(await side.nextDueAt(['loan'])).toBe(at(6));
    await side.saveDue([due('loan-1', 8, null)]);
    await side.saveDue([due('loan-1', 7, at(7))]);
    expect(await side.nextDueAt(['loan'])).toBeUndefined();
    await Promise.all(
      [12, 9, 14, 11].map((revision) => side.saveDue([due('loan-1', revision, at(revision % 9))])),
    );
    expect(await side.nextDueAt(['loan'])).toBe(at(14 % 9));
  });

  it('remembers the highest position followed to', async () => {
    expect(await side.followedTo()).toBe(0);
    await side.saveDue([], 2 ** 45);
    await side.saveDue([due('loan-1', 0, at(1))], 17);
    await side.saveDue([due('loan-1', 1, at(1))]);
    const again = await PostgresRecordSide.open(postgres);
    expect(await again.followedTo()).toBe(2 ** 45);
  });

  it('keeps the last snapshot, and one of another version instead', async () => {
    const state = { lines: [{ words: 'Ünïcødé' }], none: null };
    expect(await side.loadSnapshot('loan-1')).toBeUndefined();
    await side.saveSnapshot('loan-1', { revision: 9, version: 1, state });
    await side.saveSnapshot('loan-1', { revision: 5, version: 1, state: {} });
    expect(await side.loadSnapshot('loan-1')).toEqual({ revision: 9, version: 1, state });
    await side.saveSnapshot('loan-1', { revision: 5, version: 2, state: [] });
    expect(await side.loadSnapshot('loan-1')).toEqual({ revision: 5, version: 2, state: [] });
  });

  it('keeps the first reply under a key, until it is old', async () => {
    const first = reply('k1', 'first');
    await side.saveReply(first);
    await side.saveReply(reply('k1', 'second'));
    await side.saveReply(reply('k2', 'later', 3));
    expect(await side.findReply('k1')).toEqual(first);
    await side.purgeReplies(at(3));
    expect(await side.findReply('k1')).toBeUndefined();
    expect(await side.findReply('k2')).toEqual(reply('k2', 'later', 3));
  });
});
