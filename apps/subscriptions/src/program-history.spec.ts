import { deriveId } from '@continuo/kernel/ids';
import { openAt } from './service.fixture';
import { orderReleased } from './testing/neighbours';
import type { SubscriptionsProcess } from './testing/subscriptions-process';

const north = { role: 'agent', agentId: 'agt_1', callCentreId: 'cc_north' } as const;
const boss = { role: 'supervisor', callCentreId: 'cc_north' } as const;
const path = `/v1/subscriptions/${deriveId('sub', 'ord_1', 'line_1')}`;

let service: SubscriptionsProcess;

beforeAll(async () => {
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
  service = await openAt('2099-01-31T15:00:00.000Z', plan);
  await service.hear(
    orderReleased({ order_id: 'ord_1', customer_id: 'cus_1', placed_on: '2099-01-31' }),
  );
  await change('interval-changes', { interval: 'P2M' });
  await service.advanceTo('2099-02-10T15:00:00.000Z');
  await change('product-changes', { sku: 'BERRIES-30' }, boss);
  await change('skips', { reason: 'on holiday' });
}, 60_000);
afterAll(() => service.close());

async function change(what: string, body: object, as: object = north): Promise<void> {
  const { etag } = await service.send('GET', path, undefined, { as });
  const { status } = await service.send('POST', `${path}/${what}`, body, { as, etag });
  expect(status).toBe(200);
}

const read = (query: string) => service.send('GET', `${path}${query}`, undefined, { as: north });
const told = async (query: string) =>
  ((await read(`/history?${query}`)).body['items'] as { change: string; field: string }[]).map(
    (item) => `${item.change} ${item.field}`,
  );

describe('the history of a program', () => {
  it.each<[string, string, string[]]>([
    ['by field', 'field=unit_price_minor', ['product-changed unit_price_minor']],
    [
      'by kind',
      'change=product-changed',
      ['product-changed sku', 'product-changed unit_price_minor'],
    ],
    ['by who did it', 'actor_id=agt_1', ['interval-changed interval', 'cycle-skipped cycle']],
    ['by call', 'call_id=call_8', []],
    ['from a moment on', 'from=2099-02-01T00:00:00Z&field=cycle', ['cycle-skipped cycle']],
    [
      'until a moment',
      'until=2099-02-01T00:00:00Z',
      ['started status', 'interval-changed interval'],
    ],
  ])('%s', async (_, query, expected) => expect(await told(query)).toEqual(expected));

  it('in pages of what was asked for', async () => {
    const first = await read('/history?actor_id=agt_1&limit=1');
    expect(first.body).toMatchObject({ has_more: true, items: [{ change: 'interval-changed' }] });
    const next = await read(
      `/history?actor_id=agt_1&limit=1&cursor=${String(first.body['next_cursor'])}`,
    );
    expect(next.body).toMatchObject({ has_more: false, items: [{ change: 'cycle-skipped' }] });
  });
});

describe('a program as of a moment', () => {
  const FIRST_OF_MARCH = '2099-03-01T12:00:00Z';
  let corrected: { readonly status: number };

  beforeAll(async () => {
    await service.advanceTo('2099-03-20T15:00:00.000Z');
    const { etag } = await service.send('GET', path, undefined, { as: boss });
    const body = { quantity: 3, reason: 'agreed on 20 February, forgotten' };
    const options = { as: boss, etag, effectiveAt: '2099-02-20T09:00:00Z' };
    corrected = await service.send('POST', `${path}/quantity-changes`, body, options);
  });

  const next = async (query: string) => {
    const { status, body } = await read(`/schedule?${query}`);
    expect(status).toBe(200);
    const [first] = (
      body['cycles'] as { status: string; due_on: string; quantity: number }[]
    ).filter((cycle) => cycle.status === 'scheduled');
    return [first?.due_on, first?.quantity];
  };

  it('says what was thought would ship next, and what is held true of that moment today', async () => {
    expect(corrected.status).toBe(200);
    const believed = `as_of=${FIRST_OF_MARCH}&known_at=${FIRST_OF_MARCH}`;
    expect(await next(believed)).toEqual(['2099-04-28', 1]);
    expect(await next(`as_of=${FIRST_OF_MARCH}`)).toEqual(['2099-04-28', 3]);
    expect(await next(`as_of=2099-02-20T08:59:59Z`)).toEqual(['2099-04-28', 1]);
    expect(await next(`known_at=2099-02-05T00:00:00Z`)).toEqual(['2099-02-28', 1]);
    expect(await next('as_of=0')).toEqual(['2099-02-28', 1]);
  });

  it('keeps both moments in the history', async () => {
    const { body } = await read('/history?field=quantity');
    expect(body['items']).toMatchObject([
      {
        at: '2099-02-20T09:00:00.000Z',
        recorded_at: expect.stringMatching('^2099-03-20T15:00:00'),
      },
    ]);
  });

  it('lists as many cycles as are asked for', async () => {
    expect((await read('/schedule?cycles=12')).body['cycles']).toHaveLength(12);
    expect((await read('/schedule?cycles=61')).status).toBe(400);
  });

  it('refuses moments that are none, and corrections that are not for an agent to make', async () => {
    expect((await read('?known_at=yesterday')).body).toMatchObject({
      code: 'invalid-request',
      errors: [{ pointer: '/known_at' }],
    });
    const backDated = (as: object, effectiveAt: string) =>
      service.send('POST', `${path}/skips`, {}, { as, etag: '"0"', effectiveAt });
    expect((await backDated(north, FIRST_OF_MARCH)).body.code).toBe('forbidden-back-dating');
    expect((await backDated(boss, '2099-12-31T00:00:00Z')).body.code).toBe('invalid-header');
    expect((await backDated(boss, 'tomorrow')).body.code).toBe('invalid-header');
  });
});
