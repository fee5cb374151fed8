import { given } from '@continuo/testing/decider';
import { DEFAULT_POLICIES, type PlanPolicies } from '../plan/policies';
import type { Change } from './change';
import type { SubscriptionCommand } from './commands';
import { subscriptionDecider } from './decider';
import { dueAt } from './due';
import { ask, eventsOf, noonOf, starting, stateAfter, wake } from './examples';
import { schedule } from './schedule';
import { subscriptionUpcasters } from './upcasters';

const after = (...commands: SubscriptionCommand[]) =>
  given(subscriptionDecider, eventsOf(...commands));
const under = (
  policies: Partial<PlanPolicies>,
  changes: Parameters<typeof starting>[0] = {},
): SubscriptionCommand => starting({ ...changes, policies: { ...DEFAULT_POLICIES, ...policies } });
const dates = (...commands: SubscriptionCommand[]) =>
  schedule(stateAfter(...commands)).map(({ dueOn }) => dueOn);
const prices = (...commands: SubscriptionCommand[]) =>
  schedule(stateAfter(...commands)).map(({ unitPriceMinor }) => unitPriceMinor);

describe('a plan with a fixed day of the month', () => {
  const anchor = (day: number) => ({ anchor: { by: 'day-of-month', day, minDays: 14 } as const });

  it.each([
    [15, '2026-01-10', ['2026-02-15', '2026-03-15', '2026-04-15']],
    [31, '2026-02-10', ['2026-02-28', '2026-03-31', '2026-04-30']],
    [30, '2028-01-31', ['2028-02-29', '2028-03-30', '2028-04-30']],
    [1, '2026-01-31', ['2026-03-01', '2026-04-01', '2026-05-01']],
  ])('on the %i. counts from there, from the first that is far enough', (day, startedOn, first) => {
    expect(dates(under(anchor(day), { startedOn })).slice(0, 3)).toEqual(first);
  });

  it('counts days and weeks from the start all the same', () => {
    expect(dates(under(anchor(15), { interval: 'P30D' }))[0]).toBe('2026-03-02');
  });
});

describe("an agent's limit for prices", () => {
  const price = (unitPriceMinor: number) => ask({ kind: 'price', unitPriceMinor });

  it.each([
    [undefined, 3200, 4800],
    [5, 3800, 4200],
    [0, 4000, 4000],
    [33, 2680, 5320],
    [100, 0, 8000],
  ])('of %p percent is what the plan says', (agentPriceLimitPercent, from_minor, to_minor) => {
    const sold = under(agentPriceLimitPercent === undefined ? {} : { agentPriceLimitPercent });
    const limit_percent = agentPriceLimitPercent ?? 20;
    const beyond = { what: 'price', from_minor, to_minor, limit_percent };
    const refuse = (unitPriceMinor: number) =>
      after(sold).when(price(unitPriceMinor)).thenFails('approval-required', beyond);
    refuse(to_minor + 1);
    if (from_minor > 0) refuse(from_minor - 1);
    for (const allowed of [from_minor, to_minor])
      expect(stateAfter(sold, price(allowed)).unitPriceMinor).toBe(allowed);
  });

  it('is that of the plan which the program was changed to', () => {
    const { plan } = starting().terms;
    const policies = { ...DEFAULT_POLICIES, agentPriceLimitPercent: 0 };
    const agreed = { plan: { ...plan, planId: 'plan_fixed' }, policies };
    const moved = ask({ kind: 'plan', agreed });
    after(starting(), moved).when(price(3999)).thenFails('approval-required', { limit_percent: 0 });
  });
});

