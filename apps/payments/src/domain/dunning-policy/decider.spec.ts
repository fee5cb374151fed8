import { fold } from '@continuo/kernel/decider';
import { BUILT_IN_POLICY, type PolicyTerms } from '../dunning/policy';
import { type DunningPolicyEvent, dunningPolicyDecider, governingPolicy } from './decider';

const AT = '2026-11-22T09:30:00.000Z';
const { version: _, publishedAt: __, ...BUILT_IN } = BUILT_IN_POLICY;
const terms = (policyId: string, changes: Partial<PolicyTerms> = {}): PolicyTerms => ({
  ...BUILT_IN,
  policyId,
  name: policyId,
  ...changes,
});

class Book {
  events: DunningPolicyEvent[] = [];

  publish(
    asked: PolicyTerms,
    type: 'publish-policy' | 'publish-version' = 'publish-policy',
    at = AT,
  ): this {
    this.events.push(...dunningPolicyDecider.decide({ type, terms: asked, at }, this.state));
    return this;
  }

  get state() {
    return fold(dunningPolicyDecider, this.events);
  }
}

const code = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'nothing thrown';
};

const campaign = { campaignId: 'cmp_1', customerId: null };
const customer = { campaignId: null, customerId: 'cus_1' };

describe('dunning policies', () => {
  it('govern by customer, then campaign, then all, else the built-in one does', () => {
    const book = new Book();
    const of = (about: { campaignId: string | null; customerId: string }) =>
      governingPolicy(book.state, about, AT).policyId;
    const sale = { campaignId: 'cmp_1', customerId: 'cus_1' };
    expect(of(sale)).toBe('dun_built-in');
    book.publish(terms('dun_all'));
    expect(of(sale)).toBe('dun_all');
    book.publish(terms('dun_campaign', { scope: campaign }));
    expect(of(sale)).toBe('dun_campaign');
    book.publish(terms('dun_customer', { scope: customer }));
    expect(of(sale)).toBe('dun_customer');
    expect(of({ ...sale, customerId: 'cus_2' })).toBe('dun_campaign');
    expect(of({ campaignId: null, customerId: 'cus_2' })).toBe('dun_all');
  });

  it('have versions, of which the one in force at the time governs', () => {
    const later = '2026-11-23T09:30:00.000Z';
    const book = new Book().publish(terms('dun_all'));
    book.publish(terms('dun_all', { bestHour: 10 }), 'publish-version', later);
    const version = (at: string) =>
      governingPolicy(book.state, { campaignId: null, customerId: 'cus_1' }, at).version;
    expect([version(AT), version(later)]).toEqual([1, 2]);
  });

  it('are published once', () => {
    const book = new Book().publish(terms('dun_all')).publish(terms('dun_all'));
    expect(book.events).toHaveLength(1);
    expect(code(() => book.publish(terms('dun_all', { bestHour: 9 })))).toBe(
      'dunning-policy-exists',
    );
    expect(code(() => book.publish(terms('dun_more')))).toBe('dunning-policy-overlap');
    expect(code(() => book.publish(terms('dun_none'), 'publish-version'))).toBe(
      'dunning-policy-not-found',
    );
  });

  it.each([
    ['two-scopes', { scope: { campaignId: 'cmp_1', customerId: 'cus_1' } }],
    ['beyond-network-cap', { cap: { tries: 16, days: 30 } }],
    [
      'beyond-network-cap',
      {
        schedules: [
          {
            declineClass: 'refused' as const,
            network: null,
            afterHours: Array.from({ length: 15 }, (_, index) => 24 * (index + 1)),
          },
        ],
      },
    ],
    [
      'bad-schedule',
      { schedules: [{ declineClass: 'refused' as const, network: null, afterHours: [48, 24] }] },
    ],
    [
      'duplicate-schedule',
      {
        schedules: [
          { declineClass: 'refused' as const, network: null, afterHours: [24] },
          { declineClass: 'refused' as const, network: null, afterHours: [48] },
        ],
      },
    ],
  ])('are refused with %s', (expected, changes) => {
    expect(code(() => new Book().publish(terms('dun_bad', changes)))).toBe(expected);
  });
});
