import { ORDER_CANCELLED } from '@continuo/contracts/orders';
import {
  PAYMENT_AUTHORISED,
  PAYMENT_CAPTURED,
  PAYMENT_DECLINED,
} from '@continuo/contracts/payments';
import { MESSAGE_TYPES } from '@continuo/contracts/registry';
import { deriveId } from '@continuo/kernel/ids';
import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { openAt } from './service.fixture';
import { orderReleased } from './testing/neighbours';
import type { SubscriptionsProcess } from './testing/subscriptions-process';

const plan = {
  plan_id: 'plan_greens',
  name: 'Greens Club',
  intervals: ['P1M', 'P2M'],
  default_interval: 'P1M',
  products: [
    { sku: 'GREENS-30', name: 'Greens', prices_minor: { USD: 4000 } },
    { sku: 'BERRIES-30', name: 'Berries', prices_minor: { USD: 4500 } },
  ],
  tax_category: 'food',
  shipping_minor: { USD: 595 },
};
const admin = { as: { role: 'admin' } } as const;
const north = { role: 'agent', agentId: 'agt_1', callCentreId: 'cc_north' } as const;
const south = { role: 'agent', agentId: 'agt_2', callCentreId: 'cc_south' } as const;

let service: SubscriptionsProcess;
let id: string;
let customerId: string;
let path: string;
let sold = 0;

beforeAll(async () => {
  service = await openAt('2099-01-31T15:00:00.000Z', plan);
}, 60_000);

afterAll(() => service.close());

beforeEach(() => sell());

/** A new program; the clock only moves forward, so later tests sell on later days. */
async function sell(placedOn = '2099-01-31'): Promise<void> {
  sold += 1;
  customerId = `cus_${sold}`;
  id = deriveId('sub', `ord_${sold}`, 'line_1');
  path = `/v1/subscriptions/${id}`;
  await service.hear(again({ placed_on: placedOn }));
}

const again = (changes: Parameters<typeof orderReleased>[0]) =>
  orderReleased({ order_id: `ord_${sold}`, customer_id: customerId, ...changes });

const payment = () => ({
  payment_id: 'pay_1',
  order_id: deriveId('ord', id, 2),
  origin: { kind: 'program', subscription_id: id, cycle: 2 } as const,
  currency: 'USD',
});
const authorised = () => ({
  type: PAYMENT_AUTHORISED.type,
  data: { ...payment(), amount_minor: 4595, token: 'pm_first', network_transaction_id: 'ntx_2' },
});
const captured = () => ({
  type: PAYMENT_CAPTURED.type,
  data: {
    ...payment(),
    capture_id: 'cap_1',
    instalment: 1,
    package_id: 'pkg_1',
    amount_minor: 4595,
    lines: [],
  },
});

/** Sends a change with the revision it has now. */
async function change(what: string, body: object, as: object = north) {
  const { etag } = await service.send('GET', path, undefined, { as });
  return service.send('POST', `${path}/${what}`, body, { as, etag });
}

const published = async () => (await service.published()).filter(({ subject }) => subject === id);
const types = async () => (await published()).map(({ type }) => type.split('.')[2]);
const mine = (more = '') => `/v1/subscriptions?customer_id=${customerId}${more}`;