describe('a change to the plan that is held already', () => {
  const agreed = { plan: starting().terms.plan, policies: DEFAULT_POLICIES };
  const same = (more: { sku?: string; interval?: string } = {}) =>
    ask({ kind: 'plan', agreed, ...more });

  it('is none, unless the product or the interval is another', () => {
    after(starting()).when(same()).thenNothing();
    after(starting())
      .when(same({ sku: 'GREENS-30', interval: 'P1M' }))
      .thenNothing();
    const changed = stateAfter(starting(), same({ sku: 'BERRIES-30', interval: 'P2M' }));
    expect(changed).toMatchObject({ sku: 'BERRIES-30', unitPriceMinor: 4500, interval: 'P2M' });
    const alone = [
      ask({ kind: 'product', sku: 'BERRIES-30' }),
      ask({ kind: 'interval', interval: 'P2M' }),
    ];
    expect(changed).toEqual(stateAfter(starting(), ...alone));
  });

  it('refuses what the plan does not have', () => {
    after(starting())
      .when(same({ sku: 'NUTS-30' }))
      .thenFails('product-not-in-plan');
    after(starting())
      .when(same({ interval: 'P1Y' }))
      .thenFails('interval-not-offered');
  });
});

describe('a plan with prices that differ by delivery', () => {
  it('steps from a delivery on, until another price is agreed', () => {
    const steps = [{ sku: 'GREENS-30', fromDelivery: 4, unitPriceMinor: 3500 }];
    expect(prices(under({ steps })).slice(0, 4)).toEqual([4000, 4000, 3500, 3500]);
    const agreed = ask({ kind: 'price', unitPriceMinor: 3900 });
    expect(new Set(prices(under({ steps }), agreed))).toEqual(new Set([3900]));
  });

  it.each<['renew' | 'downgrade', number[]]>([
    ['renew', [0, 0, 12000, 0, 0, 12000]],
    ['downgrade', [0, 0, 4000, 4000, 4000, 4000]],
  ])('is prepaid for three and then %ss', (then, expected) => {
    expect(prices(under({ prepaid: { deliveries: 3, then } }))).toEqual(expected);
  });
});

describe('a plan with a cut-off, an offset and holidays', () => {
  it('ships later than it charges, and never on a holiday or weekend; the cycle stays', () => {
    const rules = { chargeToShipDays: 2, holidays: ['2026-03-02'], shipsOnWeekends: false };
    expect(schedule(stateAfter(under(rules)))[0]).toMatchObject({
      dueOn: '2026-02-28',
      shipOn: '2026-03-03',
    });
    expect(schedule(stateAfter(under(rules)))[1]?.dueOn).toBe('2026-03-31');
  });

  it.each<Change>([
    { kind: 'skip' },
    { kind: 'quantity', quantity: 2 },
    { kind: 'product', sku: 'BERRIES-30' },
  ])(
    'closes the next cycle to an agent (%j), not to a supervisor, and not the later ones',
    (change) => {
      const plan = under({ cutOffDays: 3 });
      expect(eventsOf(plan, ask(change, '2026-02-25'))).toHaveLength(3);
      after(plan).when(ask(change, '2026-02-26')).thenFails('approval-required', {
        what: 'cut-off',
        cycle: 2,
        closed_on: '2026-02-25',
        open_from_cycle: 3,
      });
      expect(eventsOf(plan, ask(change, '2026-02-26', 'supervisor'))).toHaveLength(3);
      expect(eventsOf(plan, ask({ kind: 'skip', cycle: 3 }, '2026-02-26'))).toHaveLength(3);
      expect(
        stateAfter(plan, ask({ kind: 'cancel', reasonCode: 'other' }, '2026-02-26')).status,
      ).toBe('cancelled');
    },
  );
});

describe('a plan with notices', () => {
  const notices = { trialEndingDays: 3, priceChangeDays: 10, renewalDays: 5 };

  it('wakes for the notice, tells once, and then for the cycle', () => {
    const plan = under({ notices });
    expect(dueAt(stateAfter(plan))).toBe('2026-02-23T05:00:00.000Z');
    const told = eventsOf(plan, wake('2026-02-23'));
    expect(told.at(-1)).toMatchObject({
      type: 'subscription.notice-due.v1',
      data: { notice: 'renewal', cycle: 2, dueOn: '2026-02-28', totalBeforeTaxMinor: 4595 },
    });
    after(plan, wake('2026-02-23')).when(wake('2026-02-24')).thenNothing();
    expect(dueAt(stateAfter(plan, wake('2026-02-23')))).toBe('2026-02-28T05:00:00.000Z');
  });

  it('tells of a trial that ends and of another price before it is charged', () => {
    const trial = under({ notices }, { trialDays: 14 });
    expect(eventsOf(trial, wake('2026-02-11')).at(-1)?.data).toMatchObject({
      notice: 'trial-ending',
      dueOn: '2026-02-14',
    });
    const dearer = ask({ kind: 'price', unitPriceMinor: 4500 });
    expect(eventsOf(under({ notices }), dearer, wake('2026-02-18')).at(-1)?.data).toMatchObject({
      notice: 'price-change',
      totalBeforeTaxMinor: 5095,
    });
  });
});

