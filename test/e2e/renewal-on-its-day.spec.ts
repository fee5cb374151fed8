import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiAnswer, ApiClient } from '../../apps/platform/src/api-client';
import { DEMO } from '../../apps/platform/src/demo/catalogue';
import { verify } from '../../apps/platform/src/verify/verify';
import { NORA, ORDER } from './bad-input.rows';
import { continuo } from './command-line';
import { ServerProcess } from './server';

jest.setTimeout(180_000);

describe('a renewal that ships two days after its charge', () => {
  let server: ServerProcess;
  let admin: ApiClient;
  let start: string;
  let program: string;
  let customer: string;
  let renewal: string;

  beforeAll(async () => {
    server = await ServerProcess.start();
    admin = server.client('renewal');
    const plan = await get(`/v1/plans/${DEMO.plan}`);
    const { name, intervals, default_interval, products, tax_category, shipping_minor } = plan.body;
    const terms = { name, intervals, default_interval, products, tax_category, shipping_minor };
    const rules = { charge_to_ship_days: 2, ships_on_weekends: true };
    await post(`/v1/plans/${DEMO.plan}/versions`, { ...terms, rules }, plan);
    const order = {
      ...ORDER,
      lines: [{ offer_id: DEMO.crossSellOffer, quantity: 1, interval: 'P1M' }],
      consent: { script_version: 'spring-1', words: 'Do you <agree>?', given_by: 'Lee Park' },
      payment: { token: 'pm_sim_approved' },
    };
    const sold = await post('/v1/orders', order, undefined, { prefer: 'wait=10' });
    start = sold.body.order_id;
    customer = sold.body.customer_id;
    program = (await until(`/v1/subscriptions?customer_id=${customer}`, ({ items }) => items[0]))
      .subscription_id;
  }, 120_000);

  afterAll(() => server?.remove());

  const get = (path: string) => admin.send({ method: 'GET', path });
  async function post(
    path: string,
    body: object,
    seen?: ApiAnswer,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer> {
    const all: Record<string, string> = {
      ...('continuo-customer-id' in headers ? {} : NORA),
      ...(seen?.etag !== undefined && { 'if-match': seen.etag }),
      ...headers,
    };
    const answer = await admin.send({ method: 'POST', path, body, headers: all });
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer;
  }
  /** The first of what a list comes to show. */
  async function until<Value>(
    path: string,
    pick: (body: ApiAnswer['body']) => Value | undefined,
  ): Promise<Value> {
    for (let tries = 0; tries < 100; tries += 1, await sleep(100)) {
      const found = pick((await get(path)).body);
      if (found) return found;
    }
    throw new Error(`nothing at ${path}`);
  }
  const advance = (to: string) => post('/v1/test-clock/advance', { to });
  const shipments = async () => (await get(`/v1/shipments?order_id=${renewal}`)).body.items;

  it('takes a change that the customer makes for themself', async () => {
    const seen = await get(`/v1/subscriptions/${program}`);
    const own = { 'continuo-customer-id': customer };
    const change = { kind: 'quantity', quantity: 2 };
    const path = `/v1/subscriptions/${program}`;
    const shown = await post(`${path}/previews`, { change }, undefined, own);
    const consent = { words: shown.body.words };
    await post(`${path}/quantity-changes`, { quantity: 2, consent }, seen, own);
    const url = `/v1/changes?customer_id=${customer}&actor_kind=customer&field=quantity`;
    const made = await until(url, ({ items }) => items[0]);
    expect(made).toMatchObject({ field: 'quantity', to: 2, actor: { id: customer } });
    const args = ['export', 'history', '--by', 'customer', '--data-dir', server.dataDir];
    const { code, stdout } = await continuo(args);
    expect([code, stdout.split('\n').filter((line) => line.includes(program)).length]).toEqual([
      0, 2,
    ]);
  });

  it('is charged on its date, and no vendor is asked', async () => {
    const { body } = await get(`/v1/subscriptions/${program}`);
    const dueOn = body.next_cycle_on as string;
    await advance(`${dueOn}T20:00:00Z`);
    const isRenewal = ({ items }: ApiAnswer['body']) =>
      items.find(({ order_id }: { order_id: string }) => order_id !== start);
    renewal = (await until(`/v1/orders?customer_id=${customer}`, isRenewal)).order_id;
    await until(`/v1/orders/${renewal}`, ({ payment }) => payment?.state === 'authorised');
    const order = (await get(`/v1/orders/${renewal}`)).body;
    expect(order).toMatchObject({ status: 'placed', placed_on: dueOn });
    expect(Date.parse(order.ship_on) - Date.parse(dueOn)).toBe(2 * 86_400_000);
    await advance(`${order.ship_on}T02:00:00Z`);
    expect(await shipments()).toEqual([]);
  });

  it('goes to the vendor when its day begins', async () => {
    const { ship_on } = (await get(`/v1/orders/${renewal}`)).body;
    await advance(`${ship_on}T12:00:00Z`);
    await until(`/v1/shipments?order_id=${renewal}`, ({ items }) => items[0]);
    expect((await get(`/v1/orders/${renewal}`)).body.status).toBe('released');
    expect(await shipments()).toHaveLength(1);
  });

  it('has a dossier with the consent of the order that started it, and who changed what', async () => {
    const { body } = await get(`/v1/orders/${renewal}/dossier`);
    expect(body).toMatchObject({
      consent: { order_id: start, given_by: 'Lee Park', recorded: { call_id: 'call-bad-input' } },
      program: {
        subscription_id: program,
        cycle: 2,
        changes: [
          { change: 'quantity', to: '2', doing: { actor: { kind: 'customer' } } },
          { change: 'consent', to: expect.stringContaining('shipment, 2 x') },
        ],
      },
      charges: [{ kind: 'requested' }, { kind: 'authorised', payment_id: expect.any(String) }],
    });
    const page = await admin.send({
      method: 'GET',
      path: `/v1/orders/${renewal}/dossier`,
      headers: { accept: 'text/html' },
    });
    expect(page.body).toContain('Do you &lt;agree&gt;?');
  });

  it('leaves a record without breaches', async () => {
    const { checks } = await verify(server.dataDir);
    expect(checks.flatMap(({ breaches }) => breaches)).toEqual([]);
    expect(checks.find(({ name }) => name === 'released-on-ship-date')?.facts).toBe(1);
  });
});
