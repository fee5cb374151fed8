import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SERVICES } from '@continuo/testing/deployment';
import { ApiClient } from '../../apps/platform/src/api-client';
import { ADMIN_KEY, continuo, describeDeployed } from './deployment';
import { readBookedCounts } from './gateway-books';
import { OrderLoad } from './load';
import { Topics } from './topics';

const MINUTES = 60_000;
const LOAD_MS = 6_000;
const SETTLED_WITHIN_MS = 300_000;
const GUIDE = readFileSync(resolve(__dirname, '../../docs/operations.md'), 'utf8');
/** Each topic, from so many partitions to so many. */
const GROWN = SERVICES.map(() => [6, 9]);
/** As the guide has it. */
const FROM_THE_BEGINNING = /'(UPDATE [^']+)'/.exec(GUIDE)?.[1] ?? 'not in the guide';

const OPTIONS = { env: { CONTINUO_SIMULATOR_BOOKS: 'postgres' } };

describeDeployed('a deployment, by the operations guide', OPTIONS, (deployment) => {
  const sql = (statement: string) =>
    execFileSync('psql', ['--quiet', '--dbname', postgresUrl(), '--command', statement]);
  const postgresUrl = () => deployment().env['POSTGRES_URL']!;
  const verified = () => {
    const { stdout, stderr } = continuo(deployment(), ['verify', '--json']);
    if (stdout === '') throw new Error(stderr);
    const { checks } = JSON.parse(stdout) as { checks: { name: string; breaches: string[] }[] };
    expect(checks.filter(({ breaches }) => breaches.length > 0)).toEqual([]);
  };

  const taken = async (name: string) => {
    const load = new OrderLoad(deployment().url, name, 2);
    await pause(LOAD_MS);
    return load.stop();
  };
  const untilReady = async () => {
    const ready = `${deployment().url}/health/ready`;
    while ((await fetch(ready).catch(() => undefined))?.status !== 200) await pause(500);
  };
  const createTopics = (partitions: number) =>
    continuo(deployment(), ['topics', 'create', '--partitions', `${partitions}`, '--json']);

  it(
    'gets more partitions once the edge is stopped, all is read and the services are stopped',
    async () => {
      const deployed = deployment();
      const topics = new Topics(deployed);
      const before = await taken('before growing');
      await deployed.part('edge').end();
      await topics.readToTheEnd(SETTLED_WITHIN_MS);
      expect(createTopics(9)).toMatchObject({
        status: 1,
        stderr: expect.stringMatching('running'),
      });
      await Promise.all(SERVICES.map((name) => deployed.part(name).end()));
      const { status, stdout } = createTopics(9);
      const { raised } = JSON.parse(stdout) as { raised: { from: number; to: number }[] };
      expect([status, raised.map(({ from, to }) => [from, to])]).toEqual([0, GROWN]);
      for (const name of [...SERVICES, 'edge']) deployed.part(name).start();
      await untilReady();
      const after = await taken('after growing');
      await topics.readToTheEnd(SETTLED_WITHIN_MS);
      const { authorised } = await readBookedCounts(deployed);
      expect(authorised.size).toBe(before.length + after.length);
      verified();
    },
    10 * MINUTES,
  );

  it(
    'goes on from a dump and empty topics, and nothing has a second effect',
    async () => {
      const deployed = deployment();
      const orderIds = await taken('before the loss');
      const topics = new Topics(deployed);
      await topics.readToTheEnd(SETTLED_WITHIN_MS);
      const before = await readBookedCounts(deployed);

      await Promise.all(['edge', ...SERVICES].map((name) => deployed.part(name).end()));
      const dump = join(deployed.dir, 'continuo.dump');
      execFileSync('pg_dump', ['--format=custom', '--file', dump, '--dbname', postgresUrl()]);
      sql('SET client_min_messages = warning; DROP SCHEMA continuo CASCADE');
      execFileSync('pg_restore', ['--clean', '--if-exists', '--dbname', postgresUrl(), dump]);
      sql(FROM_THE_BEGINNING);
      expect(await topics.beginAnew()).toBeGreaterThan(orderIds.length);
      await deployed.engine('kafka', 'stop');
      rmSync(join(deployed.dir, 'kafka'), { recursive: true });
      const [, port = ''] = deployed.env['KAFKA_BROKERS']!.split(':');
      await deployed.engine('kafka', 'start', '--port', port);
      expect(createTopics(9).status).toBe(0);
      for (const name of [...SERVICES, 'edge']) deployed.part(name).start();

      await topics.readToTheEnd(SETTLED_WITHIN_MS);
      expect(await readBookedCounts(deployed)).toEqual(before);
      await untilReady();
      const client = new ApiClient(deployed.url, ADMIN_KEY, 'restored');
      for (const id of orderIds)
        expect(await client.send({ method: 'GET', path: `/v1/orders/${id}` })).toMatchObject({
          status: 200,
          body: { status: 'released', ship_to: { name: 'Pat Miller' } },
        });
      verified();
    },
    10 * MINUTES,
  );
});
