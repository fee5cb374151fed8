import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCESS_KEYS, type AccessKeys } from '@continuo/http/access-keys';
import type { Clock } from '@continuo/kernel/clock';
import type { IntegrationMessage } from '@continuo/messaging/message';
import { readConfig } from '@continuo/service/config';
import { type RunningProcess, startProcess } from '@continuo/service/process';
import { aMetadata } from '@continuo/testing/examples';
import { FulfilmentConsumer } from './integration/consume-fulfilment';
import { PaymentsConsumer } from './integration/consume-payments';
import { SubscriptionsConsumer } from './integration/consume-subscriptions';
import { ORDERS } from './orders.module';

const NOW = '2026-11-22T09:30:00.000Z';
const clock: Clock = { now: () => NOW };

interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a body is whatever the route answers
  readonly body: any;
  readonly etag: string;
  readonly text: string;
}

describe('the orders service', () => {
  let dataDir: string;
  let running: RunningProcess;
  let admin: string;
  let north: string;
  let south: string;
  let requests = 0;
  let messages = 0;

  async function call(
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    options: { key?: string; body?: object; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const { key = north, body, headers = {} } = options;
    requests += 1;
    const response = await running.app.inject({
      method,
      url,
      headers: {
        authorization: `Bearer ${key}`,
        ...(method === 'POST' ? { 'idempotency-key': `request-${requests}` } : {}),
        ...headers,
      },
      payload: body,
    });
    const json = String(response.headers['content-type']).includes('json');
    return {
      status: response.statusCode,
      body: json ? response.json() : undefined,
      etag: String(response.headers['etag']),
      text: response.body,
    };
  }

  const asAgent = { 'continuo-agent-id': 'agt_ann', 'continuo-call-id': 'call_1' };
  const post = (url: string, body: object, headers: Record<string, string> = asAgent) =>
    call('POST', url, { body, headers });
  const asAdmin = async (url: string, body: object) => {
    const answer = await call('POST', url, { key: admin, body });
    expect([url, answer.status, answer.text]).toEqual([url, 201, expect.anything()]);
    return answer;
  };

  function message<Data>(subject: string, data: Data): IntegrationMessage<Data> {
    messages += 1;
    return {
      ...aMetadata(),
      id: `00000000-0000-5000-8000-${String(messages).padStart(12, '0')}`,
      type: 'continuo.test.v1',
      source: '/continuo/test',
      subject,
      sequence: messages,
      position: messages,
      time: NOW,
      data,
    };
  }

  const caughtUp = async (projection: string) => {
    const { store, readStore } = running.ports;
    await readStore.caughtUp(projection, await store.head());
  };

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'continuo-orders-'));
    running = await startProcess({
      config: readConfig({ CONTINUO_DATA_DIR: dataDir, CONTINUO_LOG_LEVEL: 'error', PORT: '0' }),
      clock,
      services: [ORDERS],
      definitionsModule: join(__dirname, 'orders.module'),
      onFatal: (reason) => {
        throw reason;
      },
    });
    const keys = running.app.get<AccessKeys>(ACCESS_KEYS, { strict: false });
    admin = keys.create({ role: 'admin', name: 'admin' }).secret;
    north = keys.create({ role: 'call-centre', name: 'north', callCentreId: 'cc_north' }).secret;
    south = keys.create({ role: 'call-centre', name: 'south', callCentreId: 'cc_south' }).secret;
    await catalogue();
  });

  afterAll(async () => {
    await running?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function catalogue() {
    const product = (sku: string, name: string, tax_category: string) =>
      asAdmin('/v1/products', {
        sku,
        name,
        prices_minor: { USD: 9995 },
        tax_category,
        returnable: true,
      });
    await product('JUICER-01', 'Juicer', 'general');
    await product('GREENS-30', 'Greens', 'food');
    await running.app.get(SubscriptionsConsumer).planPublished(
      message('plan_greens', {
        plan_id: 'plan_greens',
        version: 1,
        name: 'Greens club',
        intervals: ['P30D', 'P1M'],
        default_interval: 'P1M',
        products: [{ sku: 'GREENS-30', name: 'Greens', prices_minor: { USD: 3995 } }],
        trial_days: null,
        tax_category: 'food',
        shipping_minor: { USD: 495 },
      }),
    );
    await asAdmin('/v1/call-centres', { call_centre_id: 'cc_north', name: 'North' });
    await asAdmin('/v1/call-centres', { call_centre_id: 'cc_south', name: 'South' });
    await asAdmin('/v1/agents', { agent_id: 'agt_ann', name: 'Ann', call_centre_id: 'cc_north' });
    await asAdmin('/v1/tax-tables', {
      country: 'US',
      region: 'CA',
      rates: [{ tax_category: 'general', rate: '0.0725' }],
      shipping_taxable: false,
    });
    await asAdmin('/v1/offers', {
      offer_id: 'off_juicer',
      kind: 'main',
      name: 'Juicer',
      sku: 'JUICER-01',
      prices_minor: { USD: 9995 },
      max_instalments: 4,
    });
    await asAdmin('/v1/offers', {
      offer_id: 'off_greens',
      kind: 'cross-sell',
      name: 'Greens club',
      sku: 'GREENS-30',
      prices_minor: { USD: 2995 },
      plan_id: 'plan_greens',
    });
    await asAdmin('/v1/campaigns', campaign('cmp_spring', '+18005550100'));
  }

  const campaign = (campaign_id: string, dnis: string) => ({
    campaign_id,
    name: 'Spring',
    dnis: [dnis],
    currency: 'USD',
    zone: 'America/New_York',
    from: '2026-01-01T00:00:00Z',
    offers: { main: ['off_juicer'], cross_sells: ['off_greens'] },
    call_centre_ids: ['cc_north'],
    script: { version: 'spring-1', text: 'Thank you for calling.' },
    shipping: { per_order_minor: 995 },
  });
  const pat = {
    name: { first: 'Pat', last: 'Miller' },
    phone: '(916) 555-0123',
    email: 'Pat@Example.com',
    address: {
      lines: ['12 Elm Street'],
      city: 'Sacramento',
      region: 'CA',
      postcode: '95814',
      country: 'US',
    },
  };
  const shipTo = { name: 'Pat Miller', ...pat.address };
  const consent = { script_version: 'spring-1', words: 'Do you agree?', given_by: 'Pat Miller' };
  const juicer = { offer_id: 'off_juicer', quantity: 2, instalments: 4 };
  const greens = { offer_id: 'off_greens', quantity: 1 };
  const oneShot = {
    dnis: '+18005550100',
    customer: pat,
    ship_to: shipTo,
    lines: [juicer],
    payment: { token: 'pm_approved' },
  };

  const authorised = (order_id: string) =>
    message('pay_1', {
      payment_id: 'pay_1',
      order_id,
      origin: { kind: 'call' as const },
      currency: 'USD',
      amount_minor: 100,
      token: 'pm_approved',
      network_transaction_id: 'ntx_1',
    });
  const declined = (order_id: string) => ({
    ...authorised(order_id),
    data: {
      ...authorised(order_id).data,
      instalment: 1,
      decline: 'soft' as const,
      code: 'insufficient_funds',
      final: true,
      retry_at: null,
    },
  });

  it('takes an order from the first word to the consent and the placing', async () => {
    const draft = await post('/v1/orders', {
      campaign_id: 'cmp_spring',
      customer: pat,
      ship_to: shipTo,
      lines: [juicer],
    });
    expect(draft).toMatchObject({
      status: 201,
      body: { status: 'draft', agent_id: 'agt_ann', call_centre_id: 'cc_north', call_id: 'call_1' },
    });
    const order = `/v1/orders/${draft.body.order_id}`;
    const withGreens = await post(`${order}/lines`, greens, { ...asAgent, 'if-match': draft.etag });
    expect(withGreens.body.lines).toHaveLength(2);

    const quote = await call('GET', `${order}/quote`);
    expect(quote.body).toMatchObject({
      goods_minor: 22985,
      shipping_minor: 995,
      tax_minor: 1449,
      total_minor: 25429,
      due_now_minor: 5576 + 3125,
      consent_needed: true,
    });
    expect(
      quote.body.programs[0].next_cycles.map((cycle: { due_on: string }) => cycle.due_on),
    ).toEqual(['2026-12-22', '2027-01-22', '2027-02-22', '2027-03-22', '2027-04-22', '2027-05-22']);
    expect(quote.body.words_to_read).toContain('44.90 USD');

    const match = { ...asAgent, 'if-match': withGreens.etag };
    const early = await post(`${order}/place`, { token: 'pm_approved' }, match);
    expect(early).toMatchObject({ status: 409, body: { code: 'consent-missing' } });
    const agreed = await post(`${order}/consent`, consent, match);
    const stale = await post(`${order}/place`, { token: 'pm_approved' }, match);
    expect(stale).toMatchObject({ status: 412, body: { code: 'stale-revision' } });
    const placed = await post(
      `${order}/place`,
      { token: 'pm_approved' },
      { ...asAgent, 'if-match': agreed.etag },
    );
    expect(placed).toMatchObject({
      status: 200,
      body: {
        status: 'placed',
        total_minor: 25429,
        payment: { state: 'requested' },
        consent: { words: 'Do you agree?' },
      },
    });

    const read = await call('GET', order);
    expect(read.body.ship_to).toEqual(shipTo);
    const before = await call('GET', `${order}?as_of=0`);
    expect(before.body).toMatchObject({ status: 'draft', revision: 0 });
    const history = await call('GET', `${order}/history`);
    expect(history.body.items.map((item: { type: string }) => item.type)).toEqual([
      'order.draft-opened.v1',
      'order.line-added.v1',
      'order.line-added.v1',
      'order.consent-recorded.v1',
      'order.placed.v1',
    ]);
    expect(history.body.items[0]).toMatchObject({
      actor: { kind: 'agent', id: 'agt_ann' },
      call_id: 'call_1',
    });
    expect(history.text).not.toContain('Elm Street');
  });

  it('places an order at once, in one append, and once per key', async () => {
    const headers = { ...asAgent, 'idempotency-key': 'one-shot' };
    const first = await post('/v1/orders', oneShot, headers);
    expect(first).toMatchObject({ status: 201, body: { status: 'placed', revision: 0 } });
    const again = await post('/v1/orders', oneShot, headers);
    expect(again.body).toEqual(first.body);
    expect(await running.ports.store.readStream(`order-${first.body.order_id}`)).toHaveLength(1);
  });

  it('holds the answer until the payment is known', async () => {
    const head = await running.ports.store.head();
    const waiting = post('/v1/orders', oneShot, {
      ...asAgent,
      prefer: 'wait=5',
      'idempotency-key': 'waits',
    });
    const started = performance.now();
    const orderId = await placedAfter(running, head);
    await running.app.get(PaymentsConsumer).authorised(authorised(orderId));
    const answer = await waiting;
    expect(answer.body).toMatchObject({
      order_id: orderId,
      status: 'released',
      payment: { state: 'authorised' },
    });
    expect(performance.now() - started).toBeLessThan(4_000);
  });

  it('lets another token be tried after a decline', async () => {
    const { body, etag } = await post('/v1/orders', oneShot);
    const attempts = `/v1/orders/${body.order_id}/payment-attempts`;
    const early = await post(attempts, { token: 'pm_other' }, { ...asAgent, 'if-match': etag });
    expect(early).toMatchObject({ status: 409, body: { code: 'payment-not-declined' } });
    await running.app.get(PaymentsConsumer).declined(declined(body.order_id));
    const now = await call('GET', `/v1/orders/${body.order_id}`);
    expect(now.body).toMatchObject({
      status: 'placed',
      payment: { state: 'declined', last_decline: { code: 'insufficient_funds' } },
    });
    const retried = await post(
      attempts,
      { token: 'pm_other' },
      { ...asAgent, 'if-match': now.etag },
    );
    expect(retried).toMatchObject({ status: 200, body: { payment: { state: 'requested' } } });
  });

  it('follows goods and cancellation', async () => {
    const { body } = await post('/v1/orders', oneShot);
    const url = `/v1/orders/${body.order_id}`;
    await running.app.get(PaymentsConsumer).authorised(authorised(body.order_id));
    const released = await call('GET', url);
    const shipment = { shipment_id: 'shp_1', order_id: body.order_id, vendor_id: 'ven_1' };
    await running.app.get(FulfilmentConsumer).shipped(
      message('shp_1', {
        ...shipment,
        package_id: 'pkg_1',
        lines: [{ line_id: 'line-1', sku: 'JUICER-01', quantity: 1 }],
        tracking: { carrier: 'UPS', number: '1Z1' },
        shipped_at: NOW,
      }),
    );
    const late = await post(
      `${url}/cancel`,
      { reason: 'regret' },
      { ...asAgent, 'if-match': released.etag },
    );
    expect(late.status).toBe(412);
    const shipped = await call('GET', url);
    expect(shipped.body).toMatchObject({
      status: 'part-shipped',
      packages: [{ tracking_number: '1Z1' }],
    });
    const asked = await post(
      `${url}/cancel`,
      { reason: 'regret' },
      { ...asAgent, 'if-match': shipped.etag },
    );
    expect(asked.body.cancellation).toEqual({ state: 'requested', reason: 'regret' });
    await running.app.get(FulfilmentConsumer).cancelled(
      message('shp_1', {
        ...shipment,
        lines: [{ line_id: 'line-1', sku: 'JUICER-01', quantity: 1 }],
        reason: 'seller asked',
      }),
    );
    await running.app
      .get(FulfilmentConsumer)
      .delivered(message('shp_1', { ...shipment, package_id: 'pkg_1', delivered_at: NOW }));
    expect((await call('GET', url)).body.status).toBe('delivered');
    await caughtUp('order-list');
    const list = await call('GET', '/v1/orders?status=delivered');
    expect(list.body.items.map((item: { order_id: string }) => item.order_id)).toEqual([
      body.order_id,
    ]);
  });

  it('lists each order with the status it has', async () => {
    await caughtUp('order-list');
    const { items } = (await call('GET', '/v1/orders')).body;
    expect(items.length).toBeGreaterThan(3);
    for (const item of items) {
      const { body } = await call('GET', `/v1/orders/${item.order_id}`);
      expect([item.order_id, item.status, item.payment_state]).toEqual([
        item.order_id,
        body.status,
        body.payment?.state ?? 'none',
      ]);
    }
  });

  it('places exactly one order for a cycle', async () => {
    const first = await post('/v1/orders', { ...oneShot, lines: [juicer, greens], consent });
    const stream = `order-${first.body.order_id}`;
    const { data } = (await running.ports.store.readStream(stream))[0]!;
    const { shipTo: ship_to } = data as {
      shipTo: { sealed: string; stream: string; field: string };
    };
    const due = message('sub_1', {
      subscription_id: 'sub_1',
      customer_id: first.body.customer_id,
      cycle: 2,
      plan_id: 'plan_greens',
      currency: 'USD',
      zone: 'America/New_York',
      due_on: '2026-12-22',
      sku: 'GREENS-30',
      name: 'Greens',
      quantity: 1,
      unit_price_minor: 3995,
      shipping_minor: 495,
      tax_category: 'food',
      payment: {
        token: 'pm_approved',
        initiator: 'recurring' as const,
        network_transaction_id: 'ntx_1',
      },
      ship_to,
      sale: {
        campaign_id: 'cmp_spring',
        call_id: 'call_1',
        agent_id: 'agt_ann',
        call_centre_id: 'cc_north',
      },
    });
    const head = await running.ports.store.head();
    const consumer = running.app.get(SubscriptionsConsumer);
    await consumer.cycleDue(due);
    await consumer.cycleDue({ ...due, id: '00000000-0000-5000-8000-00000000ffff' });
    const orderId = await placedAfter(running, head);
    const order = await call('GET', `/v1/orders/${orderId}`);
    expect(order.body).toMatchObject({
      subscription_id: 'sub_1',
      cycle: 2,
      status: 'placed',
      placed_on: '2026-12-22',
      total_minor: 4490,
      revision: 0,
      ship_to: shipTo,
    });
  });

  it('never shows an order to another call centre', async () => {
    const { body, etag } = await post('/v1/orders', oneShot);
    const url = `/v1/orders/${body.order_id}`;
    const headers = { 'if-match': etag };
    for (const [method, path, payload] of [
      ['GET', url],
      ['GET', `${url}/history`],
      ['GET', `${url}/quote`],
      ['POST', `${url}/cancel`, { reason: 'x' }],
      ['POST', `${url}/lines`, juicer],
    ] as const) {
      const answer = await call(method, path, { key: south, body: payload, headers });
      expect([path, answer.status, answer.body.code]).toEqual([path, 404, 'order-not-found']);
    }
    await caughtUp('order-list');
    expect((await call('GET', '/v1/orders', { key: south })).body.items).toEqual([]);
  });

  it.each([
    ['campaign-not-for-centre', 403, {}, 'south'],
    ['agent-not-in-centre', 403, { 'continuo-agent-id': 'agt_ann' }, 'south'],
    ['agent-unknown', 403, { 'continuo-agent-id': 'agt_nobody' }, 'north'],
  ])('refuses to sell: %s', async (code, status, headers, centre) => {
    const key = centre === 'south' ? south : north;
    const answer = await call('POST', '/v1/orders', { key, body: oneShot, headers });
    expect(answer).toMatchObject({ status, body: { code } });
  });

  it.each([
    ['unknown-dnis', { dnis: '+18005550199' }],
    ['campaign-or-dnis', { campaign_id: 'cmp_spring' }],
    ['customer-or-id', { customer_id: 'cus_1' }],
    ['offer-unknown', { lines: [{ offer_id: 'off_none', quantity: 1 }] }],
    ['order-has-no-lines', { lines: [] }],
    ['bad-phone', { customer: { ...pat, phone: 'none' } }],
  ])('refuses an order: %s', async (code, change) => {
    const head = await running.ports.store.head();
    expect(await post('/v1/orders', { ...oneShot, ...change })).toMatchObject({
      status: 422,
      body: { code },
    });
    expect(await running.ports.store.head()).toBe(head);
  });

  it('pops the screen with ranked candidates, never a silent match', async () => {
    await caughtUp('customer-search');
    await caughtUp('order-list');
    await caughtUp('catalogue');
    const pop = await call(
      'GET',
      '/v1/screen-pop?dnis=%2B18005550100&ani=%2B19165550123&call_id=call_9',
    );
    expect(pop).toMatchObject({
      status: 200,
      body: {
        call_id: 'call_9',
        campaign: { campaign_id: 'cmp_spring' },
        offers: [{ price_minor: 9995 }, { plan_id: 'plan_greens' }],
      },
    });
    expect(pop.body.candidates.length).toBeGreaterThan(1);
    expect(pop.body.candidates[0]).toMatchObject({
      name: { last: 'Miller' },
      score: expect.any(Number),
      why: expect.arrayContaining([expect.stringContaining('number')]),
      balances: [{ currency: 'USD' }],
    });
    const flat = await call('GET', '/v1/screen-pop?dnis=%2B18005550100&format=flat');
    expect(flat.body).toMatchObject({
      'campaign.campaign_id': 'cmp_spring',
      'candidates.count': '0',
    });
    const lines = await call('GET', '/v1/screen-pop?dnis=%2B18005550100', {
      headers: { accept: 'text/plain' },
    });
    expect(lines.text).toContain('campaign.campaign_id=cmp_spring\n');
  });

  it('says which numbers exist when the dialled one does not', async () => {
    const unknown = await call('GET', '/v1/screen-pop?dnis=%2B18005550199');
    expect(unknown).toMatchObject({ status: 404, body: { code: 'unknown-dnis' } });
    expect(unknown.text).toContain('+18005550100');
    const other = await call('GET', '/v1/screen-pop?dnis=%2B18005550100', { key: south });
    expect(other).toMatchObject({ status: 404, body: { code: 'unknown-dnis' } });
    expect(other.body.detail).not.toContain('+18005550100');
  });

  it('gives a number to one active campaign only', async () => {
    const second = await call('POST', '/v1/campaigns', {
      key: admin,
      body: campaign('cmp_other', '+18005550100'),
    });
    expect(second).toMatchObject({ status: 409, body: { code: 'dnis-in-use' } });
    expect((await call('GET', '/v1/campaigns/cmp_other', { key: admin })).status).toBe(404);
  });

  it('keeps, changes, finds and erases a customer', async () => {
    const person = {
      ...pat,
      name: { first: 'Jo', last: 'Öz-Müller' },
      phone: '+12125550177',
      email: 'jo@example.com',
    };
    const created = await post('/v1/customers', person);
    expect(created).toMatchObject({
      status: 201,
      body: { phone: '+12125550177', name: { first: 'Jo' } },
    });
    const url = `/v1/customers/${created.body.customer_id}`;
    const missing = await post(`${url}/phone`, { phone: '+12125550178' });
    expect(missing.status).toBe(428);
    const changed = await post(
      `${url}/phone`,
      { phone: '+12125550178' },
      { ...asAgent, 'if-match': created.etag },
    );
    expect(changed.body).toMatchObject({
      phone: '+12125550178',
      email: 'jo@example.com',
      revision: 1,
    });
    await caughtUp('customer-search');
    const search = async (query: string) =>
      (await call('GET', `/v1/customers?${query}`)).body.items;
    expect(await search('phone=%2B12125550177')).toEqual([]);
    expect(await search('phone=%2B12125550178')).toHaveLength(1);
    expect(await search('email=JO%40example.com')).toHaveLength(1);
    expect(await search('last_name=oz%20muller&postcode=95814')).toHaveLength(1);
    const history = await call('GET', `${url}/history`);
    expect(history.body.items[1]).toMatchObject({
      type: 'customer.phone-changed.v1',
      actor: { id: 'agt_ann' },
      data: { field: 'phone', from: '+12125550177', to: '+12125550178' },
    });
    expect((await call('GET', `${url}?as_of=0`)).body.phone).toBe('+12125550177');
    expect((await post(`${url}/erasure`, {})).status).toBe(403);
    const erased = await call('POST', `${url}/erasure`, { key: admin });
    expect(erased.body).toMatchObject({ status: 'erased', name: null, phone: null, address: null });
    await caughtUp('customer-search');
    expect(await search('email=jo%40example.com')).toEqual([]);
    expect((await call('GET', `${url}?as_of=0`)).body.phone).toBeNull();
  });

  it('lists the catalogue', async () => {
    await caughtUp('catalogue');
    const products = await call('GET', '/v1/products?limit=1');
    expect(products.body).toMatchObject({ has_more: true, items: [{ sku: 'GREENS-30' }] });
    const rest = await call('GET', `/v1/products?limit=1&cursor=${products.body.next_cursor}`);
    expect(rest.body).toMatchObject({ has_more: false, items: [{ sku: 'JUICER-01' }] });
    expect((await call('GET', '/v1/campaigns')).body.items).toHaveLength(1);
    expect((await call('GET', '/v1/campaigns', { key: south })).body.items).toEqual([]);
    expect((await call('POST', '/v1/products', { body: {} })).status).toBe(403);
  });
});

/** Waits until an order is placed after a place in the record, and answers its id. */
async function placedAfter({ ports }: RunningProcess, after: number): Promise<string> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const { events } = await ports.store.readAll({ after, maxCount: 100, categories: ['order'] });
    const placed = events.find(({ type }) => type === 'order.placed.v1');
    if (placed) return placed.stream.slice('order-'.length);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('no order was placed');
}
