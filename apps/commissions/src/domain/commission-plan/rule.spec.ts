import { type CommissionRule, type SoldLine, governingRule } from './rule';

const any: CommissionRule = {
  campaignId: null,
  sku: null,
  kind: null,
  cycles: null,
  pay: { type: 'rate', rate: '0.01' },
};
const line: SoldLine = { campaignId: 'cmp_1', sku: 'A', kind: 'main', cycle: 1, currency: 'USD' };
const winner = (rules: Partial<CommissionRule>[], sold: Partial<SoldLine> = {}) =>
  governingRule(
    rules.map((rule) => ({ ...any, ...rule })),
    { ...line, ...sold },
  )?.number;

describe('the rule that governs a line', () => {
  it('is the most specific one: campaign before SKU before kind', () => {
    const specific: Partial<CommissionRule>[] = [
      {},
      { kind: 'main' },
      { sku: 'A' },
      { sku: 'A', kind: 'main' },
      { campaignId: 'cmp_1' },
      { campaignId: 'cmp_1', kind: 'main' },
      { campaignId: 'cmp_1', sku: 'A' },
      { campaignId: 'cmp_1', sku: 'A', kind: 'main' },
    ];
    for (let count = 1; count <= specific.length; count += 1) {
      expect(winner(specific.slice(0, count))).toBe(count);
      expect(winner(specific.slice(0, count).reverse())).toBe(1);
    }
  });

  it('is the first of two that are equally specific', () => {
    const flat = (currency: string | null) => ({ type: 'flat', unitMinor: 1, currency }) as const;
    expect(winner([{ pay: flat(null) }, { pay: flat('USD') }])).toBe(1);
  });

  it('must cover the line', () => {
    expect(winner([{ sku: 'B' }])).toBeUndefined();
    expect(winner([{ campaignId: 'cmp_1' }], { campaignId: null })).toBeUndefined();
    expect(winner([{ pay: { type: 'flat', unitMinor: 1, currency: 'EUR' } }])).toBeUndefined();
  });

  it('looks at the cycle of a program', () => {
    const rules: Partial<CommissionRule>[] = [
      { kind: 'continuity' },
      { kind: 'continuity', cycles: { from: 2, to: 3 } },
      { kind: 'continuity', cycles: { from: 6, to: null } },
    ];
    const at = (cycle: number) => winner(rules, { kind: 'continuity', cycle });
    expect([1, 2, 3, 4, 6, 60].map(at)).toEqual([1, 2, 2, 1, 3, 3]);
  });
});