describe('an agent on a call', () => {
  it('previews without a trace, then changes exactly that', async () => {
    const before = await service.send('GET', path, undefined, { as: north });
    const shown = await service.send(
      'POST',
      `${path}/previews`,
      { change: { kind: 'interval', interval: 'P2M' } },
      { as: north },
    );
    expect(shown.status).toBe(200);
    expect(shown.body).toMatchObject({
      approval_needed: null,
      changes_anything: true,
      dropped: [],
    });
    expect((await service.send('GET', path, undefined, { as: north })).etag).toBe(before.etag);

    const changed = await change('interval-changes', { interval: 'P2M', reason: 'too much' });
    expect(changed.status).toBe(200);
    expect(changed.body['schedule']).toEqual(shown.body['after']);
    expect(changed.body['effect']).toMatchObject({
      before: shown.body['before'],
      words: shown.body['words'],
    });
  });

  it('leaves who, which call, which script, why, from and to in the history', async () => {
    await change('price-changes', { unit_price_minor: 3600, reason: 'price complaint' });
    await change('product-changes', { sku: 'BERRIES-30' });
    const first = await service.send('GET', `${path}/history?limit=2`, undefined, { as: north });
    expect(first.body).toMatchObject({ has_more: true, items: [{ change: 'started' }, {}] });
    expect((first.body['items'] as object[])[1]).toEqual({
      revision: 1,
      event_id: expect.any(String),
      change: 'price-changed',
      field: 'unit_price_minor',
      from: 4000,
      to: 3600,
      cycle: 2,
      dropped: [],
      actor: { kind: 'agent', id: 'agt_1', call_centre_id: 'cc_north' },
      call_id: 'call_9',
      script_version: 'retention-3',
      reason: 'price complaint',
      approval: null,
      at: expect.stringMatching('^2099-01-31T15:00'),
      recorded_at: expect.stringMatching('^2099-01-31T15:00'),
      change_id: expect.any(String),
      causation_id: null,
    });
    const cursor = String(first.body['next_cursor']);
    const second = await service.send(
      'GET',
      `${path}/history?limit=2&cursor=${cursor}`,
      undefined,
      { as: north },
    );
    expect(second.body).toMatchObject({
      has_more: false,
      items: [
        { field: 'sku', from: 'GREENS-30', to: 'BERRIES-30' },
        { field: 'unit_price_minor', from: 3600, to: 4500 },
      ],
    });
  });

  it('sees what was true before', async () => {
    await change('quantity-changes', { quantity: 3 });
    const asOf = (value: string) =>
      service.send('GET', `${path}?as_of=${value}`, undefined, { as: north });
    expect((await asOf('0')).body).toMatchObject({ quantity: 1 });
    expect((await asOf('1')).body).toMatchObject({ quantity: 3 });
    expect((await asOf('2099-01-31T14:59:59.000Z')).status).toBe(404);
  });

  it('needs a supervisor far from the price of the plan', async () => {
    const body = { unit_price_minor: 1000, reason: 'save' };
    const refused = await change('price-changes', body);
    expect([refused.status, refused.body.code]).toEqual([403, 'approval-required']);
    const supervisor = { role: 'supervisor', callCentreId: 'cc_north' } as const;
    expect((await change('price-changes', body, supervisor)).body).toMatchObject({
      unit_price_minor: 1000,
    });
  });

  it('skips, takes it back, moves a date, pauses, resumes, changes token and zone', async () => {
    expect((await change('skips', {})).body).toMatchObject({ next_cycle_on: '2099-03-31' });
    expect((await change('unskips', { cycle: 2 })).body).toMatchObject({
      next_cycle_on: '2099-02-28',
    });
    expect((await change('date-changes', { on: '2099-03-05' })).body).toMatchObject({
      next_cycle_on: '2099-03-05',
    });
    expect((await change('pauses', { until: '2099-05-01' })).body).toMatchObject({
      status: 'paused',
      paused_until: '2099-05-01',
    });
    expect((await change('resumptions', {})).body).toMatchObject({
      status: 'active',
      next_cycle_on: '2099-03-05',
    });
    expect((await change('payment-methods', { token: 'pm_second' })).body).toMatchObject({
      payment_token: 'pm_second',
    });
    expect((await change('zone-changes', { zone: 'Europe/London' })).body).toMatchObject({
      zone: 'Europe/London',
    });
  });
});