describe('a trial', () => {
  const fromReceipt = under({ trialFrom: 'receipt' }, { trialDays: 14 });

  it('from receipt charges nothing before the goods have arrived', () => {
    expect(dueAt(stateAfter(fromReceipt))).toBeNull();
    after(fromReceipt).when(wake('2026-06-01')).thenNothing();
    const received = {
      kind: 'receipt',
      receivedOn: '2026-02-05',
      now: noonOf('2026-02-06'),
    } as const;
    expect(dates(fromReceipt, received).slice(0, 2)).toEqual(['2026-02-19', '2026-03-19']);
    after(fromReceipt, received).when(received).thenNothing();
  });

  it.each([
    [{ trialEndingDays: 3 }, 14, '2026-03-04'],
    [{ trialEndingDays: null }, 14, '2026-03-02'],
    [{ trialEndingDays: 7 }, 2, '2026-03-03'],
  ])(
    'from receipt that is told late leaves time for its reminder (%j, %d days)',
    (days, trialDays, ends) => {
      const notices = { priceChangeDays: null, renewalDays: null, ...days };
      const told = {
        kind: 'receipt',
        receivedOn: '2026-02-05',
        now: noonOf('2026-03-01'),
      } as const;
      const trial = under({ trialFrom: 'receipt', notices }, { trialDays });
      expect(dates(trial, told)[0]).toBe(ends);
    },
  );

  it('is converted on the day the customer asks, and counts from it', () => {
    const trial = starting({ trialDays: 30 });
    const convert = ask({ kind: 'convert-trial', consentReference: 'rec-9' }, '2026-02-10');
    expect(dates(trial, convert).slice(0, 2)).toEqual(['2026-02-10', '2026-03-10']);
    expect(stateAfter(trial, convert, wake('2026-02-10'))).toMatchObject({
      status: 'active',
      cycles: [{ cycle: 2, dueOn: '2026-02-10' }],
    });
    after(starting()).when(convert).thenFails('change-not-allowed', { status: 'active' });
  });

  it('is ended without a charge', () => {
    const trial = starting({ trialDays: 30 });
    const state = stateAfter(trial, ask({ kind: 'end-trial', reasonCode: 'not-satisfied' }));
    expect([state.status, dueAt(state)]).toEqual(['cancelled', null]);
  });
});

