import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely } from 'kysely';
import { kyselyDialect } from './kysely-dialect';
import { openDatabase } from './open-database';

interface Tables {
  vendors: { id: string; stock: number | null };
}

describe('kyselyDialect', () => {
  const directory = mkdtempSync(join(tmpdir(), 'continuo-'));
  const kysely = new Kysely<Tables>({
    dialect: kyselyDialect(openDatabase({ file: join(directory, 'a.db') })),
  });

  beforeAll(async () => {
    await kysely.schema
      .createTable('vendors')
      .addColumn('id', 'text')
      .addColumn('stock', 'integer')
      .execute();
    await kysely
      .insertInto('vendors')
      .values([
        { id: 'vnd_1', stock: 3 },
        { id: 'vnd_2', stock: null },
      ])
      .execute();
  });

  afterAll(async () => {
    await kysely.destroy();
    rmSync(directory, { recursive: true });
  });

  it('writes, counts and reads', async () => {
    const { numUpdatedRows } = await kysely
      .updateTable('vendors')
      .set({ stock: 5 })
      .where('id', '=', 'vnd_2')
      .executeTakeFirstOrThrow();
    expect(numUpdatedRows).toBe(1n);
    const rows = await kysely.selectFrom('vendors').selectAll().orderBy('id').execute();
    expect(rows).toEqual([
      { id: 'vnd_1', stock: 3 },
      { id: 'vnd_2', stock: 5 },
    ]);
    const returned = await kysely
      .updateTable('vendors')
      .set({ stock: 4 })
      .where('id', '=', 'vnd_1')
      .returning('stock')
      .execute();
    expect(returned).toEqual([{ stock: 4 }]);
  });

  it('rolls a failed transaction back', async () => {
    const failing = kysely.transaction().execute(async (trx) => {
      await trx.deleteFrom('vendors').execute();
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await kysely.selectFrom('vendors').selectAll().execute()).toHaveLength(2);
  });

  it('streams the same query twice at once', async () => {
    const query = kysely.selectFrom('vendors').select('id').orderBy('id');
    const pairs: string[] = [];
    for await (const outer of query.stream()) {
      pairs.push(outer.id);
    }
    expect(pairs).toEqual(['vnd_1', 'vnd_2']);
  });
});