describe('what is refused', () => {
  it("is another call centre's program: it does not exist there", async () => {
    for (const [method, what] of [
      ['GET', ''],
      ['GET', '/history'],
      ['POST', '/previews'],
    ] as const) {
      const body = method === 'POST' ? { change: { kind: 'skip' } } : undefined;
      const answer = await service.send(method, path + what, body, { as: south });
      expect([answer.status, answer.body.code]).toEqual([404, 'subscription-not-found']);
    }
    const answer = await service.send('POST', `${path}/skips`, {}, { as: south, etag: '"0"' });
    expect(answer.status).toBe(404);
    expect((await service.send('GET', mine(), undefined, { as: south })).body).toMatchObject({
      items: [],
    });
    expect((await service.send('GET', mine(), undefined, { as: north })).body).toMatchObject({
      items: [{}],
    });
  });

  it('is a change without or with a stale If-Match', async () => {
    expect((await service.send('POST', `${path}/skips`, {}, { as: north })).status).toBe(428);
    expect(
      (await service.send('POST', `${path}/skips`, {}, { as: north, etag: '"7"' })).status,
    ).toBe(412);
  });

  it.each([
    ['interval-changes', { interval: 'P3M' }, 422, 'interval-not-offered'],
    ['interval-changes', { interval: 'monthly' }, 400, 'invalid-request'],
    ['price-changes', { unit_price_minor: -1, reason: 'x' }, 400, 'invalid-request'],
    ['price-changes', { unit_price_minor: 3900 }, 400, 'invalid-request'],
    ['product-changes', { sku: 'OTHER' }, 422, 'product-not-in-plan'],
    ['quantity-changes', { quantity: 0 }, 400, 'invalid-request'],
    ['date-changes', { on: '2099-02-30' }, 400, 'invalid-request'],
    ['date-changes', { on: '2099-01-01' }, 422, 'date-too-early'],
    ['skips', { cycles: 2 }, 400, 'unknown-field'],
    ['cancellations', { reason_code: 'whim' }, 400, 'invalid-request'],
  ])('is %s with %j', async (what, body, status, code) => {
    const answer = await change(what, body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    const { etag } = await service.send('GET', path, undefined, { as: north });
    expect(etag).toBe('"0"');
  });

  it.each([
    [{ kind: 'interval' }, '/change/interval'],
    [{ kind: 'skip', sku: 'GREENS-30' }, '/change/sku'],
  ])('is the preview of %j', async (wrong, pointer) => {
    const answer = await service.send('POST', `${path}/previews`, { change: wrong }, { as: north });
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid-change']);
    expect(JSON.stringify(answer.body)).toContain(pointer);
  });

  it('is publishing a plan by anyone but an admin', async () => {
    expect((await service.send('POST', '/v1/plans', plan, { as: north })).status).toBe(403);
    expect((await service.send('POST', '/v1/plans', { ...plan, name: 'X' }, admin)).status).toBe(
      409,
    );
  });
});

describe('plans and read models', () => {
  it('are listed in their latest version; sold programs keep theirs', async () => {
    const found = await service.send('GET', '/v1/plans/plan_greens', undefined, { as: north });
    const { plan_id: _, ...terms } = plan;
    const next = { ...terms, name: 'Greens Club Plus' };
    const published = await service.send('POST', '/v1/plans/plan_greens/versions', next, {
      ...admin,
      etag: found.etag,
    });
    expect([published.status, published.body['version']]).toEqual([201, 2]);
    await service.settled();
    const list = await service.send('GET', '/v1/plans', undefined, { as: north });
    expect(list.body).toMatchObject({
      items: [{ plan_id: 'plan_greens', version: 2, name: 'Greens Club Plus' }],
    });
    expect((await service.send('GET', path, undefined, { as: north })).body).toMatchObject({
      plan_version: 1,
    });
    expect(
      (await service.send('GET', '/v1/plans/plan_other', undefined, { as: north })).status,
    ).toBe(404);
  });

  it('say what falls due until when', async () => {
    await change('quantity-changes', { quantity: 2 });
    await service.settled();
    const query = async (text: string) =>
      (
        await service.send('GET', `/v1/upcoming-cycles?${text}`, undefined, {
          as: { role: 'supervisor' },
        })
      ).body;
    const { items } = await query('until=2099-02-28&limit=200');
    expect(items).toContainEqual(
      expect.objectContaining({
        subscription_id: id,
        due_on: '2099-02-28',
        sku: 'GREENS-30',
        quantity: 2,
      }),
    );
    expect(await query('until=2099-02-27')).toMatchObject({ items: [] });
    expect(await query('sku=OTHER')).toMatchObject({ items: [] });
    const first = await query('limit=1');
    const second = await query(`limit=1&cursor=${String(first['next_cursor'])}`);
    expect(second['items']).not.toEqual(first['items']);
  });
});

describe('a program, as time goes by', () => {
  it('starts with the released order, once, and falls due on its date', async () => {
    await service.hear(again({ release: 2 }));
    const { status, body } = await service.send('GET', path, undefined, { as: north });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'active', next_cycle_on: '2099-02-28', plan_version: 1 });
    expect(await types()).toEqual(['subscription-started']);

    await service.advanceTo('2099-02-28T05:00:00.000Z');
    const [, due] = await published();
    expect(due?.data).toMatchObject({
      subscription_id: id,
      cycle: 2,
      due_on: '2099-02-28',
      name: 'Greens',
      unit_price_minor: 4000,
      shipping_minor: 595,
      tax_category: 'food',
      payment: { token: 'pm_first', initiator: 'recurring', network_transaction_id: 'ntx_1' },
      ship_to: { sealed: 'sealed-address', stream: 'order-ord_first', field: 'shipTo' },
    });

    await service.hear(authorised());
    await service.hear(captured());
    const after = await service.send('GET', path, undefined, { as: north });
    expect(after.body).toMatchObject({
      cycles: [{ cycle: 2, status: 'shipped' }],
      cycle_counts: { shipped: 1 },
    });
  });

  it('renews each month on the way of the clock, exactly once', async () => {
    await sell('2099-03-31');
    await service.advanceTo('2099-07-15T12:00:00.000Z');
    const due = (await published()).flatMap(({ data }) =>
      'due_on' in (data as object) ? [data] : [],
    );
    expect(due).toMatchObject([
      { due_on: '2099-04-30' },
      { due_on: '2099-05-31' },
      { due_on: '2099-06-30' },
    ]);
  });

  it('goes past due and recovers with the payments of its cycle', async () => {
    await sell('2099-07-31');
    await service.advanceTo('2099-09-01T12:00:00.000Z');
    const decline = {
      instalment: 1,
      amount_minor: 4595,
      decline: 'soft',
      code: 'insufficient_funds',
    };
    await service.hear({
      type: PAYMENT_DECLINED.type,
      data: { ...payment(), ...decline, final: false, retry_at: '2099-09-03T00:00:00.000Z' },
    });
    expect(
      (await service.send('GET', mine('&status=past-due'), undefined, admin)).body,
    ).toMatchObject({
      items: [{ subscription_id: id, customer_id: customerId }],
    });
    await service.hear(authorised());
    expect((await service.send('GET', path, undefined, admin)).body).toMatchObject({
      status: 'active',
    });
    expect((await types()).slice(1)).toEqual([
      'cycle-due',
      'subscription-changed',
      'subscription-changed',
    ]);
  });

  it('voids a cycle whose order was cancelled', async () => {
    await sell('2099-08-31');
    await service.advanceTo('2099-10-01T12:00:00.000Z');
    const { order_id, origin } = payment();
    const data = {
      order_id,
      customer_id: customerId,
      origin,
      reason: 'by-agent',
      lines: [],
    };
    await service.hear({ type: ORDER_CANCELLED.type, data });
    expect((await service.send('GET', path, undefined, admin)).body).toMatchObject({
      cycles: [{ status: 'void' }],
    });
  });

  it('cancels: the answer names the order that was handed over, and nothing falls due any more', async () => {
    await sell('2099-09-30');
    await service.advanceTo('2099-10-30T12:00:00.000Z');
    const cancelled = await change('cancellations', {
      reason_code: 'too-expensive',
      note: 'two jars left',
    });
    expect(cancelled.body).toMatchObject({
      status: 'cancelled',
      next_cycle_on: null,
      schedule: [],
      cycles: [{ status: 'void' }],
      effect: { cannot_undo: [expect.stringContaining(payment().order_id)] },
    });
    const told = (await published()).at(-1);
    expect(told?.data).toMatchObject({
      reason: 'too-expensive',
      open_orders: [{ cycle: 2, order_id: payment().order_id }],
    });
    await service.advanceTo('2099-12-31T12:00:00.000Z');
    expect((await types()).filter((type) => type === 'cycle-due')).toHaveLength(1);
    expect((await change('reactivations', { next_on: '2100-01-05' })).body).toMatchObject({
      status: 'active',
      next_cycle_on: '2100-01-05',
    });
  });

  it('has published only what the contracts allow', async () => {
    const ajv = addFormats(new Ajv({ strict: false }));
    const messages = await service.published();
    expect(new Set(messages.map(({ type }) => type)).size).toBe(5);
    for (const { type, data } of messages) {
      const schema = MESSAGE_TYPES.get(type)?.schema;
      const valid = ajv.validate(schema ?? false, data);
      expect([type, valid, ajv.errorsText()]).toEqual([type, true, 'No errors']);
    }
  });
});
