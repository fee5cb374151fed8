import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '@continuo/sqlite/open-database';
import { Postgres } from '@continuo/postgres/postgres';
import type { VerifyReport } from '../../apps/platform/src/verify/verify';
import { continuo } from '../e2e/command-line';
import { bash, walkOfReadme } from '../e2e/readme';
import { askedTooMuch, missedInLists } from '../e2e/reads-own-writes';
import { SERVICES } from '@continuo/testing/deployment';
import { describeDeployed } from './deployment';

const MINUTES = 60_000;
const CARD = '4111 1111 1111 1111';

/** The walk grants no credit, makes no payment link, and sells nothing prepaid or with a shipping date; `test/e2e` has them. */
const NOT_IN_THE_WALK = [
  'credit-within-grants',
  'payment-links-used-once',
  'prepaid-shipments-posted',
  'released-on-ship-date',
  'trials-begin-on-receipt',
];

const breachedIn = ({ checks }: VerifyReport): string[] =>
  checks.filter(({ breaches }) => breaches.length > 0).map(({ name }) => name);

describeDeployed('the command line on a deployment', {}, (running) => {
  /** As an operator has them: those of the processes, and the data directory of payments. */
  const env = () => ({
    ...running().env,
    CONTINUO_URL: running().url,
    CONTINUO_DATA_DIR: running().part('payments').env['CONTINUO_DATA_DIR']!,
  });
  const verify = async (...args: string[]) => {
    const { code, stdout, stderr } = await continuo(['verify', '--json', ...args], env());
    if (stdout === '') throw new Error(stderr);
    return { code, report: JSON.parse(stdout) as VerifyReport };
  };
  const inPostgres = async (sql: string, ...values: string[]) => {
    const postgres = await Postgres.open({ url: running().env['POSTGRES_URL']! });
    const rows = await postgres.execute(sql, values);
    await postgres.close();
    expect(rows).toBeGreaterThan(0);
  };
  const inFile = (file: string, sql: string) => {
    const db = openDatabase({ file: join(running().dir, file) });
    expect(Number(db.prepare(sql).run().changes)).toBeGreaterThan(0);
    db.close();
  };

  it(
    'is passed by the walk of `continuo demo`, all ten steps',
    async () => {
      const { code, stdout, stderr } = await continuo(['demo', '--json'], env());
      const { steps } = JSON.parse(stdout) as { steps: { ok: boolean }[] };
      expect({ failed: steps.filter(({ ok }) => !ok), stderr }).toEqual({
        failed: [],
        stderr: '',
      });
      expect(steps).toHaveLength(10);
      expect(code).toBe(0);
    },
    3 * MINUTES,
  );

  it(
    'is passed by the walk of the README, line by line',
    async () => {
      const { code, output } = await bash(running().url, walkOfReadme());
      expect({ code, output: code === 0 ? '' : output.slice(-2_000) }).toEqual({
        code: 0,
        output: '',
      });
    },
    3 * MINUTES,
  );

  it(
    'shows each order in the list that is asked for its position',
    async () => {
      expect(await missedInLists(running().url, 'own')).toEqual([]);
      expect(await askedTooMuch(running().url)).toEqual({
        status: 503,
        code: 'read-model-behind',
      });
    },
    3 * MINUTES,
  );

  it(
    'holds, every check of what is in the walk having looked at something',
    async () => {
      const { code, report } = await verify();
      expect(breachedIn(report)).toEqual([]);
      const idle = report.checks.filter(({ facts }) => facts === 0).map(({ name }) => name);
      expect(idle.sort()).toEqual(NOT_IN_THE_WALK);
      expect(code).toBe(0);
    },
    3 * MINUTES,
  );

  it(
    'needs the books of the gateway, and takes them from where they are said to be',
    async () => {
      const elsewhere = running().part('edge').env['CONTINUO_DATA_DIR']!;
      const without = await continuo(['verify', '--data-dir', elsewhere], env());
      expect(without.code).toBe(2);
      expect(without.stderr).toContain('--gateway-books');
      const file = join(env().CONTINUO_DATA_DIR, 'gateway.db');
      const { code } = await verify('--data-dir', elsewhere, '--gateway-books', file);
      expect(code).toBe(0);
      const wrong = await continuo(['verify', '--gateway-books', `${file}.gone`], env());
      expect(wrong.code).toBe(2);
      expect(wrong.stderr).toContain(`There is no file ${file}.gone`);
    },
    3 * MINUTES,
  );

  it(
    'says where it looked when there is nothing of a deployment',
    async () => {
      const url = new URL(running().env['POSTGRES_URL']!);
      url.pathname = '/template1';
      const { code, stderr } = await continuo(['verify'], { ...env(), POSTGRES_URL: url.href });
      expect(code).toBe(2);
      expect(stderr).toContain('nothing of Continuo in schema continuo at POSTGRES_URL');
    },
    3 * MINUTES,
  );

  it(
    'comes with keys and read models of the deployment',
    async () => {
      const create = ['keys', 'create', '--role', 'finance', '--name', 'books', '--json'];
      const { key } = JSON.parse((await continuo(create, env())).stdout) as { key: string };
      const headers = { authorization: `Bearer ${key}` };
      const trial = await fetch(`${running().url}/v1/ledger-accounts`, { headers });
      expect(trial.status).not.toBe(401);
      const rebuilt = await continuo(['projections', 'rebuild', 'ledger', '--json'], env());
      expect(rebuilt).toMatchObject({ code: 0 });
      const { projections } = JSON.parse(
        (await continuo(['projections', 'list', '--json'], env())).stdout,
      ) as { projections: { name: string; state: string }[] };
      expect(projections).toContainEqual(
        expect.objectContaining({ name: 'ledger', state: 'live' }),
      );
    },
    3 * MINUTES,
  );

  it(
    'has its record taken into a data directory by `continuo migrate`, which then holds as well',
    async () => {
      const dataDir = join(running().dir, 'embedded');
      const migrate = ['migrate', '--to', 'sqlite', '--data-dir', dataDir];
      const refused = await continuo(migrate, env());
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain('it holds the lease relay.');
      const nowhere = await continuo(migrate, { ...env(), EVENTSTORE_URL: '' });
      expect(nowhere.code).toBe(2);
      expect(nowhere.stderr).toContain('EVENTSTORE_URL');
      const { report } = await verify();

      await Promise.all(['edge', ...SERVICES].map((name) => running().part(name).end()));
      const first = await continuo([...migrate, '--json'], env());
      expect(first).toMatchObject({ code: 0 });
      const { events, written } = JSON.parse(first.stdout) as Record<string, number>;
      expect(events).toBe(report.events);
      expect(written).toBe(events);
      const second = await continuo(migrate, env());
      expect(second).toMatchObject({ code: 0 });
      expect(second.stdout).toContain(`written 0, already there ${events}`);
      expect(second.stdout).toContain('Not taken along:');
      cpSync(join(env().CONTINUO_DATA_DIR, 'gateway.db'), join(dataDir, 'gateway.db'));
      expect(await continuo(['verify', '--data-dir', dataDir])).toMatchObject({ code: 0 });
    },
    4 * MINUTES,
  );

  it(
    'names each breach that somebody has planted',
    async () => {
      await inPostgres('UPDATE ledger_balances SET debits_minor = debits_minor + 1');
      await inPostgres(
        `INSERT INTO parked_messages (consumer_group, message_id, subject, position, message, reason, attempts, parked_at)
           VALUES ('orders', 'msg', 'ord_1', 1, $1, 'failed', 5, '2027-01-01T00:00:00.000Z')`,
        JSON.stringify({ data: { note: CARD } }),
      );
      await inPostgres(
        `INSERT INTO replies (key, request_hash, status, body, headers, recorded_at)
           VALUES ('forged', 'forged', 201, $1, $2, '2027-01-01T00:00:00.000Z')`,
        JSON.stringify({ email: 'pat@example.com' }),
        JSON.stringify({ location: '/v1/orders/ord_lost', etag: '"0"' }),
      );
      inFile(
        'stand-in/log.db',
        `UPDATE events SET data = CAST(json_set(CAST(data AS TEXT), '$.words', 'yes') AS BLOB)
           WHERE type = 'order.consent-recorded.v1'`,
      );
      inFile(
        'payments/gateway.db',
        `INSERT INTO entries (idempotency_key, kind, payment_reference, amount_minor, currency, token, initiator, on_reference, status, decline, code, sends)
           SELECT 'forged', kind, payment_reference, amount_minor, currency, token, initiator, on_reference, status, decline, code, sends
           FROM entries WHERE kind = 'capture' LIMIT 1`,
      );
      const { code, report } = await verify();
      expect(code).toBe(1);
      expect(breachedIn(report).sort()).toEqual([
        'acknowledged-is-recorded',
        'gateway-charges-in-ledger',
        'gateway-charges-known',
        'hash-chain-unbroken',
        'no-card-numbers',
        'no-plain-personal-data',
        'read-models-equal-replay',
      ]);
      const said = JSON.stringify(report.checks.map(({ breaches }) => breaches));
      for (const named of ['ledger', 'postgres parked_messages', 'ord_lost', 'forged'])
        expect(said).toContain(named);
    },
    3 * MINUTES,
  );
});
