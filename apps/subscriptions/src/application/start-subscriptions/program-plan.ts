import type { PlanTerms } from '../../domain/plan/terms';
import type { ProgramPlan, ProgramProduct } from '../../domain/subscription/terms';
import type { ProgramLine } from './start-subscriptions.command';

/** A plan's version as one program needs it: in the currency it was sold in. */
export function programPlan(plan: PlanTerms, line: ProgramLine, currency: string): ProgramPlan {
  const products: ProgramProduct[] = plan.products.flatMap(({ sku, name, pricesMinor }) => {
    const unitPriceMinor = pricesMinor[currency];
    return unitPriceMinor === undefined ? [] : [{ sku, name, unitPriceMinor }];
  });
  // An offer may sell what the plan does not list: the price it was sold at is then its plan price.
  if (!products.some(({ sku }) => sku === line.sku)) {
    products.push({ sku: line.sku, name: line.name, unitPriceMinor: line.unitPriceMinor });
  }
  return {
    planId: line.planId,
    version: line.planVersion,
    intervals: plan.intervals,
    products,
    shippingMinor: plan.shippingMinor[currency] ?? 0,
    taxCategory: plan.taxCategory,
    missedCycles: plan.missedCycles,
    totalCycles: plan.totalCycles,
  };
}
