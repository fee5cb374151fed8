import { setTimeout as pause } from 'node:timers/promises';
import { ApiClient } from '../../apps/platform/src/api-client';
import { PACKAGE_SHIPPED } from '@continuo/contracts/fulfilment';
import { toRecord } from '@continuo/messaging/kafka/cloud-event';
import { topicOfType } from '@continuo/messaging/kafka/topics';
import { paymentIdOf } from '@continuo/payments/application/payment-id';
import { TestClock } from '@continuo/service/system/test-clock';
import { type Deployment, SERVICES } from '@continuo/testing/deployment';
import { instantFromMs, msFromInstant } from '@continuo/kernel/instant';
import { ADMIN_KEY, continuo, describeDeployed } from './deployment';
import { readBookedCounts } from './gateway-books';
import { OrderLoad } from './load';
import { Topics } from './topics';

const MINUTES = 60_000;
const DAY_MS = 86_400_000;
const BEFORE_AND_AFTER_MS = 1_500;
/**
 * Consumers find their group again only after the broker has given up the old members; ten services
 * that start at once on two busy cores take minutes to be there.
 */
const SETTLED_WITHIN_MS = 300_000;
/** By then what is left waits for the gateway to be asked, five minutes after it did not answer: the clock is moved. */
const ASKED_AFTER_MS = 60_000;
const AGENTS = 2;
const PROCESSES = ['orders', 'subscriptions', 'payments', 'fulfilment', 'commissions', 'edge'];
const INSTANCES = { orders: 2, subscriptions: 2, payments: 2, fulfilment: 2, commissions: 2 };
/** Another server is not ours to disturb. */
const onStandIn = process.env['EVENTSTORE_URL'] ? it.skip : it;

const OPTIONS = { instances: INSTANCES, env: { CONTINUO_SIMULATOR_BOOKS: 'postgres' } };

