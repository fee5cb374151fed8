import { deriveId } from '@continuo/kernel/ids';
import { PACKAGE_DELIVERED } from '@continuo/contracts/fulfilment';
import { PAYMENT_CAPTURED } from '@continuo/contracts/payments';
import { CHANGES_EXAMPLES, PREVIEW_EXAMPLES } from './api/change.examples';
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
const gold = {
  ...plan,
  plan_id: 'plan_gold',
  products: [{ sku: 'GREENS-30', name: 'Greens', prices_minor: { USD: 5000 } }],
  rules: { cut_off_days: 3, charge_to_ship_days: 1, notices: { renewal_days: 5 } },
};
const admin = { as: { role: 'admin' } } as const;
const nora = { role: 'agent', agentId: 'agt_nora', callCentreId: 'cc_north' } as const;
const sam = { role: 'supervisor', agentId: 'agt_sam', callCentreId: 'cc_north' } as const;
const noraAsSupervisor = { ...sam, agentId: 'agt_nora' } as const;

let service: SubscriptionsProcess;
let id: string;
let path: string;
let sold = 0;

beforeAll(async () => {
  service = await openAt('2099-01-31T15:00:00.000Z', plan, gold);
}, 60_000);

afterAll(() => service.close());

beforeEach(async () => {
  sold += 1;
  const order_id = `ord_${sold}`;
  id = deriveId('sub', order_id, 'line_1');
  path = `/v1/subscriptions/${id}`;
  await service.hear(orderReleased({ order_id, customer_id: `cus_${sold}` }));
});

const read = () => service.send('GET', path, undefined, { as: nora });
/** Sends with the revision it has now. */
async function send(what: string, body: object = {}, as: object = nora) {
  const { etag } = await read();
  return service.send('POST', `${path}/${what}`, body, { as, etag });
}
const change = (changes: object[], more: object = {}, as: object = nora) =>
  send('changes', { changes, ...more }, as);

