import { deriveId } from '@continuo/kernel/ids';
import { openAt } from './service.fixture';
import { CUSTOMER_CHANGES } from './domain/subscription/self-service';
import { SELLERS_REASONS } from './domain/subscription/stopped-by-seller';
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
  rules: { alternate_plans: ['plan_gold', 'plan_silver'] },
};
const pricedAt = (plan_id: string, USD: number) => ({
  ...plan,
  plan_id,
  products: [{ sku: 'GREENS-30', name: 'Greens', prices_minor: { USD } }],
  rules: {},
});
const portal = { role: 'integration' } as const;
const shipTo = {
  name: 'Pat Miller',
  lines: ['1 Oak Road'],
  city: 'Reno',
  region: 'NV',
  postcode: '89501',
  country: 'US',
};

let service: SubscriptionsProcess;
let id: string;
let path: string;
let sold = 0;
const pat = () => ({ 'continuo-customer-id': `cus_${sold}` });
/** Started, and its rules agreed. */
const JUST_SOLD = '"1"';
const lee = { 'continuo-customer-id': 'cus_lee' };
const onCall = () => ({
  ...pat(),
  'continuo-channel': 'ivr',
  'continuo-call-id': 'call_ivr',
});

beforeAll(async () => {
  const others = [pricedAt('plan_gold', 5000), pricedAt('plan_silver', 3500)];
  service = await openAt('2099-01-31T15:00:00.000Z', plan, ...others, pricedAt('plan_other', 100));
}, 60_000);

afterAll(() => service?.close());

beforeEach(async () => {
  sold += 1;
  const order_id = `ord_${sold}`;
  id = deriveId('sub', order_id, 'line_1');
  path = `/v1/subscriptions/${id}`;
  await service.hear(
    orderReleased({ order_id, customer_id: `cus_${sold}`, placed_on: '2099-01-30' }),
  );
});

const get = (url: string, headers: Record<string, string> = pat()) =>
  service.send('GET', url, undefined, { as: portal, headers });
async function post(what: string, body: object = {}, headers: Record<string, string> = pat()) {
  const { etag } = await get(path, {});
  return service.send('POST', `${path}/${what}`, body, { as: portal, etag, headers });
}
/** Previews it, and sends it with the words that the preview has for the customer. */
async function agreeing(kind: string, what: string, body: object = {}) {
  const { body: shown } = await post('previews', { change: { kind, ...body } });
  expect(shown).toMatchObject({ consent_needed: true });
  return post(what, { ...body, consent: { words: shown['words'] } });
}
const refusal = ({ status, body }: { status: number; body: { code: unknown } }) => [
  status,
  body.code,
];

