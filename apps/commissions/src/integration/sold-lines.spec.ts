import type { OrderLine } from '@continuo/contracts/common';
import { soldLines } from './sold-lines';

const line = (line_id: string, changes: Partial<OrderLine> = {}): OrderLine => ({
  line_id,
  kind: 'main',
  offer_id: 'off_1',
  sku: 'GREENS-30',
  name: 'Greens',
  quantity: 1,
  unit_price_minor: 4000,
  goods_minor: 4000,
  shipping_minor: 0,
  tax_minor: 0,
  total_minor: 4000,
  instalments_minor: [4000],
  program: null,
  ...changes,
});
const bundle = { sku: 'SET', name: 'Set', quantity: 1 };

describe('what an order has sold', () => {
  it('is its lines, and of bundles the bundles, each by its own line', () => {
    const lines = [
      line('line-1', { bundle, sku: 'BLADES-02', quantity: 2 }),
      line('line-1.2', { bundle, goods_minor: 3999 }),
      line('line-2', { kind: 'upsell' }),
      line('line-3', { bundle, kind: 'cross-sell' }),
    ];
    expect(soldLines(lines)).toEqual([
      {
        orderLineId: 'line-1',
        sku: 'SET',
        kind: 'main',
        quantity: 1,
        goodsMinor: 7999,
        parts: [
          { orderLineId: 'line-1', quantity: 2 },
          { orderLineId: 'line-1.2', quantity: 1 },
        ],
      },
      {
        orderLineId: 'line-2',
        sku: 'GREENS-30',
        kind: 'upsell',
        quantity: 1,
        goodsMinor: 4000,
        parts: [{ orderLineId: 'line-2', quantity: 1 }],
      },
      {
        orderLineId: 'line-3',
        sku: 'SET',
        kind: 'cross-sell',
        quantity: 1,
        goodsMinor: 4000,
        parts: [{ orderLineId: 'line-3', quantity: 1 }],
      },
    ]);
  });
});
