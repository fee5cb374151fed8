import { verify } from '../../apps/platform/src/verify/verify';
import { Seller } from './seller';
import { ServerProcess } from './server';

jest.setTimeout(180_000);

const plan = (id: string, prepaid: object) => ({
  plan_id: `plan_${id}`,
  name: `Blades, three at once (${id})`,
  intervals: ['P1M'],
  default_interval: 'P1M',
  products: [{ sku: 'BLADES-02', name: 'Spare blades', prices_minor: { USD: 4000 } }],
  tax_category: 'general',
  shipping_minor: { USD: 0 },
  rules: { prepaid },
});
const campaign = (id: string) => ({
  campaign_id: `cmp_${id}`,
  name: 'Three at once',
  dnis: [id === 'refund' ? '+18005550111' : '+18005550112'],
  currency: 'USD',
  zone: 'America/New_York',
  from: '2026-01-01T00:00:00Z',
  offers: { main: [`off_${id}`], upsell_path: [], cross_sells: [] },
  call_centre_ids: ['cc_northline'],
  script: { version: 'spring-1', text: 'Thank you for calling.' },
  shipping: { per_order_minor: 0 },
});

describe('a program that is prepaid for three shipments', () => {
  let server: ServerProcess;
  let seller: Seller;

  beforeAll(async () => {
    server = await ServerProcess.start();
    seller = new Seller(server.client('prepaid'));
    for (const [id, prepaid] of [
      ['refund', { deliveries: 3, then: 'renew' }],
      ['keep', { deliveries: 3, then: 'downgrade', unshipped: 'keep' }],
    ] as const) {
      await seller.post('/v1/plans', plan(id, prepaid));
      await seller.until(`/v1/plans/plan_${id}`, ({ status }) => status !== 404);
      const offer = { kind: 'main', name: 'Three blades', sku: 'BLADES-02' };
      const terms = { prices_minor: { USD: 10_000 }, plan_id: `plan_${id}` };
      await seller.post('/v1/offers', { offer_id: `off_${id}`, ...offer, ...terms });
      await seller.post('/v1/campaigns', campaign(id));
    }
  });
  afterAll(() => server.remove());

  it('is charged for the term, recognised shipment by shipment, and refunded by rule when it is cancelled', async () => {
    const { order, quote } = await seller.sell('cmp_refund', 'off_refund');
    expect(quote.words_to_read).toContain('pay for 3 shipments of 1 of BLADES-02 today');
    const due = quote.programs[0].next_cycles.map(
      (each: { goods_minor: number }) => each.goods_minor,
    );
    expect(due).toEqual([0, 0, 12_000, 0, 0, 12_000]);
    await seller.ship(order.order_id);
    const program = await seller.program(order.order_id);
    await seller.until(program, ({ pending }) => pending.prepaid[0]?.paid);
    await seller.until('/v1/ledger/balances', ({ items }) =>
      items.some((each: { account: string }) => each.account === 'deferred-revenue'),
    );
    expect(await seller.balance('deferred-revenue')).toBe(-6_666);
    expect(await seller.balance('revenue-product')).toBe(-3_334);

    const second = await seller.renew(program, 2);
    expect((await seller.get(`/v1/orders/${second}`)).goods_minor).toBe(0);
    await seller.ship(second);
    await seller.until(program, ({ pending }) => pending.prepaid[0]?.shipments_owed === 1);
    await seller.until(
      '/v1/ledger/postings?account=deferred-revenue',
      ({ items }) => items.length === 2,
    );
    expect(await seller.balance('deferred-revenue')).toBe(-3_333);

    const cancel = { reason_code: 'too-much-product' };
    const preview = await seller.post(`${program}/previews`, {
      change: { kind: 'cancel', ...cancel },
    });
    expect(preview.body.cannot_undo).toContain(
      'Shipments that were paid for and will not leave: 1. USD 33.33 is refunded with its tax.',
    );
    const { body } = await seller.change(program, 'cancellations', cancel);
    await seller.until('/v1/ledger/postings?account=refunds', ({ items }) => items.length === 1);
    expect(await seller.balance('deferred-revenue')).toBe(0);
    expect(await seller.balance('revenue-product')).toBe(-10_000);
    expect(await seller.balance('refunds')).toBe(3_333);
    const { items } = await seller.get(`/v1/payments?order_id=${order.order_id}`);
    expect(items[0].refunded_minor).toBe(3_333 + 242);
    const undo = await server.client('undo').send({
      method: 'POST',
      path: `${program}/changes/${body.change_id}/undo`,
      body: {},
      headers: {
        'if-match': (await seller.client.send({ method: 'GET', path: program })).etag ?? '',
      },
    });
    expect([undo.status, undo.body.code]).toEqual([409, 'undo-too-late']);
  });

  it('keeps the price of what will not leave where the plan says so, and pays each after a downgrade', async () => {
    const before = await seller.balance('refunds');
    const { order, quote } = await seller.sell('cmp_keep', 'off_keep', '+19165550178');
    expect(quote.words_to_read).toContain('After them each shipment is charged as it goes out');
    await seller.ship(order.order_id);
    const program = await seller.program(order.order_id);
    await seller.until(program, ({ pending }) => pending.prepaid[0]?.paid);
    await seller.change(program, 'cancellations', { reason_code: 'too-much-product' });
    await seller.until(program, ({ pending }) => pending.prepaid.length === 0);
    await seller.until(
      '/v1/ledger/postings?account=deferred-revenue&limit=200',
      ({ items }) => items.length === 5,
    );
    expect(await seller.balance('deferred-revenue')).toBe(0);
    expect(await seller.balance('refunds')).toBe(before);
  });

  it('leaves nothing that verify would name', async () => {
    const { checks } = await verify(server.dataDir);
    expect(
      checks.flatMap(({ name, breaches }) => breaches.map((each) => `${name}: ${each}`)),
    ).toEqual([]);
    expect(checks.find(({ name }) => name === 'prepaid-shipments-posted')?.facts).toBe(5);
  });
});
