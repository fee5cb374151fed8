import { verify } from '../../apps/platform/src/verify/verify';
import { Seller } from './seller';
import { ServerProcess } from './server';

jest.setTimeout(180_000);

interface Line {
  readonly line_id: string;
  readonly sku: string;
  readonly quantity: number;
  readonly unit_price_minor: number;
  readonly bundle?: { readonly sku: string };
}

const asOrdered = (lines: readonly Line[]) =>
  lines.map(({ line_id, sku, quantity, unit_price_minor, bundle }) => [
    line_id,
    sku,
    quantity,
    unit_price_minor,
    bundle?.sku,
  ]);

describe('a program that ships a bundle', () => {
  let server: ServerProcess;
  let seller: Seller;
  let program: string;

  beforeAll(async () => {
    server = await ServerProcess.start();
    seller = new Seller(server.client('bundles'));
    await seller.post('/v1/products', {
      sku: 'KITCHEN-SET',
      name: 'Kitchen set',
      prices_minor: { USD: 9_999 },
      tax_category: 'general',
      returnable: true,
    });
    await seller.post('/v1/plans', {
      plan_id: 'plan_kitchen',
      name: 'Kitchen club',
      intervals: ['P1M'],
      default_interval: 'P1M',
      products: [
        {
          sku: 'KITCHEN-SET',
          name: 'Kitchen set',
          prices_minor: { USD: 9_999 },
          components: [
            { sku: 'BLADES-02', name: 'Spare blades', quantity: 2, weight: 1 },
            {
              sku: 'GREENS-30',
              name: 'Daily greens',
              quantity: 1,
              weight: 2,
              alternates: [{ sku: 'BERRIES-30', name: 'Daily berries' }],
            },
          ],
        },
      ],
      tax_category: 'general',
      shipping_minor: { USD: 495 },
    });
    await seller.post('/v1/commission-plans', {
      plan_id: 'cpl_kitchen',
      name: 'Kitchen',
      call_centre_ids: ['cc_northline'],
      return_window_days: 30,
      zone: 'America/New_York',
      rules: [{ sku: 'KITCHEN-SET', flat_minor: 500, currency: 'USD' }],
    });
    await seller.post('/v1/offers', {
      offer_id: 'off_kitchen',
      kind: 'main',
      name: 'Kitchen set',
      sku: 'KITCHEN-SET',
      prices_minor: { USD: 7_999 },
      plan_id: 'plan_kitchen',
    });
    await seller.post('/v1/campaigns', {
      campaign_id: 'cmp_kitchen',
      name: 'Kitchen',
      dnis: ['+18005550113'],
      currency: 'USD',
      zone: 'America/New_York',
      from: '2026-01-01T00:00:00Z',
      offers: { main: ['off_kitchen'], upsell_path: [], cross_sells: [] },
      call_centre_ids: ['cc_northline'],
      script: { version: 'spring-1', text: 'Thank you for calling.' },
      shipping: { per_order_minor: 0 },
    });
  });
  afterAll(() => server.remove());

  it('is quoted and ordered as its components, and the vendor is asked for those', async () => {
    const { order, quote } = await seller.sell('cmp_kitchen', 'off_kitchen');
    expect(asOrdered(order.lines)).toEqual([
      ['line-1', 'BLADES-02', 2, 2_000, 'KITCHEN-SET'],
      ['line-1.2', 'GREENS-30', 1, 3_999, 'KITCHEN-SET'],
    ]);
    expect(order.goods_minor).toBe(7_999);
    expect(asOrdered(quote.lines)).toEqual(asOrdered(order.lines));
    const shipment = await seller.ship(order.order_id);
    expect(new Set(shipment.lines.map(({ sku }: Line) => sku))).toEqual(
      new Set(['BLADES-02', 'GREENS-30']),
    );
    program = await seller.program(order.order_id);
  });

  it('pays the agent once for the bundle', async () => {
    const month = (await seller.get('/v1/test-clock')).now.slice(0, 7);
    const { items } = await seller.until(
      `/v1/commission-statements?agent_id=agt_nora&period=${month}`,
      ({ items: lines }) => lines.length > 0,
    );
    expect(items).toMatchObject([{ sku: 'KITCHEN-SET', kind: 'main', amount_minor: 500 }]);
  });

  it('swaps a component from the next cycle on, and the stock forecast knows', async () => {
    const change = { kind: 'component', component: 'GREENS-30', sku: 'BERRIES-30' };
    const preview = await seller.post(`${program}/previews`, { change });
    expect(preview.body.after[0].components.map(({ sku }: Line) => sku)).toEqual([
      'BLADES-02',
      'BERRIES-30',
    ]);
    await seller.change(program, 'changes', { changes: [change], reason: 'prefers berries' });
    const { items } = await seller.get(`${program}/history?field=component`);
    expect(items[0]).toMatchObject({ from: 'GREENS-30', to: 'BERRIES-30' });
    const until = new Date(Date.parse((await seller.get('/v1/test-clock')).now) + 40 * 86_400_000);
    const forecast = await seller.until(
      `/v1/reports/stock-forecast?until=${until.toISOString().slice(0, 10)}`,
      ({ items: days }) => days.some(({ sku }: Line) => sku === 'BERRIES-30'),
    );
    const units = Object.fromEntries(
      forecast.items.map(({ sku, units: count }: { sku: string; units: number }) => [sku, count]),
    );
    expect(units).toMatchObject({ 'BLADES-02': 2, 'BERRIES-30': 1 });
  });

  it('renews as its components, and one of them is refunded with its part of the price', async () => {
    const second = await seller.renew(program, 2);
    const order = await seller.get(`/v1/orders/${second}`);
    expect(order.goods_minor).toBe(9_999);
    await seller.ship(second);
    const payments = await seller.until(
      `/v1/payments?order_id=${second}`,
      ({ items }) => items[0]?.authorised_minor === 0,
    );
    const payment = `/v1/payments/${payments.items[0].payment_id}`;
    const berries = order.lines.find(({ sku }: Line) => sku === 'BERRIES-30');
    await seller.change(payment, 'refunds', {
      reason: 'broken',
      lines: [{ line_id: berries.line_id }],
    });
    const refunded = await seller.until(payment, ({ refunded_minor }) => refunded_minor > 0);
    expect(refunded.refunded_minor).toBe(berries.total_minor);
  });

  it('leaves nothing that verify would name', async () => {
    const { checks } = await verify(server.dataDir);
    expect(
      checks.flatMap(({ name, breaches }) => breaches.map((each) => `${name}: ${each}`)),
    ).toEqual([]);
  });
});
