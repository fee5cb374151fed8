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
const order = { orderId: 'ord_1', lineId: 'l1' };
const ofTerm = { subscriptionId: 'sub_1', ...order, currency: 'USD' };
const recognised = (cycle: number): PrepaymentEvent => ({
  type: 'prepayment.shipment-recognised.v1',
  data: { ...ofTerm, amountMinor: 3333, cycle, cycleOrderId: `ord_c${cycle}` },
});
const recognise = (cycle: number) =>
  ({ type: 'recognise', ...order, cycle, cycleOrderId: `ord_c${cycle}` }) as const;
const rest = { lapseId: 'msg-1', shipments: 1, refund: true, reason: 'cancelled' };
const lapse = { type: 'lapse', ...order, ...rest, goodsMinor: 3333 } as const;
const lapsed: PrepaymentEvent = {
  type: 'prepayment.shipments-lapsed.v1',
  data: { ...ofTerm, ...rest, amountMinor: 3333 },
};

describe('a prepaid term', () => {
  it('defers the price of all shipments but the first', () => {
    given(prepaymentDecider, []).when({ type: 'defer', term }).then([deferred]);
    given(prepaymentDecider, [deferred]).when({ type: 'defer', term }).thenNothing();
  });

  it('is recognised per shipment, once, to the last cent, whatever cycles were skipped', () => {
    given(prepaymentDecider, [deferred])
      .when(recognise(2))
      .then([recognised(2)]);
    given(prepaymentDecider, [deferred, recognised(2)])
      .when(recognise(2))
      .thenNothing();
    const all = [deferred, recognised(2), recognised(7)];
    expect(given(prepaymentDecider, all).state[0]?.leftMinor).toBe(0);
    const sums: Record<string, number> = {};
    for (const { account, amountMinor } of all.flatMap(postingsOf))
      sums[account] = (sums[account] ?? 0) + amountMinor;
    expect(sums).toEqual({ 'deferred-revenue': 0, 'revenue-product': 0 });
    given(prepaymentDecider, all).when(recognise(8)).thenNothing();
  });

  it('has nothing to do with shipments of another order', () => {
    given(prepaymentDecider, [deferred])
      .when({ ...recognise(2), orderId: 'ord_2' })
      .thenNothing();
  });

  it('is settled when shipments will not leave, once, and not recognised afterwards', () => {
    given(prepaymentDecider, [deferred, recognised(2)])
      .when(lapse)
      .then([lapsed]);
    const ended = [deferred, recognised(2), lapsed];
    given(prepaymentDecider, ended).when(lapse).thenNothing();
    given(prepaymentDecider, ended).when(recognise(3)).thenNothing();
    given(prepaymentDecider, []).when(lapse).thenNothing();
    expect(given(prepaymentDecider, ended).state[0]).toMatchObject({
      leftMinor: 0,
      lapses: { 'msg-1': { amountMinor: 3333, refund: true } },
    });
  });

  it('reads what was recorded when the whole remainder stayed with the seller', () => {
    const released: PrepaymentEvent = {
      type: 'prepayment.remainder-released.v1',
      data: { ...ofTerm, amountMinor: 6666, reason: 'moved' },
    };
    expect(given(prepaymentDecider, [deferred, released]).state[0]?.leftMinor).toBe(0);
  });
});
