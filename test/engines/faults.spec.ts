import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiClient } from '../../apps/platform/src/api-client';
import { BOOKS_FILE, readBooks } from '@continuo/payments/payments.module';
import type { Deployment } from '@continuo/testing/deployment';
import { ADMIN_KEY, continuo, describeDeployed } from './deployment';
import { OrderLoad } from './load';

const MINUTES = 60_000;
const BEFORE_AND_AFTER_MS = 3_000;
/** Consumers find their group again only after the broker has given up the old members. */
const SETTLED_WITHIN_MS = 180_000;
const AGENTS = 2;
const PROCESSES = ['orders', 'subscriptions', 'payments', 'fulfilment', 'commissions', 'edge'];

/** Two of each but payments: the simulator's books belong to one process. */
const INSTANCES = { orders: 2, subscriptions: 2, fulfilment: 2, commissions: 2 };

describeDeployed('what fails under a load of orders', { instances: INSTANCES }, (deployment) => {
  const client = () => new ApiClient(deployment().url, ADMIN_KEY, 'faults');

  /** Orders that were acknowledged before, during and after the fault; all of them released in the end. */
  async function underLoad(
    fault: (deployed: Deployment) => Promise<void>,
  ): Promise<readonly string[]> {
    const load = new OrderLoad(deployment().url, expect.getState().currentTestName ?? '', AGENTS);
    await pause(BEFORE_AND_AFTER_MS);
    await fault(deployment());
    await pause(BEFORE_AND_AFTER_MS);
    const acknowledged = await load.stop();
    expect(acknowledged.length).toBeGreaterThan(0);
    await released(acknowledged);
    return acknowledged;
  }

  async function released(orderIds: readonly string[]): Promise<void> {
    const waiting = [...orderIds];
    const deadline = performance.now() + SETTLED_WITHIN_MS;
    let last = '';
    while (waiting.length > 0 && performance.now() < deadline) {
      const { status, body } = await client().send({
        method: 'GET',
        path: `/v1/orders/${waiting[0]}`,
      });
      last = `${waiting[0]}: ${status} ${body.status ?? body.code}`;
      if (status === 200 && body.status === 'released') waiting.shift();
      else await pause(500);
    }
    expect({ waiting: waiting.length, last: waiting.length > 0 ? last : '' }).toEqual({
      waiting: 0,
      last: '',
    });
  }

  /** The gateway's own books: what was charged, whatever the record says. */
  function authorisations(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { kind, status, paymentReference } of readBooks(
      join(deployment().dir, 'payments', BOOKS_FILE),
    )) {
      if (kind === 'authorise' && status === 'succeeded')
        counts.set(paymentReference, (counts.get(paymentReference) ?? 0) + 1);
    }
    return counts;
  }

  const parked = async () =>
    (await client().send({ method: 'GET', path: '/v1/parked-messages' })).body.items as unknown[];

  afterEach(async () => {
    expect([...authorisations().values()].filter((count) => count > 1)).toEqual([]);
  });

  it(
    'kill -9 of each process in turn loses nothing and charges nothing twice',
    async () => {
      await underLoad(async (deployed) => {
        for (const name of PROCESSES) {
          const part = deployed.part(name);
          await part.end('SIGKILL');
          await pause(1_000);
          part.start();
          await pause(4_000);
        }
      });
      expect(await parked()).toEqual([]);
    },
    5 * MINUTES,
  );

  it(
    'a Kafka that is stopped and started again loses nothing',
    async () => {
      await underLoad(async (deployed) => {
        await deployed.engine('kafka', 'stop');
        await pause(2_000);
        await deployed.engine('kafka', 'start');
        await pause(3_000);
      });
      expect(await parked()).toEqual([]);
    },
    6 * MINUTES,
  );

  it(
    'a PostgreSQL that is away for ten seconds loses nothing',
    async () => {
      await underLoad(async (deployed) => {
        await deployed.engine('postgres', 'stop');
        await pause(10_000);
        await deployed.engine('postgres', 'start');
        await pause(3_000);
      });
      expect(await parked()).toEqual([]);
    },
    5 * MINUTES,
  );

  it(
    'a record that dies, comes back, and then stands still for a while loses nothing',
    async () => {
      await underLoad(async (deployed) => {
        const standIn = deployed.part('stand-in');
        await standIn.end('SIGKILL');
        await pause(2_000);
        standIn.start();
        await pause(3_000);
        process.kill(standIn.pid, 'SIGSTOP');
        await pause(4_000);
        process.kill(standIn.pid, 'SIGCONT');
      });
      expect(await parked()).toEqual([]);
    },
    5 * MINUTES,
  );

  it(
    'consumers that come and go in the middle of their work lose nothing',
    async () => {
      await underLoad(async (deployed) => {
        for (const name of ['orders-2', 'fulfilment-2']) {
          await deployed.part(name).end('SIGTERM');
          deployed.part(name).start();
          await pause(2_000);
        }
      });
      expect(await parked()).toEqual([]);
    },
    4 * MINUTES,
  );

  it(
    'leaves a deployment that every check finds whole',
    () => {
      const { status, stdout, stderr } = continuo(deployment(), ['verify']);
      expect(`${stdout}${stderr}`).not.toContain('BREACHED');
      expect(status).toBe(0);
    },
    2 * MINUTES,
  );
});