describe('a customer who acts for themself', () => {
  it.each([
    ['skips', {}, { field: 'cycle', to: 'skipped' }],
    ['date-changes', { on: '2099-03-05' }, { field: 'due_on', to: '2099-03-05' }],
    ['interval-changes', { interval: 'P2M' }, { field: 'interval', to: 'P2M' }],
    ['payment-methods', { token: 'pm_other' }, { field: 'payment_token', to: 'pm_other' }],
    ['pauses', { until: '2099-06-01' }, { field: 'paused_until', to: '2099-06-01' }],
    ['cancellations', { reason_code: 'moved' }, { field: 'status', to: 'cancelled' }],
    ['changes', { changes: [{ kind: 'address', ship_to: shipTo }] }, { field: 'ship_to' }],
  ])('may ask for %s, and the history says that they did', async (what, body, told) => {
    const made = await post(what, body);
    expect([made.status, made.body.code]).toEqual([200, undefined]);
    const history = await get(`${path}/history?actor_kind=customer`, {});
    expect(history.body['items']).toMatchObject([
      { ...told, actor: { kind: 'customer', id: `cus_${sold}` }, call_id: 'call_9' },
    ]);
    const byAgents = await get(`${path}/history?actor_kind=agent`, {});
    expect(byAgents.body['items']).toEqual([]);
  });

  it('takes back what they asked for', async () => {
    await post('skips');
    expect((await agreeing('unskip', 'unskips', { cycle: 2 })).status).toBe(200);
    await post('pauses', { until: '2099-06-01' });
    expect((await agreeing('resume', 'resumptions')).status).toBe(200);
  });

  it.each([
    ['product', 'product-changes', { sku: 'BERRIES-30' }, { field: 'sku', to: 'BERRIES-30' }],
    ['quantity', 'quantity-changes', { quantity: 2 }, { field: 'quantity', to: 2 }],
    ['add-on', 'add-ons', { sku: 'BERRIES-30' }, { field: 'add_on', to: '1 x BERRIES-30' }],
    ['send-now', 'immediate-shipments', {}, { field: 'due_on', to: '2099-01-31' }],
    [
      'plan',
      'plan-changes',
      { plan_id: 'plan_gold' },
      { field: 'plan', to: 'plan_gold version 1' },
    ],
  ])('agrees to %s in the words of its preview, and the history has them', async (...row) => {
    const [kind, what, body, told] = row;
    const refused = await post(what, body);
    expect(refusal(refused)).toEqual([403, 'consent-required']);
    const made = await agreeing(kind, what, body);
    expect([made.status, made.body.code]).toEqual([200, undefined]);
    const { words } = made.body['effect'] as { words: string };
    const { body: history } = await get(`${path}/history?actor_kind=customer`, {});
    expect(history['items']).toEqual(
      expect.arrayContaining([
        expect.objectContaining(told),
        expect.objectContaining({ change: 'consent-recorded', field: 'consent', to: words }),
      ]),
    );
  });

  it('changes to a cheaper plan without more words, and to the one they have nothing', async () => {
    const silver = { plan_id: 'plan_silver', plan_version: 1 };
    const { status, body } = await post('plan-changes', silver);
    expect([status, body['unit_price_minor']]).toEqual([200, 3500]);
    const { etag } = await get(path);
    expect((await post('plan-changes', silver)).etag).toBe(etag);
  });

  it('takes an add-on out again, and starts again what they have cancelled', async () => {
    await agreeing('add-on', 'add-ons', { sku: 'BERRIES-30' });
    const without = await post('add-on-removals', { sku: 'BERRIES-30' });
    expect([without.status, without.body['add_ons']]).toEqual([200, []]);
    expect((await post('cancellations', { reason_code: 'moved' })).status).toBe(200);
    expect(refusal(await post('reactivations'))).toEqual([403, 'consent-required']);
    const again = await agreeing('reactivate', 'reactivations');
    expect([again.status, again.body['status']]).toEqual([200, 'active']);
  });

  it('agrees to several changes at once, on an IVR where it was recorded', async () => {
    const changes = [{ kind: 'skip' }, { kind: 'quantity', quantity: 3 }];
    const shown = await post('previews', { changes }, onCall());
    expect(shown.body).toMatchObject({ consent_needed: true });
    const consent = { words: shown.body['words'], reference: 'rec-7' };
    const stale = await post('changes', { changes, consent: { words: 'Yes.' } }, onCall());
    expect(refusal(stale)).toEqual([409, 'consent-words-differ']);
    expect(stale.body['data']).toMatchObject({ words: consent.words });
    expect((await post('changes', { changes, consent }, onCall())).status).toBe(200);
  });

  it('on an IVR is told apart, with the call', async () => {
    expect((await post('skips', {}, onCall())).status).toBe(200);
    const { body } = await get(`${path}/history?actor_kind=ivr`, {});
    expect(body['items']).toMatchObject([
      { change: 'cycle-skipped', actor: { kind: 'ivr', id: `cus_${sold}` }, call_id: 'call_ivr' },
    ]);
  });

  it('sees their own programs, schedule and previews', async () => {
    expect((await get(path)).status).toBe(200);
    expect((await get(`${path}/schedule`)).status).toBe(200);
    const shown = await service.send(
      'POST',
      `${path}/previews`,
      { change: { kind: 'skip' } },
      { as: portal, headers: pat() },
    );
    expect(shown.status).toBe(200);
    await service.settled();
    const { body } = await get('/v1/subscriptions');
    expect(body['items']).toMatchObject([{ subscription_id: id, customer_id: `cus_${sold}` }]);
  });
});

