import { DEFAULT_POLICIES, type PlanPolicies } from '../../domain/plan/policies';
import type { PlanTerms } from '../../domain/plan/terms';
import type { AgreedPlan, ProgramPlan, ProgramProduct } from '../../domain/subscription/terms';
import type { ProgramLine } from './start-subscriptions.command';

/** What is sold beside what the plan lists, at the price it was sold at. */
type SoldProduct = Pick<ProgramLine, 'sku' | 'name' | 'unitPriceMinor'>;

/** A plan's version as one program needs it: in the currency it was sold in. */
export function programPlan(
  planId: string,
  version: number,
  terms: PlanTerms,
  currency: string,
  sold?: SoldProduct,
): ProgramPlan {
  const products: ProgramProduct[] = terms.products.flatMap((product) => {
    const { sku, name, pricesMinor, components } = product;
    const unitPriceMinor = pricesMinor[currency];
    if (unitPriceMinor === undefined) return [];
    return [{ sku, name, unitPriceMinor, ...(components && { components }) }];
  });
  // An offer may sell what the plan does not list: the price it was sold at is then its plan price.
  if (sold && !products.some(({ sku }) => sku === sold.sku)) {
    const { sku, name, unitPriceMinor } = sold;
    products.push({ sku, name, unitPriceMinor });
  }
  const { prepaid } = terms.rules;
  return {
    planId,
    version,
    intervals: terms.intervals,
    products,
    shippingMinor: terms.shippingMinor[currency] ?? 0,
    taxCategory: terms.taxCategory,
    missedCycles: terms.missedCycles,
    totalCycles: prepaid?.then === 'end' ? prepaid.deliveries : terms.totalCycles,
  };
}

/** The rules of a plan in one currency. */
export function policiesIn({ rules }: PlanTerms, currency: string): PlanPolicies {
  const steps = rules.steps.flatMap(({ sku, fromDelivery, pricesMinor }) => {
    const unitPriceMinor = pricesMinor[currency];
    return unitPriceMinor === undefined ? [] : [{ sku, fromDelivery, unitPriceMinor }];
  });
  return { ...rules, steps };
}

/** The rules of a plan in one currency; undefined where it has none beyond products and intervals. */
export function ownPolicies(terms: PlanTerms, currency: string): PlanPolicies | undefined {
  const policies = policiesIn(terms, currency);
  return JSON.stringify(policies) === JSON.stringify(sortedLike(policies)) ? undefined : policies;
}

export function agreedPlan(
  planId: string,
  version: number,
  terms: PlanTerms,
  currency: string,
): AgreedPlan {
  return {
    plan: programPlan(planId, version, terms, currency),
    policies: policiesIn(terms, currency),
  };
}

/** The rules of a plan without any, in the order of these: JSON compares keys in their order. */
function sortedLike(policies: PlanPolicies): object {
  const none: Readonly<Record<string, unknown>> = { ...DEFAULT_POLICIES };
  return Object.fromEntries(Object.keys(policies).map((key) => [key, none[key]]));
}
