import { upcast } from '@continuo/event-store/aggregate';
import { fold } from '@continuo/kernel/decider';
import { PLAN, SUBSCRIPTION } from '../../application/aggregates';
import { captured, noonOf } from './examples';
import { preview } from './preview';
import { schedule } from './schedule';
import type { StartedSubscription } from './state';

const SHIP_TO = { sealed: 'sealed-address', stream: 'order-ord_first', field: 'shipTo' };
const SALE = { campaignId: 'cmp_1', callId: 'call_1', agentId: 'agt_1', callCentreId: 'cc_north' };
const GREENS = { sku: 'GREENS-30', name: 'Greens', unitPriceMinor: 4000 };
const BERRIES = { sku: 'BERRIES-30', name: 'Berries', unitPriceMinor: 4500 };
const PAYMENT = { token: 'pm_first', networkTransactionId: 'ntx_1' };
const PLAN_SOLD = {
  planId: 'plan_greens',
  version: 1,
  intervals: ['P1M'],
  products: [GREENS, BERRIES],
  shippingMinor: 595,
  taxCategory: 'food',
  missedCycles: 'ship-one',
  totalCycles: 9,
};
const PREPAID = { deliveries: 3, then: 'renew' };
const RULES = {
  anchor: { by: 'start' },
  cutOffDays: 0,
  chargeToShipDays: 0,
  holidays: [],
  shipsOnWeekends: true,
  trialFrom: 'order',
  prepaid: PREPAID,
  commitmentDeliveries: null,
  notices: { trialEndingDays: null, priceChangeDays: null, renewalDays: null },
  steps: [],
  alternatePlans: [],
};

/** As it stands in a record from before bundles, before what is not shipped could be refunded, and before expired programs could be won back. */
const STORED = [
  {
    type: 'subscription.started.v1',
    data: {
      ...{ subscriptionId: 'sub_1', customerId: 'cus_1', orderId: 'ord_first', lineId: 'lin_1' },
      ...{ currency: 'USD', zone: 'America/New_York', sale: SALE, shipTo: SHIP_TO },
      ...{ plan: PLAN_SOLD, interval: 'P1M', payment: PAYMENT, startedOn: '2026-01-31' },
      ...GREENS,
      ...{ quantity: 1, trialEndsOn: null, anchor: { cycle: 1, on: '2026-01-31' } },
      nextCycleOn: '2026-02-28',
    },
  },
  {
    type: 'subscription.terms-agreed.v1',
    data: {
      ...{ customerId: 'cus_1', policies: RULES, anchor: { cycle: 1, on: '2026-01-31' } },
      ...{ awaitingReceipt: false, nextCycleOn: '2026-02-28' },
    },
  },
  {
    type: 'subscription.product-added.v1',
    data: {
      ...{ customerId: 'cus_1', product: { ...BERRIES, quantity: 2 } },
      ...{ fromCycle: 2, nextCycleOn: '2026-02-28' },
    },
  },
  {
    type: 'subscription.product-changed.v1',
    data: {
      ...{ customerId: 'cus_1', from: BERRIES, to: GREENS },
      ...{ fromCycle: 2, nextCycleOn: '2026-02-28' },
    },
  },
  {
    type: 'subscription.cycle-locked.v2',
    data: {
      ...{ customerId: 'cus_1', cycle: 2, dueOn: '2026-02-28', orderId: 'ord_2' },
      ...{ planId: 'plan_greens', currency: 'USD', zone: 'America/New_York' },
      ...{ ...GREENS, quantity: 1, unitPriceMinor: 0, lines: [{ ...BERRIES, quantity: 2 }] },
      ...{ shippingMinor: 595, taxCategory: 'food', payment: PAYMENT, shipTo: SHIP_TO },
      ...{ sale: SALE, shipOn: '2026-02-28', nextCycleOn: '2026-03-31' },
    },
  },
  {
    type: 'subscription.cancelled.v1',
    data: {
      ...{ customerId: 'cus_1', reasonCode: 'other', note: null, from: 'active' },
      ...{ openOrders: [], nextCycleOn: null },
    },
  },
  {
    type: 'subscription.won-back.v1',
    data: {
      ...{ customerId: 'cus_1', offer: null, anchor: { cycle: 3, on: '2026-03-15' } },
      ...{ dropped: [], passed: [], nextCycle: 3, nextCycleOn: '2026-03-15' },
    },
  },
];

const { decider } = SUBSCRIPTION;
const events = STORED.map((stored) => upcast(SUBSCRIPTION, stored, 'subscription-sub_1'));
const state = fold(decider, events) as StartedSubscription;
const wakeOn = (date: string, from = state) => {
  const woken = decider.decide({ kind: 'wake', now: noonOf(date) }, from);
  return { woken, after: woken.reduce(decider.evolve, from) as StartedSubscription };
};

describe('a program as it was stored before', () => {
  it('ships its products themselves: no bundle was sold', () => {
    expect(events).toEqual(STORED);
    expect([state.components, state.extras[0]?.components]).toEqual([undefined, undefined]);
    const [next] = schedule(state);
    expect(next).toMatchObject({ sku: 'GREENS-30', lines: [{ sku: 'BERRIES-30' }] });
    expect(next && 'components' in next).toBe(false);
    const swap = { kind: 'component', component: 'GREENS-30', sku: 'BERRIES-30' } as const;
    expect(() => preview(state, [swap], noonOf('2026-03-02'))).toThrow('ships no bundle');
  });

  it('keeps what will not be shipped of a prepaid run: nobody was promised it back', () => {
    const within = wakeOn('2026-03-15');
    const left = decider.decide(captured(3), within.after);
    expect(left.map(({ type }) => type)).toEqual(['subscription.cycle-shipped.v1']);
    const { woken } = wakeOn('2026-04-15', left.reduce(decider.evolve, within.after) as never);
    const opened = woken.find(({ type }) => type === 'subscription.prepaid-run-opened.v1');
    expect(opened?.data).toMatchObject({ firstCycle: 4, shipments: 3, unshipped: 'keep' });
  });

  it('lets an agent go 20 percent from the price of its plan, as everywhere then', () => {
    const change = { kind: 'price', unitPriceMinor: 3199 } as const;
    const { approvals } = preview(state, [change], noonOf('2026-03-02'));
    expect(approvals).toEqual([
      { what: 'price', fromMinor: 3200, toMinor: 4800, limitPercent: 20 },
    ]);
  });

  it('expires after what its plan sells: only a cancelled program had been won back', () => {
    expect(state.plan.totalCycles).toBe(9);
    expect(state.status).toBe('active');
  });
});

describe('a version of a plan as it was stored before', () => {
  it('has products that ship themselves, and keeps what will not be shipped', () => {
    const stored = {
      type: 'plan.version-published.v2',
      data: {
        ...{ planId: 'plan_greens', version: 1, name: 'Greens', intervals: ['P1M'] },
        ...{ defaultInterval: 'P1M', trialDays: null, taxCategory: 'food' },
        products: [{ sku: 'GREENS-30', name: 'Greens', pricesMinor: { USD: 4000 } }],
        ...{ shippingMinor: { USD: 595 }, missedCycles: 'ship-one', totalCycles: null },
        rules: RULES,
      },
    };
    expect(upcast(PLAN, stored, 'plan-plan_greens')).toEqual(stored);
  });
});