describe('a customer is refused', () => {
  it.each([
    ['price-changes', { unit_price_minor: 3900, reason: 'cheaper elsewhere' }],
    ['product-additions', { sku: 'BERRIES-30' }],
    ['holds', { hold_reason: 'other' }],
    ['win-backs', {}],
    ['zone-changes', { zone: 'America/Chicago' }],
  ])('%s, and told what they may ask for', async (what, body) => {
    const refused = await post(what, body);
    expect(refusal(refused)).toEqual([403, 'change-not-for-customer']);
    expect(refused.body['data']).toMatchObject({ allowed: CUSTOMER_CHANGES });
    expect((await get(path)).etag).toBe(JUST_SOLD);
  });

  it('a list with one such change in it, and a preview of it', async () => {
    const changes = [{ kind: 'skip' }, { kind: 'price', unit_price_minor: 3900 }];
    const listed = await post('changes', { changes, request_approval: true });
    expect(refusal(listed)).toEqual([403, 'change-not-for-customer']);
    expect(listed.body['data']).toMatchObject({ change_index: 1 });
    expect((await get(path)).etag).toBe(JUST_SOLD);
    expect(refusal(await post('previews', { changes }))).toEqual([403, 'change-not-for-customer']);
  });

  it('a plan that theirs does not name, alone, in a list and previewed', async () => {
    const change = { kind: 'plan', plan_id: 'plan_other' };
    const refused = [
      await post('plan-changes', { plan_id: 'plan_other' }),
      await post('changes', { changes: [{ kind: 'skip' }, change], request_approval: true }),
      await post('previews', { change }),
    ];
    for (const answer of refused) {
      expect(refusal(answer)).toEqual([422, 'plan-not-alternate']);
      expect(answer.body['data']).toMatchObject({ plans: ['plan_gold', 'plan_silver'] });
    }
    expect(refused[1]?.body['errors']).toMatchObject([{ pointer: '/changes/1/plan_id' }]);
    await agreeing('plan', 'plan-changes', { plan_id: 'plan_gold' });
    const back = await post('plan-changes', { plan_id: 'plan_greens' });
    expect(refusal(back)).toEqual([422, 'plan-not-alternate']);
    expect(back.body).toMatchObject({ data: { plans: [] } });
    expect(back.body['detail']).toContain('names no other');
  });

  it('a version of a plan that is sold no more, and one there is not', async () => {
    const { body, etag } = await get('/v1/plans/plan_silver', {});
    if (body['version'] === 1) {
      const { plan_id: _, ...terms } = pricedAt('plan_silver', 3800);
      const options = { as: { role: 'admin' }, etag } as const;
      await service.send('POST', '/v1/plans/plan_silver/versions', terms, options);
    }
    for (const what of ['plan-changes', 'previews']) {
      const old = { plan_id: 'plan_silver', plan_version: 1 };
      const asked = what === 'previews' ? { change: { kind: 'plan', ...old } } : old;
      const refused = await post(what, asked);
      expect(refusal(refused)).toEqual([422, 'plan-version-not-offered']);
      expect(refused.body['data']).toMatchObject({ latest_version: 2 });
    }
    const none = await post('plan-changes', { plan_id: 'plan_none' });
    expect(refusal(none)).toEqual([422, 'plan-unknown']);
    const latest = await post('plan-changes', { plan_id: 'plan_silver', plan_version: 2 });
    expect([latest.status, latest.body['unit_price_minor']]).toEqual([200, 3800]);
  });

  it('what the plan does not have, and what an agent holds', async () => {
    const other = await post('product-changes', { sku: 'OTHER-1' });
    expect(refusal(other)).toEqual([422, 'product-not-in-plan']);
    expect(other.body['data']).toMatchObject({ skus: ['GREENS-30', 'BERRIES-30'] });
    const nora = { role: 'agent', agentId: 'agt_nora', callCentreId: 'cc_north' } as const;
    const { etag } = await get(path, {});
    const hold = { hold_reason: 'fraud-check' };
    await service.send('POST', `${path}/holds`, hold, { as: nora, etag });
    for (const [what, body] of [
      ['reactivations', {}],
      ['previews', { change: { kind: 'reactivate' } }],
    ] as const) {
      expect(refusal(await post(what, body))).toEqual([403, 'held-by-seller']);
    }
    expect(refusal(await post('hold-releases'))).toEqual([403, 'change-not-for-customer']);
  });

  it.each(SELLERS_REASONS)('to start again what an agent has cancelled for %s', async (reason) => {
    const nora = { role: 'agent', agentId: 'agt_nora', callCentreId: 'cc_north' } as const;
    const options = { as: nora, etag: (await get(path, {})).etag };
    const ended = { reason_code: reason };
    const gone = await service.send('POST', `${path}/cancellations`, ended, options);
    expect([gone.status, gone.body['cancellation_reason_code']]).toEqual([200, reason]);
    const listed = { changes: [{ kind: 'reactivate' }] };
    for (const refused of [
      await post('reactivations'),
      await post('changes', listed),
      await post('previews', listed),
    ]) {
      expect(refusal(refused)).toEqual([403, 'ended-by-seller']);
      expect(refused.body['data']).toMatchObject({ reason });
    }
  });

  it("another customer's program, as if there were none", async () => {
    for (const url of [path, `${path}/schedule`, `${path}?as_of=0`])
      expect(refusal(await get(url, lee))).toEqual([404, 'subscription-not-found']);
    for (const what of ['skips', 'cancellations', 'previews']) {
      const body = what === 'previews' ? { change: { kind: 'skip' } } : { reason_code: 'moved' };
      const refused = await post(what, what === 'skips' ? {} : body, lee);
      expect(refusal(refused)).toEqual([404, 'subscription-not-found']);
    }
    await service.settled();
    expect((await get('/v1/subscriptions', lee)).body['items']).toEqual([]);
    const named = await get('/v1/subscriptions?customer_id=cus_1', lee);
    expect(refusal(named)).toEqual([403, 'forbidden-customer']);
  });

  it('what only the people of the seller may see or do', async () => {
    const refused = [
      await get(`${path}/history`),
      await get('/v1/plans'),
      await get('/v1/reports/retention?from=2099-01'),
      await post('changes/chg_1/undo'),
      await post('changes/chg_1/approval'),
      await service.send(
        'POST',
        '/v1/subscriptions/merges',
        { subscription_ids: [id, 'sub_2'], on: '2099-03-01' },
        { as: portal, headers: pat() },
      ),
    ];
    for (const answer of refused) expect(refusal(answer)).toEqual([403, 'forbidden-role']);
  });

  it('back-dating, and an agent beside them', async () => {
    const past = { ...pat(), 'continuo-effective-at': '2099-01-30T00:00:00Z' };
    expect(refusal(await post('skips', {}, past))).toEqual([403, 'forbidden-back-dating']);
    const both = { ...pat(), 'continuo-agent-id': 'agt_nora' };
    expect(refusal(await post('skips', {}, both))).toEqual([400, 'invalid-header']);
  });

  it("through a call centre's or an agent's key", async () => {
    const options = { etag: JUST_SOLD, headers: pat() };
    for (const role of ['agent', 'call-centre'] as const) {
      const as = { role, callCentreId: 'cc_north' };
      const answer = await service.send('POST', `${path}/skips`, {}, { ...options, as });
      expect(refusal(answer)).toEqual([403, 'forbidden-customer']);
    }
  });

  it('the answer that another customer got under the same Idempotency-Key', async () => {
    const key = { 'idempotency-key': 'from-the-portal' };
    expect((await post('skips', {}, { ...pat(), ...key })).status).toBe(200);
    const repeated = await service.send(
      'POST',
      `${path}/skips`,
      {},
      {
        as: portal,
        etag: JUST_SOLD,
        headers: { ...pat(), ...key },
      },
    );
    expect(repeated.status).toBe(200);
    const other = await post('skips', {}, { ...lee, ...key });
    expect(refusal(other)).toEqual([404, 'subscription-not-found']);
  });
});
