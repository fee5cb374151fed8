import { setTimeout as sleep } from 'node:timers/promises';
import { DEMO } from '../../apps/platform/src/demo/catalogue';
import { verify } from '../../apps/platform/src/verify/verify';
import { Seller } from './seller';
import { ServerProcess } from './server';

const DAY_MS = 86_400_000;
const PUBLISHED = '/v1/events?types=continuo.subscriptions.notice-due.v1';
/** How long after the day of a notice has come the process is killed: before, while and after it is told. */
const KILL_DELAYS_MS = [3, 60];

jest.setTimeout(300_000);

interface Published {
  readonly id: string;
  readonly subject: string;
  readonly data: { readonly notice: string; readonly cycle: number; readonly due_on: string };
}

describe('the notices of one cycle, between which the process is killed with -9', () => {
  let server: ServerProcess;
  let seller: Seller;
  let program: string;
  let dueOn: string;

  beforeAll(async () => {
    server = await ServerProcess.start();
    seller = new Seller(server.client('sales'));
    const plan = await server
      .client('plan')
      .send({ method: 'GET', path: `/v1/plans/${DEMO.plan}` });
    const { name, intervals, default_interval, products, tax_category, shipping_minor } = plan.body;
    const terms = { name, intervals, default_interval, products, tax_category, shipping_minor };
    const rules = { notices: { price_change_days: 10, renewal_days: 5 } };
    await seller.post(`/v1/plans/${DEMO.plan}/versions`, { ...terms, rules }, plan);
    const { order } = await seller.sell(DEMO.campaign, DEMO.crossSellOffer);
    program = await seller.program(order.order_id);
    const dearer = { unit_price_minor: 3600, reason: 'agreed on the call' };
    await seller.change(program, 'price-changes', dearer);
    dueOn = (await seller.get(program)).next_cycle_on;
  }, 120_000);
  afterAll(() => server?.remove());

  const noonBefore = (days: number) =>
    new Date(Date.parse(`${dueOn}T20:00:00Z`) - days * DAY_MS).toISOString();
  const told = async (): Promise<readonly Published[]> => (await seller.get(PUBLISHED)).items;
  const toldAs = async () => (await told()).map(({ data }) => `${data.notice} ${data.cycle}`);

  /** Moves the clock and kills the process at once, again and again; then lets it do what the day brings. */
  async function killedOn(to: string): Promise<void> {
    for (const delayMs of KILL_DELAYS_MS) {
      const request = { method: 'POST', path: '/v1/test-clock/advance', body: { to } } as const;
      // The clock that was moved stays moved; nobody waits for an answer that may not come.
      const moved = server
        .client(`${to} ${delayMs}`)
        .send(request)
        .catch(() => undefined);
      await sleep(delayMs);
      await restart();
      await moved;
    }
    await seller.post('/v1/test-clock/advance', { to });
  }

  async function restart(): Promise<void> {
    await server.end('SIGKILL');
    await server.run();
    seller = new Seller(server.client(`run ${server.pid}`));
  }

  it('are each published on their day', async () => {
    expect(await toldAs()).toEqual([]);
    await killedOn(noonBefore(10));
    await seller.until(PUBLISHED, ({ items }) => items.length > 0);
    expect(await toldAs()).toEqual(['price-change 2']);
    await restart();
    await killedOn(noonBefore(5));
    await seller.until(PUBLISHED, ({ items }) => items.length > 1);
    expect(await toldAs()).toEqual(['price-change 2', 'renewal 2']);
  });

  it('and not again by the process that comes back, nor when the cycle is charged', async () => {
    await restart();
    await killedOn(`${dueOn}T20:00:00Z`);
    const { cycles } = await seller.until(program, (body) => body.cycles[0]?.status === 'released');
    expect(await toldAs()).toEqual(['price-change 2', 'renewal 2']);
    const published = await told();
    expect(new Set(published.map(({ id }) => id)).size).toBe(2);
    for (const { subject, data } of published) {
      expect([`/v1/subscriptions/${subject}`, data.due_on]).toEqual([program, dueOn]);
    }
    const { items } = await seller.get(`${program}/history?field=notice`);
    expect(items.map(({ to, cycle }: { to: string; cycle: number }) => [to, cycle])).toEqual([
      ['price-change', 2],
      ['renewal', 2],
    ]);
    const dossier = await seller.get(`/v1/orders/${cycles[0].order_id}/dossier`);
    expect(dossier.program.notices.map(({ notice }: { notice: string }) => notice)).toEqual([
      'price-change',
      'renewal',
    ]);
  });

  it('leave a record without breaches', async () => {
    const { checks } = await verify(server.dataDir);
    expect(checks.flatMap(({ breaches }) => breaches)).toEqual([]);
  });
});
