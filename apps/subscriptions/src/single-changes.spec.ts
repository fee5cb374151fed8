import type { OrderReleased } from '@continuo/contracts/orders';
import { deriveId } from '@continuo/kernel/ids';
import { CHANGE_FIELDS } from './api/any-change.dto';
import { SINGLE_CHANGES } from './api/single-changes';
import type { ChangeKind } from './domain/subscription/change';
import { openAt } from './service.fixture';
import { orderReleased } from './testing/neighbours';
import type { SubscriptionsProcess } from './testing/subscriptions-process';

const set = {
  sku: 'BATH-SET',
  name: 'Bath set',
  prices_minor: { USD: 2995 },
  components: [
    { sku: 'SOAP', name: 'Soap', quantity: 2 },
    { sku: 'BRUSH', name: 'Brush', quantity: 1, alternates: [{ sku: 'COMB', name: 'Comb' }] },
  ],
};
const plan = {
  plan_id: 'plan_greens',
  name: 'Greens Club',
  intervals: ['P1M', 'P2M'],
  default_interval: 'P1M',
  products: [
    { sku: 'GREENS-30', name: 'Greens', prices_minor: { USD: 4000 } },
    { sku: 'BERRIES-30', name: 'Berries', prices_minor: { USD: 4500 } },
    set,
  ],
  tax_category: 'food',
  shipping_minor: { USD: 595 },
};
const gold = { ...plan, plan_id: 'plan_gold', name: 'Gold' };
const trial = { ...plan, plan_id: 'plan_trial', name: 'Trial', trial_days: 14 };
const nora = { role: 'agent', agentId: 'agt_nora', callCentreId: 'cc_north' } as const;
const ship_to = {
  name: 'Pat Miller',
  lines: ['9 Oak Avenue'],
  city: 'Denver',
  postcode: '80202',
  country: 'US',
};

let service: SubscriptionsProcess;
let path: string;
let sold = 0;

beforeAll(async () => {
  service = await openAt('2099-02-05T15:00:00.000Z', plan, gold, trial);
}, 60_000);
afterAll(() => service.close());

async function sell(plan_id = 'plan_greens'): Promise<void> {
  sold += 1;
  const order_id = `ord_${sold}`;
  path = `/v1/subscriptions/${deriveId('sub', order_id, 'line_1')}`;
  const [line] = (orderReleased().data as OrderReleased).lines;
  const lines = [{ ...line!, program: { ...line!.program!, plan_id } }];
  await service.hear(orderReleased({ order_id, customer_id: `cus_${sold}`, lines }));
}

/** Sends with the revision it has now. */
async function send(what: string, body: object = {}, etag?: string) {
  const now = etag ?? (await service.send('GET', path, undefined, { as: nora })).etag;
  return service.send('POST', `${path}/${what}`, body, { as: nora, etag: now });
}

type Row = readonly [ChangeKind, object, object, (readonly [string, object])?, string?];

/** Each kind, its fields, what the program then is, and what was done before on which plan. */
const ROWS: Row[] = [
  ['add-product', { sku: 'BERRIES-30' }, { further_products: [{ sku: 'BERRIES-30' }] }],
  [
    'remove-product',
    { sku: 'BERRIES-30' },
    { further_products: [] },
    ['product-additions', { sku: 'BERRIES-30' }],
  ],
  [
    'component',
    { component: 'BRUSH', sku: 'COMB', bundle: 'BATH-SET' },
    { further_products: [{ components: [{ sku: 'SOAP' }, { sku: 'COMB' }] }] },
    ['product-additions', { sku: 'BATH-SET', quantity: 2 }],
  ],
  ['add-on', { sku: 'BERRIES-30', quantity: 2 }, { add_ons: [{ sku: 'BERRIES-30', quantity: 2 }] }],
  ['remove-add-on', { sku: 'BERRIES-30' }, { add_ons: [] }, ['add-ons', { sku: 'BERRIES-30' }]],
  ['plan', { plan_id: 'plan_gold' }, { plan_id: 'plan_gold' }],
  ['address', { ship_to }, {}],
  ['anchor', { on: '2099-02-10' }, { next_cycle_on: '2099-02-10' }],
  ['send-now', {}, { next_cycle_on: '2099-02-05' }],
  ['hold', { hold_reason: 'stock' }, { status: 'held' }],
  ['release', {}, { status: 'active' }, ['holds', { hold_reason: 'stock' }]],
  [
    'save-offers',
    { reason_code: 'too-expensive', offers: [{ offer: 'half-price-3', taken: true }] },
    { status: 'active' },
  ],
  [
    'win-back',
    { offer: 'first-at-half', next_on: '2099-03-01' },
    { status: 'active', next_cycle_on: '2099-03-01' },
    ['cancellations', { reason_code: 'moved' }],
  ],
  [
    'convert-trial',
    { consent_reference: 'rec-2' },
    { next_cycle_on: '2099-02-05' },
    undefined,
    'plan_trial',
  ],
  [
    'end-trial',
    { reason_code: 'not-satisfied', note: 'did not like the taste' },
    { status: 'cancelled' },
    undefined,
    'plan_trial',
  ],
];

