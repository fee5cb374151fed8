import { AggregateRegistry } from '@continuo/event-store/aggregate';
import type { DomainEvent } from '@continuo/event-store/event-store';
import { migrate } from '@continuo/postgres/migrate';
import type { Postgres } from '@continuo/postgres/postgres';
import { MemoryRecord } from '@continuo/testing/memory-record';
import { describeWithPostgres } from '@continuo/testing/postgres';
import { aggregates, begun, ended, loans } from '@continuo/testing/read-store.definitions';
import type { Projection } from '../projection';
import { Checkpoints, READ_STORE_TABLES } from './checkpoints';
import { compareProjection, compareProjections } from './compare-projection';
import { ProjectionLoop } from './projection-loop';
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

describeWithPostgres('building a read model anew in PostgreSQL', (server) => {
  let postgres: Postgres;
  let record: MemoryRecord;
  let loops: { loop: ProjectionLoop; names: readonly string[] }[];
  const stopped: string[] = [];

  const append = (...events: DomainEvent[]) => record.append('loan-1', events);
  const loopOf = async (...projections: Projection[]) => {
    const loop = new ProjectionLoop({
      postgres,
      source: record,
      aggregates: new AggregateRegistry(aggregates),
      onStopped: (name) => stopped.push(name),
    });
    for (const projection of projections) await loop.add(projection);
    loops.push({ loop, names: projections.map(({ name }) => name) });
    return loop;
  };
  const settle = async (loop: ProjectionLoop) => {
    while ((await loop.round()) !== 'idle');
    return loop;
  };
  const statuses = () => new Checkpoints(postgres).statuses();
  const daysOf = async (book: string) => {
    const [row] = await postgres.query<{ days: number }>('SELECT days FROM loans WHERE book = $1', [
      book,
    ]);
    return row?.days;
  };
  const tables = async () =>
    (
      await postgres.query<{ tablename: string }>(
        `SELECT tablename FROM pg_tables WHERE schemaname = $1 AND tablename LIKE 'loans%' ORDER BY 1`,
        [postgres.schema],
      )
    ).map(({ tablename }) => tablename);

  beforeEach(async () => {
    postgres = await server.open();
    record = new MemoryRecord();
    loops = [];
    stopped.length = 0;
    await migrate(postgres, READ_STORE_TABLES);
  });
  afterEach(async () => {
    for (const { loop, names } of loops) for (const name of names) await loop.remove(name);
    await postgres.close();
  });

  it('shows the old rows until the new ones are complete, then drops the old', async () => {
    await append(...Array.from({ length: 1_500 }, (_, index) => begun(`book ${index}`, 'ann')));
    await settle(await loopOf(loans));
    expect(await daysOf('book 0')).toBe(14);

    const loop = await loopOf(inHours);
    await loop.round();
    expect(await daysOf('book 0')).toBe(14);
    expect(await statuses()).toMatchObject([{ name: 'loans', version: 1, state: 'rebuilding' }]);
    await settle(loop);
    expect(await daysOf('book 0')).toBe(14 * 24);
    expect(await statuses()).toMatchObject([{ version: 2, state: 'live', position: 1_500 }]);
    expect(await tables()).toEqual(['loans__g2', 'loans_per_reader__g2']);

    await append(begun('new', 'bob', 1));
    await settle(loop);
    expect([await daysOf('new'), loop.positions()]).toEqual([24, { loans: 1_501 }]);
  });

  it('orders text by its bytes, whatever the locale of the database', async () => {
    await loopOf(loans);
    const collations = await postgres.query(
      `SELECT DISTINCT data_type, collation_name FROM information_schema.columns
       WHERE table_schema = $1 AND table_name LIKE 'loans%' ORDER BY 1`,
      [postgres.schema],
    );
    expect(collations).toEqual([
      { data_type: 'bigint', collation_name: null },
      { data_type: 'text', collation_name: 'C' },
    ]);
  });

  it('is done by another process while the projector goes on, which then goes on with the new one', async () => {
    await append(begun('a', 'ann'));
    const loop = await settle(await loopOf(loans));
    await postgres.execute('UPDATE loans__g1 SET days = 999');
    const progress: [number, number][] = [];
    const position = await rebuildProjection({
      postgres,
      source: record,
      projection: loans,
      aggregates,
      onProgress: (done, total) => progress.push([done, total]),
    });
    expect([position, progress.at(-1), await daysOf('a')]).toEqual([1, [1, 1], 14]);
    await append(begun('b', 'ann'));
    await settle(loop);
    expect([await daysOf('b'), loop.positions()]).toEqual([14, { loans: 2 }]);
    expect(await tables()).toEqual(['loans__g2', 'loans_per_reader__g2']);
  });

  it('counts every event once although two processes believe that they have the lease', async () => {
    const [a, b] = [await loopOf(loans), await loopOf(loans)];
    for (let round = 0; round < 10; round += 1) {
      await append(begun(`book ${round}`, 'ann'));
      await Promise.all([settle(a), settle(b)]);
    }
    const [row] = await postgres.query('SELECT * FROM loans_per_reader');
    expect(row).toEqual({ reader: 'ann', begun: 10, days: 140 });
    expect([a.positions(), b.positions(), stopped]).toEqual([{ loans: 10 }, { loans: 10 }, []]);
  });

  it('leaves the live one as it was when the new one cannot take an event', async () => {
    await append(begun('a', 'ann'));
    await settle(await loopOf(loans));
    const evolve = () => {
      throw new Error('no');
    };
    const projection = { ...inHours, evolve };
    const rebuilding = rebuildProjection({ postgres, source: record, projection, aggregates });
    await expect(rebuilding).rejects.toThrow('cannot take');
    expect(await daysOf('a')).toBe(14);
    expect(await tables()).toEqual(['loans__g1', 'loans_per_reader__g1']);
    await settle(await loopOf(projection));
    expect([await daysOf('a'), stopped]).toEqual([14, ['loans']]);
    expect(await statuses()).toMatchObject([{ version: 1, state: 'stopped' }]);
  });

  it('is left to the later version by processes of the earlier one', async () => {
    await append(begun('a', 'ann'));
    await settle(await loopOf(inHours));
    await expect(loopOf(loans)).rejects.toThrow('has version 2, and this process knows 1');
    expect(await daysOf('a')).toBe(14 * 24);
    await rebuildProjection({ postgres, source: record, projection: loans, aggregates });
    expect(await daysOf('a')).toBe(14);
  });

  it('is compared row by row with a replay', async () => {
    await append(
      begun('a', 'ann'),
      begun('b', 'ann'),
      ended('a', 'ann'),
      begun('é', 'bob'),
      begun('z', 'bob'),
    );
    await settle(await loopOf(loans));
    const compare = () =>
      compareProjection({ postgres, source: record, projection: loans, aggregates });
    await append(begun('later than the read model', 'ann'));
    expect(await compare()).toMatchObject({ position: 5, rowsCompared: 6, differenceCount: 0 });
    await postgres.query(`UPDATE loans__g1 SET returned = NULL WHERE book = 'a';
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

  it('is compared beside others, which stand elsewhere, in one pass over the record', async () => {
    const books: Projection = {
      ...loans,
      name: 'books',
      tables: { books: { columns: { book: 'text' }, key: ['book'] } },
      evolve: ({ data }) => [
        { op: 'put', table: 'books', row: { book: (data as { book: string }).book } },
      ],
    };
    const never = { ...books, name: 'never', tables: { never: books.tables['books']! } };
    await append(begun('a', 'ann'));
    await settle(await loopOf(books));
    await append(begun('b', 'ann'));
    await settle(await loopOf(loans));
    const reads: number[] = [];
    const source = {
      readAll: (options: Parameters<MemoryRecord['readAll']>[0]) => {
        reads.push(options.after);
        return record.readAll(options);
      },
    };
    const found: unknown[] = [];
    const projections = [never, books, loans];
    const options = { postgres, source, projections, aggregates };
    for await (const compared of compareProjections(options)) found.push(compared);
    expect(found).toMatchObject([
      { name: 'never', failure: { message: 'the read model never was never built' } },
      { name: 'books', comparison: { position: 1, rowsCompared: 1, differenceCount: 0 } },
      { name: 'loans', comparison: { position: 2, differenceCount: 0 } },
    ]);
    expect(reads).toEqual([0, 1]);
  });

  it('never writes rows without their checkpoint', async () => {
    await append(begun('a', 'ann'));
    const halves = (days: number) => (event: DomainEvent) => {
      const { book, reader } = event.data as { book: string; reader: string };
      return [
        { op: 'put' as const, table: 'loans', row: { book, reader, days: 1 } },
        { op: 'put' as const, table: 'loans', row: { book: 'half', reader, days } },
        { op: 'put' as const, table: 'loans', row: { book: 'no reader', reader: null, days: 1 } },
      ];
    };
    for (const days of [0.5, 1]) {
      await settle(await loopOf({ ...loans, evolve: halves(days) }));
      expect(stopped).toContain('loans');
      expect([await daysOf('a'), await daysOf('half')]).toEqual([undefined, undefined]);
      expect(await statuses()).toMatchObject([{ position: 0, state: 'stopped' }]);
    }
  });
});
