import { UnavailableError } from '@continuo/kernel/unavailable-error';
import { describeWithPostgres } from '@continuo/testing/postgres';
import { migrate } from './migrate';
import { Postgres } from './postgres';
import { PostgresListener } from './postgres-listener';

describe('a PostgreSQL that is not there', () => {
  it('is named when the process starts, with what was tried', async () => {
    const opened = Postgres.open({ url: 'postgres://ann:secret@127.0.0.1:1/shop', startUpMs: 300 });
    await expect(opened).rejects.toThrow(
      /^PostgreSQL at 127\.0\.0\.1:1\/shop \(POSTGRES_URL\) cannot be used: it does not answer \(.*ECONNREFUSED.*\)/,
    );
  });
});

describeWithPostgres('a PostgreSQL', (server) => {
  let postgres: Postgres;
  beforeEach(async () => {
    postgres = await server.open();
  });
  afterEach(() => postgres.close());

  it('is refused at once when database or schema cannot be used', async () => {
    const elsewhere = new URL(server.url);
    elsewhere.pathname = '/nowhere';
    await expect(Postgres.open({ url: elsewhere.href })).rejects.toThrow('Create it, or name');
    await expect(Postgres.open({ url: server.url, schema: 'Shop; --' })).rejects.toThrow(
      'no name for a schema',
    );
  });

  it('is left as it was by whoever only looks, and gets its schema with the first table', async () => {
    const schema = 'looked_at';
    const looking = await Postgres.open({ url: server.url, schema });
    const known = () =>
      looking.query('SELECT 1 FROM information_schema.schemata WHERE schema_name = $1', [schema]);
    expect(await known()).toEqual([]);
    await migrate(looking, { part: 'notes', steps: ['CREATE TABLE notes (text TEXT)'] });
    expect(await known()).toHaveLength(1);
    expect(await looking.query('SELECT * FROM notes')).toEqual([]);
    await looking.execute(`DROP SCHEMA ${schema} CASCADE`);
    await looking.close();
  });

  it('gives numbers where SQLite does, and refuses what they do not hold', async () => {
    const [row] = await postgres.query(
      'SELECT 9007199254740991::bigint AS big, sum(x) AS sum, count(*) AS count FROM (VALUES (1::bigint), (2)) AS v(x)',
    );
    expect(row).toEqual({ big: Number.MAX_SAFE_INTEGER, sum: 3, count: 2 });
    await expect(postgres.query('SELECT 9007199254740993::bigint')).rejects.toThrow('beyond');
  });

  it('undoes a transaction that fails, and goes on', async () => {
    await postgres.execute('CREATE TABLE notes (text TEXT)');
    const failing = postgres.transaction(async (session) => {
      await session.execute('INSERT INTO notes VALUES ($1)', ['kept?']);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await postgres.query('SELECT * FROM notes')).toEqual([]);
    expect(await postgres.execute('INSERT INTO notes VALUES ($1)', ['kept'])).toBe(1);
  });

  it('ends a statement that takes too long, and says that it is for now', async () => {
    const impatient = await Postgres.open({ url: server.url, statementTimeoutMs: 200 });
    await expect(impatient.named('reports').query('SELECT pg_sleep(5)')).rejects.toMatchObject({
      name: 'UnavailableError',
      what: 'reports',
    });
    await expect(impatient.query('SELECT 1 AS one')).resolves.toEqual([{ one: 1 }]);
    await impatient.close();
  });

  it('is migrated once, step by step, however many start at once', async () => {
    const first = 'CREATE TABLE things (id INTEGER); INSERT INTO things VALUES (1)';
    const second = 'INSERT INTO things VALUES (2)';
    const steps = [first, second];
    await Promise.all(
      Array.from({ length: 6 }, () => migrate(postgres, { part: 'things', steps })),
    );
    expect(await postgres.query('SELECT id FROM things ORDER BY id')).toEqual([
      { id: 1 },
      { id: 2 },
    ]);
    await expect(migrate(postgres, { part: 'things', steps: [first] })).rejects.toThrow(
      'have version 2; this version of Continuo knows 1',
    );
  });

  it('takes back a migration that fails half-way', async () => {
    const steps = ['CREATE TABLE half (id INTEGER); SELECT no_such_function()'];
    await expect(migrate(postgres, { part: 'half', steps })).rejects.toThrow('no_such_function');
    await expect(postgres.query('SELECT * FROM half')).rejects.toThrow('does not exist');
  });
});

describeWithPostgres(
  'a PostgreSQL that is stopped and started again',
  (server) => {
    it('is unavailable meanwhile, then used again and listened to again', async () => {
      const postgres = await server.open();
      const heard: (string | undefined)[] = [];
      const listener = new PostgresListener(postgres, 'news', {
        onNotification: (payload) => heard.push(payload),
      });
      const tell = async (text: string) => {
        while (!heard.includes(text)) {
          await postgres.query(`SELECT pg_notify('news', $1)`, [text]);
          await new Promise((later) => setTimeout(later, 50));
        }
      };
      await tell('before');
      server.stop('immediate');
      await expect(postgres.query('SELECT 1')).rejects.toBeInstanceOf(UnavailableError);
      await expect(postgres.transaction((s) => s.query('SELECT 1'))).rejects.toBeInstanceOf(
        UnavailableError,
      );
      server.start();
      await tell('after');
      expect(heard.filter((payload) => payload === undefined)).toHaveLength(2);
      await listener.close();
      await postgres.close();
    });
  },
  { mustBeOurs: true },
);
