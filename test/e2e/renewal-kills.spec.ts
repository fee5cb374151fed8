import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BOOKS_FILE, readBooks } from '../../apps/payments/src/books.module';
import { verify } from '../../apps/platform/src/verify/verify';
import { Seller } from './seller';
import { ServerProcess } from './server';

const MINUTES = 60_000;
const PROGRAMS = 6;
const CYCLES = [2, 3];
/** How long after the day has come, or after a start, the process is killed: in and between locking, ordering and charging. */
const KILL_DELAYS_MS = [3, 40, 90, 250];

jest.setTimeout(10 * MINUTES);

describe('a renewal run that is killed with -9 again and again', () => {
  let server: ServerProcess;
  const programs: string[] = [];

  beforeAll(async () => {
    server = await ServerProcess.start({ CONTINUO_SIMULATOR_LATENCY_MS: '20' });
    const seller = new Seller(server.client('sales'));
    for (let sold = 0; sold < PROGRAMS; sold += 1) {
      const phone = `+1916555${String(1000 + sold)}`;
      const { order } = await seller.sell('cmp_spring-tv', 'off_greens-club', phone);
      programs.push(await seller.program(order.order_id));
    }
  });
  afterAll(() => server.remove());

  it('places one order and takes one charge per cycle that fell due', async () => {
    for (const cycle of CYCLES) {
      const due = await new Seller(server.client('time')).get('/v1/test-clock');
      const to = new Date(Date.parse(due.now) + 32 * 24 * 60 * MINUTES).toISOString();
      for (const delayMs of KILL_DELAYS_MS) {
        // The clock that was moved stays moved; nobody waits for an answer that may not come.
        const body = { to };
        const request = { method: 'POST', path: '/v1/test-clock/advance', body } as const;
        const moved = server
          .client(`day ${cycle} ${delayMs}`)
          .send(request)
          .catch(() => undefined);
        await sleep(delayMs);
        await server.end('SIGKILL');
        await moved;
        await server.run();
      }
      const client = server.client(`after ${cycle}`);
      await client.send({ method: 'POST', path: '/v1/test-clock/advance', body: { to } });
      const seller = new Seller(client);
      for (const program of programs) {
        await seller.until(program, ({ cycles }) =>
          cycles.some((each: Cycle) => each.cycle === cycle && each.status === 'released'),
        );
      }
    }
    await expectOneOfEach(new Seller(server.client('count')));
  });

  interface Cycle {
    readonly cycle: number;
    readonly status: string;
    readonly order_id: string;
  }

  /** By what orders and the gateway's own books say. */
  async function expectOneOfEach(seller: Seller): Promise<void> {
    const charged = new Map<string, number>();
    for (const { kind, paymentReference, status } of readBooks(join(server.dataDir, BOOKS_FILE))) {
      if (kind !== 'authorise' || status !== 'succeeded') continue;
      charged.set(paymentReference, (charged.get(paymentReference) ?? 0) + 1);
    }
    for (const program of programs) {
      const { cycles, customer_id } = await seller.get(program);
      expect(cycles.map(({ cycle }: Cycle) => cycle)).toEqual(CYCLES);
      const orders = (await seller.get(`/v1/orders?customer_id=${customer_id}`)).items;
      expect(orders).toHaveLength(1 + CYCLES.length);
      for (const { order_id } of cycles as Cycle[]) {
        const payments = (await seller.get(`/v1/payments?order_id=${order_id}`)).items;
        expect(payments).toHaveLength(1);
        expect(charged.get(payments[0].payment_id)).toBe(1);
      }
    }
    // Nothing else was charged: the sales, and two cycles each.
    expect(charged.size).toBe(PROGRAMS * (1 + CYCLES.length));
    expect([...charged.values()].every((times) => times === 1)).toBe(true);
  }

  it('leaves nothing that verify would name', async () => {
    const { checks } = await verify(server.dataDir);
    const breaches = checks.flatMap(({ name, breaches: all }) =>
      all.map((each) => `${name}: ${each}`),
    );
    expect(breaches).toEqual([]);
    const orders = checks.find(({ name }) => name === 'one-order-per-cycle');
    expect(orders?.facts).toBe(PROGRAMS * CYCLES.length);
  });
});