describe('holding, sending now, winning back, another plan', () => {
  it('holds until it is released; what lay in between is passed by', () => {
    const held = [starting(), ask({ kind: 'hold', holdReason: 'address' })];
    expect(dueAt(stateAfter(...held))).toBeNull();
    expect(dates(...held, ask({ kind: 'release' }, '2026-03-05'))[0]).toBe('2026-03-31');
  });

  it('sends the next cycle today; the later ones keep their dates', () => {
    const now = ask({ kind: 'send-now' }, '2026-02-10');
    expect(dates(starting(), now).slice(0, 2)).toEqual(['2026-02-10', '2026-03-31']);
    after(starting())
      .when(ask({ kind: 'send-now' }, '2026-01-31'))
      .thenFails('date-too-early');
  });

  it('wins a cancelled program back', () => {
    const cancel = ask({ kind: 'cancel', reasonCode: 'other' });
    const back = ask({ kind: 'win-back', offer: 'half-price', nextOn: '2026-05-05' }, '2026-05-01');
    expect(stateAfter(starting(), cancel, back)).toMatchObject({ status: 'active' });
    expect(dates(starting(), cancel, back)[0]).toBe('2026-05-05');
  });

  it('changes to another plan: its price, and its intervals only', () => {
    const { plan } = starting().terms;
    const gold = { ...plan, planId: 'plan_gold', version: 2, intervals: ['P2M'] };
    const products = [{ sku: 'GREENS-30', name: 'Greens', unitPriceMinor: 5000 }];
    const agreed = { plan: { ...gold, products }, policies: DEFAULT_POLICIES };
    after(starting())
      .when(ask({ kind: 'plan', agreed }))
      .thenFails('interval-not-offered', { intervals: ['P2M'] });
    const state = stateAfter(starting(), ask({ kind: 'plan', agreed, interval: 'P2M' }));
    expect(state).toMatchObject({ interval: 'P2M', unitPriceMinor: 5000 });
    expect(schedule(state)[0]?.dueOn).toBe('2026-02-28');
    const bound = under({ alternatePlans: ['plan_silver'] });
    after(bound)
      .when(ask({ kind: 'plan', agreed, interval: 'P2M' }))
      .thenFails('plan-not-alternate', { plans: ['plan_silver'] });
  });

  it('to one that commits to less needs a supervisor until the commitment is met', () => {
    const { plan } = starting().terms;
    const change = (commitmentDeliveries: number | null) =>
      ask({
        kind: 'plan',
        agreed: {
          plan: { ...plan, planId: 'plan_gold' },
          policies: { ...DEFAULT_POLICIES, commitmentDeliveries },
        },
      });
    const bound = [under({ commitmentDeliveries: 3 }), wake('2026-02-28')];
    for (const less of [null, 2]) {
      after(...bound)
        .when(change(less))
        .thenFails('approval-required', { what: 'commitment', deliveries: 2, committed: 3 });
    }
    expect(stateAfter(...bound, change(3)).plan.planId).toBe('plan_gold');
    expect(stateAfter(...bound, wake('2026-03-31'), change(null)).plan.planId).toBe('plan_gold');
  });

  it.each<[Change, string]>([
    [{ kind: 'add-product', sku: 'OTHER', quantity: 1 }, 'product-not-in-plan'],
    [{ kind: 'add-product', sku: 'GREENS-30', quantity: 1 }, 'product-in-program'],
    [{ kind: 'remove-product', sku: 'GREENS-30' }, 'product-is-main'],
    [{ kind: 'remove-product', sku: 'BERRIES-30' }, 'product-not-in-program'],
    [{ kind: 'add-on', sku: 'OTHER', quantity: 1 }, 'product-not-in-plan'],
    [{ kind: 'anchor', on: '2026-01-31' }, 'date-too-early'],
    [{ kind: 'anchor', on: '2030-01-31' }, 'date-too-late'],
    [{ kind: 'release' }, 'none'],
  ])('refuses %j', (change, code) => {
    const outcome = after(starting()).when(ask(change, '2026-02-01'));
    if (code === 'none') outcome.thenNothing();
    else outcome.thenFails(code);
  });
});

describe('a stored event of an older version', () => {
  it('cycle-locked.v1 reads as a cycle without further lines that ships on its date', () => {
    const { terms } = starting();
    const data = {
      customerId: 'cus_1',
      cycle: 2,
      dueOn: '2026-02-28',
      orderId: 'ord_2',
      planId: 'plan_greens',
      currency: 'USD',
      zone: 'America/New_York',
      sku: 'GREENS-30',
      name: 'Greens',
      quantity: 1,
      unitPriceMinor: 4000,
      shippingMinor: 595,
      taxCategory: 'food',
      payment: terms.payment,
      shipTo: terms.shipTo,
      sale: terms.sale,
      nextCycleOn: '2026-03-31',
    };
    expect(subscriptionUpcasters['subscription.cycle-locked.v1'](data)).toEqual({
      type: 'subscription.cycle-locked.v2',
      data: { ...data, lines: [], shipOn: '2026-02-28' },
    });
  });
});
