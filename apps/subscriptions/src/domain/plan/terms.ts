import type { Interval } from '@continuo/kernel/instant';
import type { PlanPolicies } from './policies';

/** Minor units by ISO 4217 currency. */
export type AmountsByCurrency = Readonly<Record<string, number>>;

export interface PlanProduct {
  readonly sku: string;
  readonly name: string;
  /** Price of one unit in each cycle. */
  readonly pricesMinor: AmountsByCurrency;
  /** What a bundle ships; left out where the product ships itself. */
  readonly components?: readonly PlanComponent[];
}

/** So many units of a product in each bundle. */
export interface BundleComponent {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  /** The part of the bundle's price that each unit has, beside the weights of the others. */
  readonly weight: number;
}

/** A component, and what may be sent instead of it. */
export interface PlanComponent extends BundleComponent {
  readonly alternates: readonly { readonly sku: string; readonly name: string }[];
}

/**
 * What becomes of cycles that fell due while nothing was running. None of them charges twice, and each
 * that is not shipped is recorded with the reason.
 */
export type MissedCyclePolicy = 'ship-one' | 'ship-all' | 'skip';

/** A price from a delivery on, in each currency of the product. */
export interface PlanPriceStep {
  readonly sku: string;
  readonly fromDelivery: number;
  readonly pricesMinor: AmountsByCurrency;
}

/** The rules of a plan; prices still in every currency. */
export interface PlanRules extends Omit<PlanPolicies, 'steps'> {
  readonly steps: readonly PlanPriceStep[];
}

/** What a plan offers, in one version. */
export interface PlanTerms {
  readonly name: string;
  readonly intervals: readonly Interval[];
  readonly defaultInterval: Interval;
  /** The first is the standard product, the others are alternates. */
  readonly products: readonly PlanProduct[];
  /** Days from the order to the first full charge; null without a trial. */
  readonly trialDays: number | null;
  readonly taxCategory: string;
  /** Charged once with each cycle; free in a currency that is not named. */
  readonly shippingMinor: AmountsByCurrency;
  readonly missedCycles: MissedCyclePolicy;
  /** Deliveries after which the program expires, the first order included; null when it goes on. */
  readonly totalCycles: number | null;
  readonly rules: PlanRules;
}
