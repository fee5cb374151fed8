import { given } from '@continuo/testing/decider';
import { planDecider } from './decider';
import type { PlanEvent } from './events';
import { fold } from '@continuo/kernel/decider';
import { DEFAULT_POLICIES } from './policies';
import { versionOf } from './state';
import { planUpcasters } from './upcasters';
import type { PlanTerms } from './terms';

const terms: PlanTerms = {
  name: 'Greens Club',
  intervals: ['P30D', 'P1M', 'P2M'],
  defaultInterval: 'P1M',
  products: [
    { sku: 'GREENS-30', name: 'Greens', pricesMinor: { USD: 3995, EUR: 3795 } },
    { sku: 'BERRIES-30', name: 'Berries', pricesMinor: { USD: 4295, EUR: 4095 } },
  ],
  trialDays: null,
  taxCategory: 'food',
  shippingMinor: { USD: 595 },
  missedCycles: 'ship-one',
  totalCycles: null,
  rules: { ...DEFAULT_POLICIES, steps: [] },
};
const published = (version: number, changes: Partial<PlanTerms> = {}): PlanEvent => ({
  type: 'plan.version-published.v2',
  data: { planId: 'plan_greens', version, ...terms, ...changes },
});
const publish = (changes: Partial<PlanTerms> = {}) =>
  ({ kind: 'publish-plan', planId: 'plan_greens', terms: { ...terms, ...changes } }) as const;
const publishVersion = (changes: Partial<PlanTerms> = {}) =>
  ({ kind: 'publish-version', planId: 'plan_greens', terms: { ...terms, ...changes } }) as const;

describe('publishing a plan', () => {
  it('makes version 1', () => {
    given(planDecider, [])
      .when(publish())
      .then([published(1)]);
  });

  it('has no second effect, however the prices are ordered', () => {
    const [greens, berries] = terms.products;
    const products = [{ ...greens!, pricesMinor: { EUR: 3795, USD: 3995 } }, berries!];
    given(planDecider, [published(1)])
      .when(publish({ products }))
      .thenNothing();
  });

  it('is refused with other terms', () => {
    given(planDecider, [published(1)])
      .when(publish({ name: 'Other' }))
      .thenFails('plan-exists');
  });

  it('keeps each version as it was', () => {
    const events = [published(1), published(2, { name: 'Greens Club Plus' })];
    const state = fold(planDecider, events);
    expect(versionOf(state, 1)?.name).toBe('Greens Club');
    expect(versionOf(state, 2)?.name).toBe('Greens Club Plus');
    expect(versionOf(state, 3)).toBeUndefined();
    given(planDecider, events)
      .when(publishVersion({ name: 'Third' }))
      .then([published(3, { name: 'Third' })]);
    given(planDecider, events)
      .when(publishVersion({ name: 'Greens Club Plus' }))
      .thenNothing();
  });

  it('is refused as a new version of nothing', () => {
    given(planDecider, []).when(publishVersion()).thenFails('plan-not-found');
  });

  it.each<[string, Partial<PlanTerms>, string]>([
    ['a default that is not offered', { defaultInterval: 'P3M' }, 'bad-plan'],
    ['no interval', { intervals: [] }, 'bad-plan'],
    ['an interval twice', { intervals: ['P1M', 'P1M'] }, 'bad-plan'],
    ['an interval that is none', { intervals: ['P1M', 'monthly'] }, 'bad-interval'],
    ['an interval of nine years', { intervals: ['P1M', 'P9Y'] }, 'bad-plan'],
    ['no product', { products: [] }, 'bad-plan'],
    ['a product twice', { products: [terms.products[0]!, terms.products[0]!] }, 'bad-plan'],
    [
      'a product without a price',
      { products: [{ sku: 'A', name: 'A', pricesMinor: {} }] },
      'bad-plan',
    ],
    [
      'an alternate not priced in each currency',
      { products: [terms.products[0]!, { sku: 'B', name: 'B', pricesMinor: { USD: 1 } }] },
      'bad-plan',
    ],
    ['shipping in a currency nothing is sold in', { shippingMinor: { JPY: 500 } }, 'bad-plan'],
  ])('is refused with %s', (_, changes, code) => {
    given(planDecider, []).when(publish(changes)).thenFails(code);
  });
});

describe('a stored version of an older kind', () => {
  it('plan.version-published.v1 reads as a plan without rules', () => {
    const { rules: _, ...old } = terms;
    const data = { planId: 'plan_greens', version: 1, ...old };
    expect(planUpcasters['plan.version-published.v1'](data)).toEqual(published(1));
  });
});

describe('the rules of a plan', () => {
  const rules = (changes: Partial<PlanTerms['rules']>) => ({ ...terms.rules, ...changes });

  it.each<[string, Partial<PlanTerms>]>([
    ['/rules/steps/0/sku', { rules: rules({ steps: [step('OTHER', { USD: 1, EUR: 1 })] }) }],
    ['/rules/steps/0/prices_minor', { rules: rules({ steps: [step('GREENS-30', { USD: 1 })] }) }],
    ['/rules/trial_from', { rules: rules({ trialFrom: 'receipt' }) }],
    [
      '/rules/prepaid',
      { trialDays: 14, rules: rules({ prepaid: { deliveries: 3, then: 'renew' } }) },
    ],
    [
      '/total_cycles',
      { totalCycles: 6, rules: rules({ prepaid: { deliveries: 3, then: 'end' } }) },
    ],
    ['/rules/commitment_deliveries', { totalCycles: 3, rules: rules({ commitmentDeliveries: 4 }) }],
  ])('are refused at %s when they contradict each other', (pointer, changes) => {
    const refused = () => planDecider.decide(publish(changes), planDecider.initialState());
    expect(refused).toThrow(
      expect.objectContaining({ code: 'bad-plan', fields: [expect.objectContaining({ pointer })] }),
    );
  });
});

function step(sku: string, pricesMinor: Record<string, number>) {
  return { sku, fromDelivery: 3, pricesMinor };
}
