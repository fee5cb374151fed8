import type { Interval } from '@continuo/kernel/instant';
import type { PlanEvent } from '../../domain/plan/events';
import type { MissedCyclePolicy } from '../../domain/plan/terms';
import type { SubscriptionStarted } from '../../domain/subscription/events';

/** The rule that is another one in a what-if; what is absent stays as it was. */
export interface OtherRule {
  readonly interval?: Interval;
  /** Of each program's own plan. */
  readonly priceVersion?: number;
  readonly missedCyclePolicy?: MissedCyclePolicy;
}

type Start = SubscriptionStarted['data'];

/** Published versions of plans: `plan_greens@2`. */
export type PlanVersions = ReadonlyMap<string, PlanEvent['data']>;

export const versionKey = (planId: string, version: number): string => `${planId}@${version}`;

/** The start of a program under the other rule; undefined where the rule says nothing for it. */
export function retold(start: Start, rule: OtherRule, plans: PlanVersions): Start | undefined {
  let told: Start = start;
  if (rule.interval !== undefined) {
    const intervals = [...new Set([...start.plan.intervals, rule.interval])];
    told = { ...told, interval: rule.interval, plan: { ...told.plan, intervals } };
  }
  if (rule.missedCyclePolicy !== undefined)
    told = { ...told, plan: { ...told.plan, missedCycles: rule.missedCyclePolicy } };
  return rule.priceVersion === undefined ? told : repriced(told, rule.priceVersion, plans);
}

/** At the prices and the shipping of a version of its plan, as if it had been sold at that version. */
function repriced(start: Start, version: number, plans: PlanVersions): Start | undefined {
  const terms = plans.get(versionKey(start.plan.planId, version));
  const products = terms?.products.flatMap(({ sku, name, pricesMinor, components }) => {
    const unitPriceMinor = pricesMinor[start.currency];
    return unitPriceMinor === undefined ? [] : [{ sku, name, unitPriceMinor, components }];
  });
  const own = products?.find(({ sku }) => sku === start.sku);
  if (!terms || !products || !own) return undefined;
  const shippingMinor = terms.shippingMinor[start.currency] ?? 0;
  const plan = { ...start.plan, version, products, shippingMinor };
  return { ...start, unitPriceMinor: own.unitPriceMinor, plan };
}
