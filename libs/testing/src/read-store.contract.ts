import { join } from 'node:path';
import type { DomainEvent, Position } from '@continuo/event-store/event-store';
import type { ReadModels, ReadStore } from '@continuo/read-store/read-store';
import { begun, ended, type LoanTables, type ShelfTables } from './read-store.definitions';

/** One adapter over one durable place and a record: opened again, it goes on where it was. */
export interface ReadStoreHarness {
  open(definitionsModule: string): Promise<ReadStore>;
  append(stream: string, events: readonly DomainEvent[]): Promise<Position>;
  dispose(): Promise<void>;
}

/** What every {@link ReadStore} does. */
export function readStoreContract(adapter: string, create: () => Promise<ReadStoreHarness>): void {
  describe(`${adapter} as read store`, () => {
    const definitions = join(__dirname, 'read-store.definitions');
    let harness: ReadStoreHarness;
    let store: ReadStore;
    beforeEach(async () => {
      harness = await create();
    });
    afterEach(async () => {
      await store.close();
      await harness.dispose();
    });
    const allLoans = () =>
      store.query<LoanTables>().selectFrom('loans').selectAll().orderBy('book').execute();

    it('shows what was and what will be recorded, in today’s form', async () => {
      await harness.append('loan-1', [
        { type: 'loan.begun.v1', data: { book: 'a', reader: 'ann' } },
      ]);
      store = await harness.open(definitions);
      const position = await harness.append('loan-1', [begun('b', 'ann'), ended('a', 'ann')]);
      await Promise.all([store.caughtUp('loans', position), store.caughtUp('shelf', position)]);
      expect(await allLoans()).toEqual([
        { book: 'a', reader: 'ann', days: 28, returned: 1 },
        { book: 'b', reader: 'ann', days: 14, returned: null },
      ]);
      expect(
        await store.query<LoanTables>().selectFrom('loans_per_reader').selectAll().execute(),
      ).toEqual([{ reader: 'ann', begun: 2, days: 42 }]);
      expect(await store.query<ShelfTables>().selectFrom('shelf').select('book').execute()).toEqual(
        [{ book: 'a' }],
      );
      expect(await store.position('loans')).toBe(position);
      expect(await store.statuses()).toMatchObject([
        { name: 'loans', version: 1, position, state: 'live' },
        { name: 'shelf', version: 1, position, state: 'live' },
      ]);
    });

    it('answers several questions as of one moment, and goes on meanwhile', async () => {
      store = await harness.open(definitions);
      const before = await harness.append('loan-1', [begun('a', 'ann')]);
      await store.caughtUp('loans', before);
      const readers = (models: ReadModels) =>
        models.query<LoanTables>().selectFrom('loans_per_reader').selectAll().execute();
      const answers = await store.snapshot(async (models) => {
        const first = await models.query<LoanTables>().selectFrom('loans').selectAll().execute();
        const after = await harness.append('loan-1', [begun('b', 'ann'), begun('c', 'bob')]);
        await store.caughtUp('loans', after);
        expect(await readers(store)).toHaveLength(2);
        expect(await store.position('loans')).toBe(after);
        return [first.length, await readers(models), await models.position('loans')];
      });
      expect(answers).toEqual([1, [{ reader: 'ann', begun: 1, days: 14 }], before]);
      await expect(store.snapshot((models) => models.position('nothing'))).rejects.toThrow(
        'there is no projection nothing',
      );
    });

    it('counts each event once, however often it is opened', async () => {
      store = await harness.open(definitions);
      for (const book of ['a', 'b', 'c']) {
        const position = await harness.append('loan-1', [begun(book, 'ann')]);
        await store.caughtUp('loans', position);
        await store.close();
        store = await harness.open(definitions);
      }
      const { begun: count } = await store
        .query<LoanTables>()
        .selectFrom('loans_per_reader')
        .select('begun')
        .executeTakeFirstOrThrow();
      expect(count).toBe(3);
    });

    it('goes through a record of several pages', async () => {
      for (let page = 0; page < 5; page += 1) {
        const events = Array.from({ length: 500 }, (_, index) =>
          begun(`book ${page}/${index}`, `reader ${index % 7}`),
        );
        await harness.append(`loan-${page}`, events);
      }
      store = await harness.open(definitions);
      await store.caughtUp('loans', 2_500);
      const rows = await store
        .query<LoanTables>()
        .selectFrom('loans_per_reader')
        .selectAll()
        .execute();
      expect(rows.reduce((sum, row) => sum + row.begun, 0)).toBe(2_500);
    });

    it('stops the one projection that cannot take an event, and says why', async () => {
      store = await harness.open(definitions);
      await harness.append('loan-1', [begun('a', 'ann')]);
      const position = await harness.append('loan-2', [
        { type: 'loan.cursed.v1', data: {} },
        begun('b', 'bob'),
      ]);
      await store.caughtUp('loans', position);
      await expect(store.caughtUp('shelf', position)).rejects.toThrow('the shelf is haunted');
      expect(await allLoans()).toHaveLength(2);
      expect(await store.statuses()).toMatchObject([
        { name: 'loans', state: 'live' },
        {
          name: 'shelf',
          state: 'stopped',
          failure: expect.stringContaining('loan.cursed.v1 of loan-2'),
        },
      ]);
    });

    it('stops at an event that this version does not know', async () => {
      store = await harness.open(definitions);
      const position = await harness.append('loan-1', [{ type: 'loan.extended.v9', data: {} }]);
      await expect(store.caughtUp('loans', position)).rejects.toThrow('loan.extended.v9');
    });

    it('knows no other projection', async () => {
      store = await harness.open(definitions);
      await expect(store.position('nothing')).rejects.toThrow('no projection nothing');
      await expect(store.caughtUp('nothing', 1)).rejects.toThrow('no projection nothing');
    });
  });
}
