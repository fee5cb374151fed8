import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AggregateRegistry } from '@continuo/event-store/aggregate';
import { type DomainEvent, NO_STREAM } from '@continuo/event-store/event-store';
import { RecordReader } from '@continuo/event-store/sqlite/record-reader';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { type Database } from '@continuo/sqlite/open-database';
import { newEvents } from '@continuo/testing/examples';
import { aggregates, begun, ended, loans } from '@continuo/testing/read-store.definitions';
import type { Projection } from '../projection';
import { compareProjection } from './compare-projection';
import { ProjectionLoop } from './projection-loop';
import { listProjections, openReadDatabase } from './read-database';
import { rebuildProjection } from './rebuild-projection';

/** The same tables, but days are counted in hours. */
const inHours: Projection = {
  ...loans,
  version: 2,
  evolve: (event) =>
    loans
      .evolve(event)
      .map((change) =>
        change.op === 'put'
          ? { ...change, row: { ...change.row, days: Number(change.row['days']) * 24 } }
          : change,
      ),
};

describe('building a read model anew', () => {
  let folder: string;
  let record: SqliteEventStore;
  let source: RecordReader;
  let db: Database;
  let streams = 0;
  const stopped: string[] = [];
  const files = () => ({
    recordFile: join(folder, 'record.db'),
    readFile: join(folder, 'read.db'),
  });

  const append = async (...events: DomainEvent[]) => {
    const stream = `loan-${(streams += 1)}`;
    await record.append({ stream, expectedRevision: NO_STREAM, events: newEvents(stream, events) });
  };
  const loopOf = (...projections: Projection[]) =>
    new ProjectionLoop({
      db,
      source,
      projections,
      aggregates: new AggregateRegistry(aggregates),
      onStopped: (name) => stopped.push(name),
    });
  const settle = async (loop: ProjectionLoop) => {
    while ((await loop.round()) !== 'idle');
  };
  const daysOf = (book: string) =>
    (db.prepare('SELECT days FROM loans WHERE book = ?').get(book) as { days: number } | undefined)
      ?.days;
  const tables = () =>
    db
      .prepare(
        `SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'loans%' ORDER BY name`,
      )
      .all();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'continuo-rebuild-'));
    record = await SqliteEventStore.open({ file: files().recordFile });
    source = new RecordReader({ file: files().recordFile });
    db = openReadDatabase(files().readFile);
    stopped.length = 0;
  });
  afterEach(async () => {
    db.close();
    source.close();
    await record.close();
    await rm(folder, { recursive: true });
  });

  it('shows the old rows until the new ones are complete, then drops the old', async () => {
    await append(...Array.from({ length: 1_500 }, (_, index) => begun(`book ${index}`, 'ann')));
    await settle(loopOf(loans));
    expect(daysOf('book 0')).toBe(14);

    const loop = loopOf(inHours);
    await loop.round();
    expect(daysOf('book 0')).toBe(14);
    expect(listProjections(files().readFile)).toMatchObject([
      { name: 'loans', version: 1, state: 'rebuilding' },
    ]);
    await settle(loop);
    expect(daysOf('book 0')).toBe(14 * 24);
    expect(listProjections(files().readFile)).toMatchObject([
      { version: 2, state: 'live', position: 1_500 },
    ]);
    expect(tables()).toEqual([{ name: 'loans__g2' }, { name: 'loans_per_reader__g2' }]);

    await append(begun('new', 'bob', 1));
    await settle(loop);
    expect(daysOf('new')).toBe(24);
    expect(loop.positions()).toEqual({ loans: 1_501 });
  });

  it('is done by another process while the projector goes on, which then goes on with the new one', async () => {
    await append(begun('a', 'ann'));
    const loop = loopOf(loans);
    await settle(loop);
    db.exec(`UPDATE loans__g1 SET days = 999`);
    const progress: [number, number][] = [];
    const position = await rebuildProjection({
      ...files(),
      projection: loans,
      aggregates,
      onProgress: (done, total) => progress.push([done, total]),
    });
    expect([position, progress.at(-1)]).toEqual([1, [1, 1]]);
    expect(daysOf('a')).toBe(14);
    await append(begun('b', 'ann'));
    await settle(loop);
    expect([daysOf('b'), loop.positions()]).toEqual([14, { loans: 2 }]);
    expect(tables()).toEqual([{ name: 'loans__g2' }, { name: 'loans_per_reader__g2' }]);
  });

  it('leaves the live one as it was when the new one cannot take an event', async () => {
    await append(begun('a', 'ann'));
    await settle(loopOf(loans));
    const evolve = () => {
      throw new Error('no');
    };
    const broken = { ...inHours, evolve };
    await expect(rebuildProjection({ ...files(), projection: broken, aggregates })).rejects.toThrow(
      'cannot take',
    );
    expect(daysOf('a')).toBe(14);
    expect(tables()).toEqual([{ name: 'loans__g1' }, { name: 'loans_per_reader__g1' }]);
    await settle(loopOf(broken));
    expect([daysOf('a'), stopped]).toEqual([14, ['loans']]);
    expect(listProjections(files().readFile)).toMatchObject([{ version: 1, state: 'stopped' }]);
  });

  it('is compared row by row with a replay', async () => {
    await append(
      begun('a', 'ann'),
      begun('b', 'ann'),
      ended('a', 'ann'),
      begun('é', 'bob'),
      begun('z', 'bob'),
    );
    await settle(loopOf(loans));
    const compare = () => compareProjection({ ...files(), projection: loans, aggregates });
    await append(begun('later than the read model', 'ann'));
    expect(await compare()).toMatchObject({ position: 5, rowsCompared: 6, differenceCount: 0 });
    db.exec(`UPDATE loans__g1 SET returned = NULL WHERE book = 'a';
             DELETE FROM loans__g1 WHERE book = 'b';
             INSERT INTO loans_per_reader__g1 VALUES ('zoe', 1, 1)`);
    const { differenceCount, differences } = await compare();
    expect(differenceCount).toBe(3);
    expect(differences).toMatchObject([
      { table: 'loans', live: { book: 'a', returned: null }, replayed: { book: 'a', returned: 1 } },
      { table: 'loans', live: undefined, replayed: { book: 'b' } },
      { table: 'loans_per_reader', live: { reader: 'zoe' }, replayed: undefined },
    ]);
  });

  it('never writes rows without their checkpoint', async () => {
    await append(begun('a', 'ann'));
    const floating = (event: DomainEvent) => {
      const { book, reader } = event.data as { book: string; reader: string };
      return [
        { op: 'put' as const, table: 'loans', row: { book, reader, days: 1 } },
        { op: 'put' as const, table: 'loans', row: { book: 'half', reader, days: 0.5 } },
      ];
    };
    await settle(loopOf({ ...loans, evolve: floating }));
    expect(stopped).toEqual(['loans']);
    expect([daysOf('a'), daysOf('half')]).toEqual([undefined, undefined]);
    expect(listProjections(files().readFile)).toMatchObject([{ position: 0, state: 'stopped' }]);
  });
});