describe('several changes in one call', () => {
  const changes = [
    { kind: 'interval', interval: 'P2M' },
    { kind: 'price', unit_price_minor: 3600, cycles: 2 },
    { kind: 'add-product', sku: 'BERRIES-30' },
    { kind: 'add-on', sku: 'BERRIES-30', quantity: 2 },
  ];

  it('are previewed together, made together, and one request in the history', async () => {
    const shown = await service.send('POST', `${path}/previews`, { changes }, { as: nora });
    expect(shown.body).toMatchObject({ changes_anything: true, approvals: [] });
    const made = await change(changes, { reason: 'wants variety' });
    expect(made.status).toBe(200);
    expect(made.body['schedule']).toEqual(shown.body['after']);
    expect(made.body).toMatchObject({
      awaits_approval: false,
      further_products: [{ sku: 'BERRIES-30', quantity: 1 }],
      pending: { price: { unit_price_minor: 3600, cycles_left: 2 } },
      schedule: [{ goods_minor: 17100 }, { goods_minor: 8100 }, { goods_minor: 8500 }, {}, {}, {}],
    });
    const history = await service.send('GET', `${path}/history`, undefined, { as: nora });
    const items = (history.body['items'] as Record<string, unknown>[]).slice(1);
    expect(new Set(items.map(({ change_id }) => change_id))).toEqual(
      new Set([made.body['change_id']]),
    );
    expect(items.map(({ field, from, to }) => [field, from, to])).toEqual([
      ['interval', 'P1M', 'P2M'],
      ['unit_price_minor', 4000, 3600],
      ['price_cycles', null, 2],
      ['further_products', null, '1 x BERRIES-30'],
      ['add_on', null, '2 x BERRIES-30'],
    ]);
  });

  it('change nothing when one of them is refused, and the field is named', async () => {
    const refused = await change([...changes, { kind: 'product', sku: 'OTHER' }]);
    expect([refused.status, refused.body.code]).toEqual([422, 'product-not-in-plan']);
    expect(JSON.stringify(refused.body)).toContain('/changes/4/sku');
    expect((await read()).etag).toBe('"0"');
  });

  it('reach the order of the next cycle, lines and all', async () => {
    await change(changes);
    await change([{ kind: 'send-now' }]).then((refused) =>
      expect(refused.body.code).toBe('date-too-early'),
    );
    const told = (await service.published()).filter(({ subject }) => subject === id);
    expect(told.map(({ data }) => (data as { change?: string }).change)).toEqual([
      undefined,
      'interval',
      'price-override',
      'product-added',
      'add-on',
    ]);
  });

  it.each([
    [[{ kind: 'plan', plan_id: 'plan_none' }], 422, 'plan-unknown'],
    [[{ kind: 'plan', plan_id: 'plan_gold', plan_version: 9 }], 422, 'plan-unknown'],
    [[{ kind: 'cancel', cycle: 4 }], 422, 'invalid-change'],
    [[{ kind: 'hold' }], 422, 'invalid-change'],
    [[], 400, 'invalid-request'],
    [[{ kind: 'unskip', cycle: 2 }], 409, 'cycle-not-skipped'],
    [[{ kind: 'convert-trial', consent_reference: 'rec' }], 409, 'change-not-allowed'],
  ])('are refused as %j', async (wrong, status, code) => {
    const answer = await change(wrong);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('by two agents at once: the second has to look first', async () => {
    const { etag } = await read();
    const body = { changes: [{ kind: 'skip' }] };
    const both = await Promise.all(
      [1, 2].map(() => service.send('POST', `${path}/changes`, body, { as: nora, etag })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  });
});

describe('the examples of the API document', () => {
  it.each(Object.entries(PREVIEW_EXAMPLES))('preview %s', async (_, { value }) => {
    expect((await service.send('POST', `${path}/previews`, value, { as: nora })).status).toBe(200);
  });

  it.each(Object.entries(CHANGES_EXAMPLES))('change %s', async (name, { value }) => {
    expect((await send('changes', value)).status).toBe(name === 'beyond an agent' ? 202 : 200);
  });
});

describe('a change beyond an agent', () => {
  const low = [{ kind: 'price', unit_price_minor: 1000 }];

  it('waits for a supervisor who is somebody else', async () => {
    expect((await change(low)).body).toMatchObject({
      code: 'approval-required',
      data: { from_minor: 3200, to_minor: 4800 },
    });
    const asked = await change(low, { request_approval: true });
    expect([asked.status, asked.body['awaits_approval']]).toEqual([202, true]);
    expect(asked.body).toMatchObject({
      unit_price_minor: 4000,
      pending: { approvals: [{ requested_by: 'agt_nora', kinds: ['price'], changes: low }] },
    });
    const request = `changes/${String(asked.body['change_id'])}`;
    const shown = await send(`${request}/approval-previews`, {}, sam);
    expect(shown.body).toMatchObject({
      before: [{ unit_price_minor: 4000 }, {}, {}, {}, {}, {}],
      after: [{ unit_price_minor: 1000 }, {}, {}, {}, {}, {}],
      approvals: [{ what: 'price', from_minor: 3200, to_minor: 4800 }],
    });
    const unknown = await send('changes/none/approval-previews', {}, sam);
    expect([unknown.status, unknown.body.code]).toEqual([404, 'approval-request-not-found']);
    expect((await send(`${request}/approval`)).status).toBe(403);
    const own = await send(`${request}/approval`, {}, noraAsSupervisor);
    expect([own.status, own.body.code]).toEqual([403, 'same-person-approves']);
    const approved = await send(`${request}/approval`, { reason: 'long-standing customer' }, sam);
    expect(approved.body).toMatchObject({ unit_price_minor: 1000, pending: { approvals: [] } });
    const again = await send(`${request}/refusal`, {}, sam);
    expect([again.status, again.body.code]).toEqual([404, 'approval-request-not-found']);
  });

  it('is not carried out where the customer was told of less, until they have heard that', async () => {
    const raised = [{ kind: 'price', unit_price_minor: 6000 }];
    const asked = await change([...raised, { kind: 'interval', interval: 'P2M' }], {
      request_approval: true,
    });
    const request = `changes/${String(asked.body['change_id'])}`;
    const fresh = await send(`${request}/approval-previews`, {}, sam);
    expect(fresh.body['consent_needed']).toBe(false);
    await send('quantity-changes', { quantity: 2 });
    const shown = await send(`${request}/approval-previews`, {}, sam);
    expect(shown.body['consent_needed']).toBe(true);
    const { words } = shown.body;
    const refused = await send(`${request}/approval`, {}, sam);
    expect([refused.status, refused.body.code]).toEqual([409, 'consent-outdated']);
    expect(refused.body).toMatchObject({
      data: { words },
      errors: [{ pointer: '/consent/words' }],
    });
    const other = await send(`${request}/approval`, { consent: { words: 'Yes.' } }, sam);
    expect([other.status, other.body.code]).toEqual([409, 'consent-words-differ']);
    expect((await read()).body).toMatchObject({
      unit_price_minor: 4000,
      pending: { approvals: [{}] },
    });
    const consent = { words, reference: 'rec-9' };
    const approved = await send(`${request}/approval`, { consent, reason: 'called back' }, sam);
    expect([approved.status, approved.body['unit_price_minor']]).toEqual([200, 6000]);
    const { body } = await service.send('GET', `${path}/history?field=consent`, undefined, {
      as: nora,
    });
    expect(body['items']).toMatchObject([{ to: words, actor: { kind: 'supervisor' } }]);
  });

  it('is on the list of the supervisors of whoever asked until one of them has answered', async () => {
    const waiting = async (as: object) => {
      await service.settled();
      const { status, body } = await service.send('GET', '/v1/approval-requests', undefined, {
        as,
      });
      if (status !== 200) return status;
      const items = body['items'] as readonly { readonly subscription_id: string }[];
      return items.filter(({ subscription_id }) => subscription_id === id);
    };
    const first = await change(low, { request_approval: true, reason: 'price complaint' });
    const second = await change([...low, { kind: 'quantity', quantity: 2 }], {
      request_approval: true,
    });
    const [one, two] = [first, second].map(({ body }) => String(body['change_id']));
    expect(await waiting(sam)).toMatchObject([
      {
        change_id: one,
        subscription_id: id,
        customer_id: `cus_${sold}`,
        changes: low,
        approvals: [{ what: 'price' }],
        requested_by: 'agt_nora',
        call_id: 'call_9',
        script_version: 'retention-3',
        reason: 'price complaint',
      },
      { change_id: two, changes: [...low, { kind: 'quantity', quantity: 2 }], reason: null },
    ]);
    expect(await waiting({ ...sam, callCentreId: 'cc_south' })).toEqual([]);
    expect(await waiting(nora)).toBe(403);
    const asked = await service.send('GET', `${path}/history?field=asked`, undefined, { as: nora });
    expect((asked.body['items'] as { to: string }[]).map(({ to }) => to)).toEqual([
      'price: unit_price_minor 1000',
      'price: unit_price_minor 1000',
      'quantity: quantity 2',
    ]);
    await send(`changes/${one}/refusal`, {}, sam);
    await send(`changes/${two}/approval`, {}, sam);
    expect(await waiting({ role: 'admin' })).toEqual([]);
  });
});

it('the history of another plan with the same product tells its price, and no product', async () => {
  await change([{ kind: 'plan', plan_id: 'plan_gold' }]);
  const { body } = await service.send('GET', `${path}/history`, undefined, { as: nora });
  const told = (body['items'] as Record<string, unknown>[]).map((item) => item['field']);
  expect(told).toEqual(expect.arrayContaining(['plan', 'unit_price_minor']));
  expect(told).not.toContain('sku');
});

describe('undoing', () => {
  it('restores the schedule; the preview has shown it', async () => {
    const before = await read();
    const made = await change([
      { kind: 'plan', plan_id: 'plan_gold' },
      { kind: 'address', ship_to: { ...address } },
      { kind: 'skip' },
    ]);
    expect(made.body).toMatchObject({ plan_id: 'plan_gold', unit_price_minor: 5000 });
    const request = `changes/${String(made.body['change_id'])}`;
    const shown = await service.send('POST', `${path}/${request}/undo-previews`, {}, { as: nora });
    expect(shown.body['after']).toEqual(before.body['schedule']);
    const undone = await send(`${request}/undo`, { reason: 'wrong customer' });
    expect([undone.status, undone.body['schedule']]).toEqual([200, before.body['schedule']]);
    expect(undone.body).toMatchObject({ plan_id: 'plan_greens', unit_price_minor: 4000 });
    expect((await send(`${request}/undo`)).body.code).toBe('already-undone');
    const redone = await send(`changes/${String(undone.body['change_id'])}/undo`);
    expect(redone.body).toMatchObject({ plan_id: 'plan_gold', effect: { cannot_undo: [] } });
  });

  it('is refused for an unknown change, and where a later one is in the way', async () => {
    const first = await change([{ kind: 'quantity', quantity: 2 }]);
    const second = await change([{ kind: 'quantity', quantity: 3 }]);
    expect((await send('changes/none/undo')).status).toBe(404);
    const refused = await send(`changes/${String(first.body['change_id'])}/undo`);
    expect([refused.status, refused.body.code]).toEqual([409, 'changed-since']);
    expect(refused.body['data']).toEqual({ undo_first: second.body['change_id'] });
  });
});

describe('merging the ship dates of a customer', () => {
  it('moves all of them, or none', async () => {
    const first = id;
    const order_id = `ord_more_${sold}`;
    await service.hear(
      orderReleased({ order_id, customer_id: `cus_${sold}`, placed_on: '2099-01-20' }),
    );
    const second = deriveId('sub', order_id, 'line_1');
    const merge = (on: string, ids = [first, second]) =>
      service.send('POST', '/v1/subscriptions/merges', { subscription_ids: ids, on }, { as: nora });
    const early = await merge('2099-01-01');
    expect([early.status, early.body.code]).toEqual([422, 'date-too-early']);
    const shown = await service.send(
      'POST',
      '/v1/subscriptions/merges/previews',
      { subscription_ids: [first, second], on: '2099-02-25' },
      { as: nora },
    );
    const dates = (items: unknown, which: 'before' | 'after') =>
      (items as Record<string, readonly { readonly due_on: string }[]>[]).map((item) =>
        item[which]?.map(({ due_on }) => due_on),
      );
    const next = dates(shown.body['items'], 'before').map((cycles) => cycles?.[0]);
    expect(next).toEqual(['2099-02-28', '2099-02-20']);
    expect((await read()).etag).toBe('"0"');
    const merged = await merge('2099-02-25');
    const effects = (merged.body['items'] as { effect: object }[]).map(({ effect }) => effect);
    expect(dates(effects, 'after')).toEqual(dates(shown.body['items'], 'after'));
    expect(merged.body).toMatchObject({
      items: [
        { subscription_id: first, next_cycle_on: '2099-02-25' },
        { subscription_id: second, next_cycle_on: '2099-02-25' },
      ],
    });
    const other = deriveId('sub', 'ord_1', 'line_1');
    expect((await merge('2099-02-26', [first, other])).body.code).toBe('different-customers');
    const strange = { subscription_ids: [first, other], on: '2099-02-26' };
    const refused = await service.send('POST', '/v1/subscriptions/merges/previews', strange, {
      as: nora,
    });
    expect([refused.status, refused.body.code]).toEqual([422, 'different-customers']);
  });
});

describe('a trial from receipt', () => {
  it('begins when the package has arrived', async () => {
    const trial = {
      ...plan,
      plan_id: 'plan_trial',
      trial_days: 14,
      rules: { trial_from: 'receipt' },
    };
    await service.send('POST', '/v1/plans', trial, admin);
    const order_id = `ord_trial_${sold}`;
    const [line] = (orderReleased().data as { lines: { program: object }[] }).lines;
    const program = { ...line?.program, plan_id: 'plan_trial' };
    await service.hear(orderReleased({ order_id, lines: [{ ...line, program } as never] }));
    id = deriveId('sub', order_id, 'line_1');
    path = `/v1/subscriptions/${id}`;
    expect((await read()).body).toMatchObject({
      status: 'trial',
      pending: { awaiting_receipt: true },
    });
    const shipment = { shipment_id: 'shp_1', order_id, vendor_id: 'ven_1', package_id: 'pkg_1' };
    await service.hear({
      type: PACKAGE_DELIVERED.type,
      data: { ...shipment, delivered_at: '2099-02-03T15:00:00.000Z' },
    });
    expect((await read()).body).toMatchObject({
      trial_ends_on: '2099-02-17',
      next_cycle_on: '2099-02-17',
      pending: { awaiting_receipt: false },
    });
  });
});

describe('an address', () => {
  it('is kept encrypted', async () => {
    await change([{ kind: 'address', ship_to: { ...address } }]);
    const { store } = service.running.ports;
    const events = await store.readStream(`subscription-${id}`);
    expect(events.at(-1)?.type).toBe('subscription.address-changed.v1');
    expect(JSON.stringify(events)).not.toContain('Oak Avenue');
  });
});

describe('as time goes by', () => {
  it('an undo is refused for what has shipped; the notice was sent before', async () => {
    const made = await change([
      { kind: 'plan', plan_id: 'plan_gold' },
      { kind: 'add-on', sku: 'GREENS-30' },
    ]);
    await service.advanceTo('2099-03-01T12:00:00.000Z');
    const messages = (await service.published()).filter(({ subject }) => subject === id);
    const [notice, due] = messages.slice(-2).map(({ data }) => data);
    expect(notice).toMatchObject({ notice: 'renewal', cycle: 2, due_on: '2099-02-28' });
    expect(due).toMatchObject({
      due_on: '2099-02-28',
      ship_on: '2099-03-01',
      unit_price_minor: 5000,
      lines: [{ sku: 'GREENS-30', quantity: 1, unit_price_minor: 5000 }],
    });
    const origin = { kind: 'program', subscription_id: id, cycle: 2 } as const;
    const order_id = deriveId('ord', id, 2);
    const payment = { payment_id: 'pay_1', order_id, origin, currency: 'USD' };
    const capture = { capture_id: 'cap_1', instalment: 1, package_id: 'pkg_1', lines: [] };
    await service.hear({
      type: PAYMENT_CAPTURED.type,
      data: { ...payment, ...capture, amount_minor: 10595 },
    });
    const refused = await send(`changes/${String(made.body['change_id'])}/undo`);
    expect([refused.status, refused.body.code]).toEqual([409, 'undo-too-late']);
    expect(refused.body['data']).toEqual({
      handed_over: [{ cycle: 2, due_on: '2099-02-28', order_id, status: 'shipped' }],
    });
  });
});

const address = {
  name: 'Pat Miller',
  lines: ['9 Oak Avenue'],
  city: 'Denver',
  region: 'CO',
  postcode: '80202',
  country: 'US',
};