describe('a route for one change', () => {
  it.each(ROWS.map((row) => ({ kind: row[0], row })))(
    'of kind $kind makes what its preview shows',
    async ({ row: [kind, fields, is, before, of] }) => {
      await sell(of);
      if (before) expect((await send(...before)).status).toBe(200);
      const change = { kind, ...fields };
      const shown = await service.send('POST', `${path}/previews`, { change }, { as: nora });
      expect(shown.status).toBe(200);
      const made = await send(SINGLE_CHANGES[kind].path, fields);
      expect([made.status, made.body]).toMatchObject([200, is]);
      expect(made.body['schedule']).toEqual(shown.body['after']);
      expect(made.body['effect']).toMatchObject({ words: shown.body['words'] });
    },
  );

  it('names the field without a place in a list, and the change in the history', async () => {
    await sell();
    const refused = await send('component-swaps', { component: 'BRUSH', sku: 'COMB' });
    expect([refused.status, refused.body.code]).toEqual([422, 'component-unknown']);
    expect(JSON.stringify(refused.body)).toContain('"/component"');
    expect((await send('holds', { hold_reason: 'whim' })).status).toBe(400);
    expect((await send('anchor-changes', { on: '2099-02-10' }, '"7"')).status).toBe(412);
    await send('anchor-changes', { on: '2099-02-10', reason: 'paid on the tenth' });
    const { body } = await service.send('GET', `${path}/history`, undefined, { as: nora });
    expect((body['items'] as object[])[1]).toMatchObject({
      to: '2099-02-10',
      reason: 'paid on the tenth',
      call_id: 'call_9',
    });
  });

  it.each(Object.entries(CHANGE_FIELDS))(
    'of kind %s takes the fields of the kind',
    async (kind, fields) => {
      const document = (await service.send('GET', '/openapi.json')).body as unknown as Document;
      const { path: what } = SINGLE_CHANGES[kind as ChangeKind];
      const route = document.paths[`/v1/subscriptions/{id}/${what}`]?.post;
      const { $ref = '' } = route?.requestBody.content['application/json'].schema ?? {};
      const { properties, required = [] } =
        document.components.schemas[$ref.split('/').at(-1) ?? '']!;
      expect(new Set([...Object.keys(properties), 'reason'])).toEqual(
        new Set([...fields.map((field) => field.replace('!', '')), 'reason', 'consent']),
      );
      const needed = fields.flatMap((field) => (field.endsWith('!') ? [field.slice(0, -1)] : []));
      expect(required).toEqual(expect.arrayContaining(needed));
    },
  );
});

/** As much of the OpenAPI document as is looked at. */
interface Document {
  readonly paths: Readonly<
    Record<
      string,
      {
        readonly post: {
          readonly requestBody: {
            readonly content: {
              readonly 'application/json': { readonly schema: { $ref: string } };
            };
          };
        };
      }
    >
  >;
  readonly components: {
    readonly schemas: Readonly<
      Record<string, { readonly properties: object; readonly required?: readonly string[] }>
    >;
  };
}
