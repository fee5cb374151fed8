import { given } from '@continuo/testing/decider';
import { postingsOf } from '../ledger/postings';
import { prepaymentDecider } from './decider';
import type { PrepaidTerm, PrepaymentEvent } from './events';

const term: PrepaidTerm = {
  subscriptionId: 'sub_1',
  customerId: 'cus_1',
  orderId: 'ord_1',
  lineId: 'l1',
  currency: 'USD',
  firstCycle: 1,
  shipments: 3,
  goodsMinor: 10000,
};
const deferred: PrepaymentEvent = {
  type: 'prepayment.revenue-deferred.v1',
  data: { ...term, amountMinor: 6666 },
};
const ofTerm = { subscriptionId: 'sub_1', orderId: 'ord_1', lineId: 'l1', currency: 'USD' };
const recognised = (cycle: number): PrepaymentEvent => ({
  type: 'prepayment.shipment-recognised.v1',
  data: { ...ofTerm, amountMinor: 3333, cycle, cycleOrderId: `ord_c${cycle}` },
});
const recognise = (cycle: number) =>
  ({ type: 'recognise', cycle, cycleOrderId: `ord_c${cycle}` }) as const;

describe('a prepaid term', () => {
  it('defers the price of all shipments but the first', () => {
    given(prepaymentDecider, []).when({ type: 'defer', term }).then([deferred]);
    given(prepaymentDecider, [deferred]).when({ type: 'defer', term }).thenNothing();
  });

  it('is recognised per shipment, once, to the last cent', () => {
    given(prepaymentDecider, [deferred])
      .when(recognise(2))
      .then([recognised(2)]);
    given(prepaymentDecider, [deferred, recognised(2)])
      .when(recognise(2))
      .thenNothing();
    const all = [deferred, recognised(2), recognised(3)];
    expect(given(prepaymentDecider, all).state[0]?.leftMinor).toBe(0);
    const sums: Record<string, number> = {};
    for (const { account, amountMinor } of all.flatMap(postingsOf))
      sums[account] = (sums[account] ?? 0) + amountMinor;
    expect(sums).toEqual({ 'deferred-revenue': 0, 'revenue-product': 0 });
  });

  it.each([1, 4])('has nothing to do with cycle %d', (cycle) => {
    given(prepaymentDecider, [deferred]).when(recognise(cycle)).thenNothing();
  });

  it('is released when the program ends, and not recognised afterwards', () => {
    const released: PrepaymentEvent = {
      type: 'prepayment.remainder-released.v1',
      data: { ...ofTerm, amountMinor: 3333, reason: 'moved' },
    };
    const release = { type: 'release', reason: 'moved' } as const;
    given(prepaymentDecider, [deferred, recognised(2)])
      .when(release)
      .then([released]);
    const ended = [deferred, recognised(2), released];
    given(prepaymentDecider, ended).when(release).thenNothing();
    given(prepaymentDecider, ended).when(recognise(3)).thenNothing();
    given(prepaymentDecider, []).when(release).thenNothing();
  });
});
