import { upcast } from '@continuo/event-store/aggregate';
import { fold } from '@continuo/kernel/decider';
import { orderAggregate, planCopyAggregate } from '../../application/aggregates';
import { unbundled } from '../order/bundle';
import type { DraftLine } from '../order/line';

describe('the copy of a plan as it was stored before bundles and prepaid terms', () => {
  it('has products that ship themselves, each delivery paid by itself', () => {
    const stored = {
      type: 'plan-copy.version-learnt.v1',
      data: {
        ...{ planId: 'plan_greens', version: 1, name: 'Greens', intervals: ['P1M'] },
        ...{ defaultInterval: 'P1M', trialDays: null, taxCategory: 'food' },
        products: [{ sku: 'GREENS-30', name: 'Greens', pricesMinor: { USD: 4000 } }],
        shippingMinor: { USD: 595 },
      },
    };
    const read = upcast(planCopyAggregate, stored, 'plancopy-plan_greens');
    expect(read).toEqual(stored);
    const { plan } = fold(planCopyAggregate.decider, [read]);
    expect(plan && ('prepaid' in plan || 'components' in plan.products[0]!)).toBe(false);
  });
});

describe('a line as it was stored before bundles and prepaid terms', () => {
  it('is ordered as itself, and pays for itself', () => {
    const stored = {
      type: 'order.line-added.v1',
      data: {
        line: {
          ...{ lineId: 'line-1', kind: 'main', offerId: 'off_greens', offerPriceVersion: 1 },
          ...{ sku: 'GREENS-30', name: 'Greens', quantity: 2, unitPriceMinor: 4000 },
          ...{ taxCategory: 'food', instalments: 1 },
          program: {
            ...{ planId: 'plan_greens', planVersion: 1, interval: 'P1M', unitPriceMinor: 4000 },
            ...{ sku: 'GREENS-30', quantity: 2, shippingMinor: 595, taxCategory: 'food' },
            trialDays: null,
          },
        },
      },
    };
    const read = upcast(orderAggregate, stored, 'order-ord_1');
    expect(read).toEqual(stored);
    const line = stored.data.line as DraftLine;
    expect(unbundled(line)).toEqual([line]);
  });
});