describeDeployed('what fails under a load of orders', OPTIONS, (deployment) => {
  const client = () => new ApiClient(deployment().url, ADMIN_KEY, 'faults');
  let loads = 0;

  /**
   * Orders that were acknowledged before, during and after the fault; all of them released in the end,
   * and authorised once by the gateway's own books.
   */
  async function underLoad(
    fault: (deployed: Deployment) => Promise<void>,
  ): Promise<readonly string[]> {
    loads += 1;
    const load = new OrderLoad(deployment().url, `load ${loads}`, AGENTS);
    await pause(BEFORE_AND_AFTER_MS);
    await fault(deployment());
    await pause(BEFORE_AND_AFTER_MS);
    const acknowledged = await load.stop();
    expect(acknowledged.length).toBeGreaterThan(0);
    await released(acknowledged);
    await authorisedOnce(acknowledged);
    return acknowledged;
  }

  async function released(orderIds: readonly string[]): Promise<void> {
    const waiting = [...orderIds];
    const began = performance.now();
    let last = '';
    let asked = false;
    while (waiting.length > 0 && performance.now() - began < SETTLED_WITHIN_MS) {
      if (!asked && performance.now() - began > ASKED_AFTER_MS) {
        moveClockBy(6 * MINUTES);
        asked = true;
      }
      const { status, body } = await get(`/v1/orders/${waiting[0]}`);
      last = `${waiting[0]}: ${status} ${body.status ?? body.code}`;
      if (status === 200 && body.status === 'released') waiting.shift();
      else await pause(500);
    }
    expect({ waiting: waiting.length, last: waiting.length > 0 ? last : '' }).toEqual({
      waiting: 0,
      last: '',
    });
  }

  const get = (path: string) => client().send({ method: 'GET', path });

  async function authorisedOnce(orderIds: readonly string[]): Promise<void> {
    const { authorised } = await readBookedCounts(deployment());
    const others = orderIds.filter((orderId) => authorised.get(paymentIdOf(orderId)) !== 1);
    expect(others).toEqual([]);
  }

  function moveClockBy(ms: number): void {
    const clock = new TestClock(deployment().env['CONTINUO_TEST_CLOCK_FILE']!, true);
    clock.moveTo(instantFromMs(msFromInstant(clock.now()) + ms));
  }

  const parked = async () =>
    (await get('/v1/parked-messages')).body.items as {
      group: string;
      reason: string;
      message: { id: string; subject: string };
    }[];

  /** Everything that the checks find wrong, and how many events they have seen. */
  function verified(): { readonly events: number } {
    const { stdout, stderr } = continuo(deployment(), ['verify', '--json']);
    if (stdout === '') throw new Error(stderr);
    const { events, checks } = JSON.parse(stdout) as {
      events: number;
      checks: { name: string; breaches: string[] }[];
    };
    expect(checks.filter(({ breaches }) => breaches.length > 0)).toEqual([]);
    return { events };
  }

  afterEach(async () => {
    if (!process.env['EVENTSTORE_URL']) await deployment().standIn.withdraw();
    expect(await parked()).toEqual([]);
  });

  /** Orders of cycles of the programs that these orders have begun. */
  async function cyclesOf(orderIds: readonly string[]): Promise<readonly string[][]> {
    const found: string[][] = [];
    for (const orderId of orderIds) {
      const { customer_id } = (await get(`/v1/orders/${orderId}`)).body;
      const { items } = (await get(`/v1/orders?customer_id=${customer_id}`)).body;
      const ids = (items as { order_id: string }[]).map((item) => item.order_id);
      found.push(ids.filter((id) => id !== orderId));
    }
    return found;
  }

  it(
    'a second delivery of everything has no second effect',
    async () => {
      await underLoad(() => pause(8_000));
      await underLoad(() => pause(8_000));
      const topics = new Topics(deployment());
      await topics.readToTheEnd(SETTLED_WITHIN_MS);
      const before = { ...verified(), ...(await readBookedCounts(deployment())) };
      const services = SERVICES.flatMap((name) => [name, `${name}-2`]);
      await Promise.all(services.map((name) => deployment().part(name).end()));
      expect(await topics.beginAnew()).toBeGreaterThan(100);
      for (const name of services) deployment().part(name).start();
      await topics.readToTheEnd(SETTLED_WITHIN_MS);
      await pause(BEFORE_AND_AFTER_MS);
      expect({ ...verified(), ...(await readBookedCounts(deployment())) }).toEqual(before);
    },
    12 * MINUTES,
  );

  it(
    'renewals that fall due while processes die and the record is cut off are ordered and charged once',
    async () => {
      const begun = await underLoad(async () => undefined);
      moveClockBy(32 * DAY_MS);
      await underLoad(async (deployed) => {
        for (const name of ['subscriptions', 'orders', 'payments']) {
          await deployed.part(name).end('SIGKILL');
          if (!process.env['EVENTSTORE_URL']) await deployed.standIn.cutConnections();
          await pause(1_000);
          deployed.part(name).start();
          await pause(1_000);
        }
      });
      const deadline = performance.now() + SETTLED_WITHIN_MS;
      let cycles = await cyclesOf(begun);
      while (cycles.some(({ length }) => length === 0) && performance.now() < deadline) {
        await pause(1_000);
        cycles = await cyclesOf(begun);
      }
      await released(cycles.flat());
      expect((await cyclesOf(begun)).filter(({ length }) => length !== 1)).toEqual([]);
      await authorisedOnce(cycles.flat());
    },
    8 * MINUTES,
  );

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
    },
    8 * MINUTES,
  );

  it(
    'a Kafka that is killed and started again loses nothing',
    async () => {
      await underLoad(async (deployed) => {
        const { pid } = JSON.parse(await deployed.engine('kafka', 'status')) as { pid: number };
        process.kill(pid, 'SIGKILL');
        await pause(2_000);
        await deployed.engine('kafka', 'start');
        await pause(3_000);
      });
    },
    8 * MINUTES,
  );

  it(
    'a PostgreSQL that is away for ten seconds loses nothing',
    async () => {
      await underLoad(async (deployed) => {
        await deployed.engine('postgres', 'stop');
        await pause(10_000);
        await deployed.engine('postgres', 'start');
        await pause(3_000);
        // The gateway's books were away as well: what it did not answer is asked after five minutes.
        moveClockBy(6 * MINUTES);
      });
    },
    8 * MINUTES,
  );

  onStandIn(
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
    },
    8 * MINUTES,
  );

  onStandIn.each([
    [
      'cut off again and again',
      async ({ standIn }: Deployment) => {
        for (let n = 0; n < 6; n += 1) {
          await standIn.cutConnections();
          await standIn.dropSubscribers();
          await standIn.inject({ rpc: 'append', mishap: 'cut', afterEffect: true, times: 2 });
          await pause(500);
        }
      },
    ],
    [
      'slow to answer, and answers twice',
      async ({ standIn }: Deployment) => {
        await standIn.inject({ rpc: 'append', mishap: 'twice', times: 20 });
        await standIn.inject({ rpc: 'append', mishap: 'delay', ms: 700, times: 20 });
        await standIn.inject({ rpc: 'read', mishap: 'delay', ms: 300, times: 20 });
        await pause(4_000);
      },
    ],
    [
      'demoted, then too busy, having written or not',
      async ({ standIn }: Deployment) => {
        for (const mishap of ['not-leader', 'unavailable', 'timed-out'] as const) {
          await standIn.inject({ rpc: 'append', mishap, times: 10 });
          await standIn.inject({ rpc: 'append', mishap, times: 10, afterEffect: true });
          await pause(1_500);
        }
      },
    ],
  ])(
    'a record that is %s loses nothing',
    async (_, disturb) => {
      await underLoad(disturb);
    },
    8 * MINUTES,
  );

  it(
    'consumers that come and go in the middle of their work lose nothing',
    async () => {
      await underLoad(async (deployed) => {
        for (const service of SERVICES) {
          const part = deployed.part(`${service}-2`);
          // Their handlers are waiting for the record when they are told to go.
          if (!process.env['EVENTSTORE_URL'])
            await deployed.standIn.inject({ rpc: 'append', mishap: 'delay', ms: 500, times: 10 });
          await part.end('SIGTERM');
          part.start();
          await pause(500);
        }
      });
    },
    8 * MINUTES,
  );

  it(
    'a poison message is parked with its cause, and everything else goes on',
    async () => {
      const topic = topicOfType(PACKAGE_SHIPPED.type);
      const poison = toRecord({
        id: 'msg_poison',
        type: PACKAGE_SHIPPED.type,
        source: '/continuo/fulfilment',
        subject: 'shp_poison',
        sequence: 0,
        position: 1,
        time: '2026-11-22T09:30:00.000Z',
        actor: { kind: 'system', id: 'spec' },
        correlationId: 'cor_poison',
        data: {},
      });
      await underLoad(() =>
        new Topics(deployment()).produce(topic, { key: 'stray', value: '{}' }, poison),
      );
      const deadline = performance.now() + SETTLED_WITHIN_MS;
      const isFound = async (cause: RegExp) =>
        (await parked()).some(({ group, reason }) => group === 'payments' && cause.test(reason));
      for (const cause of [/no CloudEvents envelope/, /^(?!no CloudEvents)/]) {
        while (!(await isFound(cause)) && performance.now() < deadline) await pause(500);
        expect(await isFound(cause)).toBe(true);
      }
      await new Topics(deployment()).readToTheEnd(SETTLED_WITHIN_MS);
      for (const { group, message } of await parked()) {
        const path = `/v1/parked-messages/${group}/${message.id}/drops`;
        const body = { reason: 'it was put there by a test' };
        expect(await client().send({ method: 'POST', path, body })).toMatchObject({ status: 200 });
      }
    },
    8 * MINUTES,
  );

  it('and in the end everything holds together', () => void verified(), 3 * MINUTES);
});
