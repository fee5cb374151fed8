import { given } from '@continuo/testing/decider';
import { commissionPlanDecider } from './decider';
import type { CommissionPlanEvent, PlanTerms } from './events';
import type { CommissionRule } from './rule';
import { governingPlan } from './state';

const rule: CommissionRule = {
  campaignId: null,
  sku: null,
  kind: 'main',
  cycles: null,
  pay: { type: 'rate', rate: '0.10' },
};
const terms: PlanTerms = {
  planId: 'cpl_1',
  name: 'Standard',
  callCentreIds: null,
  rules: [rule],
  returnWindowDays: 30,
  zone: 'UTC',
};
const day = (n: number) => `2026-11-0${n}T00:00:00.000Z`;
const published = (from: PlanTerms, version: number, publishedAt: string): CommissionPlanEvent => ({
  type: 'commission-plan.published.v1',
  data: { ...from, version, publishedAt },
});
const book = (...events: CommissionPlanEvent[]) => given(commissionPlanDecider, events);
const publish = (of: PlanTerms) => ({ type: 'publish-plan', terms: of, at: day(2) }) as const;
const publishVersion = (of: PlanTerms) =>
  ({ type: 'publish-version', terms: of, at: day(2) }) as const;
const raised = { ...terms, returnWindowDays: 60 };

describe('commission plans', () => {
  it('are published, once', () => {
    book()
      .when(publish(terms))
      .then([published(terms, 1, day(2))]);
    book(published(terms, 1, day(1)))
      .when(publish(terms))
      .thenNothing();
  });

  it('are not changed: other terms under the same id are a version', () => {
    const first = published(terms, 1, day(1));
    book(first).when(publish(raised)).thenFails('commission-plan-exists');
    book(first)
      .when(publishVersion(raised))
      .then([published(raised, 2, day(2))]);
    book(first).when(publishVersion(terms)).thenNothing();
    book().when(publishVersion(terms)).thenFails('commission-plan-not-found');
  });

  it('never leave it open which one pays a call centre', () => {
    const north = { ...terms, planId: 'cpl_2', callCentreIds: ['cc_north', 'cc_east'] };
    const first = published(terms, 1, day(1));
    book(first)
      .when(publish(north))
      .then([published(north, 1, day(2))]);
    book(first)
      .when(publish({ ...terms, planId: 'cpl_3' }))
      .thenFails('commission-plan-overlap');
    book(first, published(north, 1, day(1)))
      .when(publish({ ...north, planId: 'cpl_3', callCentreIds: ['cc_east'] }))
      .thenFails('commission-plan-overlap', { plan_id: 'cpl_2' });
  });

  it.each([
    ['duplicate-rule', [rule, { ...rule, pay: { type: 'rate', rate: '0.2' } }]],
    ['cycles-without-continuity', [{ ...rule, cycles: { from: 2, to: null } }]],
    ['bad-cycles', [{ ...rule, kind: 'continuity', cycles: { from: 3, to: 2 } }]],
    ['rate-above-one', [{ ...rule, pay: { type: 'rate', rate: '10' } }]],
  ] as [string, CommissionRule[]][])('refuse %s', (code, rules) => {
    book()
      .when(publish({ ...terms, rules }))
      .thenFails(code);
  });

  it('govern a sale by the version in force when it was made', () => {
    const north = { ...terms, planId: 'cpl_2', callCentreIds: ['cc_north'] };
    const { state } = book(
      published(terms, 1, day(1)),
      published(raised, 2, day(3)),
      published(north, 1, day(4)),
    );
    const governing = (centre: string | null, at: string) => {
      const plan = governingPlan(state, centre, at);
      return plan && [plan.planId, plan.version];
    };
    expect(governing('cc_north', '2026-10-31T00:00:00.000Z')).toBeNull();
    expect(governing('cc_north', day(2))).toEqual(['cpl_1', 1]);
    expect(governing('cc_north', day(3))).toEqual(['cpl_1', 2]);
    expect(governing('cc_north', day(4))).toEqual(['cpl_2', 1]);
    expect(governing('cc_south', day(5))).toEqual(['cpl_1', 2]);
    expect(governing(null, day(5))).toEqual(['cpl_1', 2]);
  });
});
