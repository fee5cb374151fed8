export type SaleKind = 'main' | 'upsell' | 'cross-sell' | 'continuity';
export const SALE_KINDS: readonly SaleKind[] = ['main', 'upsell', 'cross-sell', 'continuity'];

/** What a rule pays: an exact share of the goods, or an amount per unit. */
export type Pay =
  | { readonly type: 'rate'; readonly rate: string }
  | {
      readonly type: 'flat';
      /** Per unit, in minor units of `currency`; of whatever currency the sale is in, when null. */
      readonly unitMinor: number;
      readonly currency: string | null;
    };

/** Which sales a rule is about: each null means 'any'. */
export interface CommissionRule {
  readonly campaignId: string | null;
  readonly sku: string | null;
  readonly kind: SaleKind | null;
  /** Of a continuity program, both ends included; `to` null is without end. The order that sold it is cycle 1. */
  readonly cycles: { readonly from: number; readonly to: number | null } | null;
  readonly pay: Pay;
}

/** A line of a sale, as rules look at it. */
export interface SoldLine {
  readonly campaignId: string | null;
  readonly sku: string;
  readonly kind: SaleKind;
  readonly cycle: number;
  readonly currency: string;
}

/** The rule that governs a line, with its place in the plan version, from 1. */
export type AppliedRule = CommissionRule & { readonly number: number };

/**
 * The most specific rule wins. A campaign outranks a SKU, a SKU outranks a kind of sale, a kind
 * outranks a range of cycles: campaign+SKU+kind > campaign+SKU > campaign+kind > campaign > SKU+kind >
 * SKU > kind > none. Of two that are equally specific, the one that stands first.
 */
export function governingRule(
  rules: readonly CommissionRule[],
  line: SoldLine,
): AppliedRule | null {
  let best: AppliedRule | null = null;
  for (const [index, rule] of rules.entries()) {
    if (!covers(rule, line)) continue;
    if (best === null || specificity(rule) > specificity(best))
      best = { number: index + 1, ...rule };
  }
  return best;
}

/** Two rules that look at the same sales: the second would never be used. */
export function sameSelection(a: CommissionRule, b: CommissionRule): boolean {
  return (
    a.campaignId === b.campaignId &&
    a.sku === b.sku &&
    a.kind === b.kind &&
    a.cycles?.from === b.cycles?.from &&
    a.cycles?.to === b.cycles?.to &&
    currencyOf(a) === currencyOf(b)
  );
}

function covers(rule: CommissionRule, line: SoldLine): boolean {
  const { campaignId, sku, kind, cycles } = rule;
  const currency = currencyOf(rule);
  return (
    (campaignId === null || campaignId === line.campaignId) &&
    (sku === null || sku === line.sku) &&
    (kind === null || kind === line.kind) &&
    (currency === null || currency === line.currency) &&
    (cycles === null ||
      (line.cycle >= cycles.from && (cycles.to === null || line.cycle <= cycles.to)))
  );
}

function specificity({ campaignId, sku, kind, cycles }: CommissionRule): number {
  return (
    (campaignId === null ? 0 : 8) +
    (sku === null ? 0 : 4) +
    (kind === null ? 0 : 2) +
    (cycles === null ? 0 : 1)
  );
}

function currencyOf(rule: CommissionRule): string | null {
  return rule.pay.type === 'flat' ? rule.pay.currency : null;
}
