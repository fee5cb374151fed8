import type { Interval } from '@continuo/kernel/instant';
import type { PricesMinor } from '../catalogue';

/** So many units of a product in each bundle; `weight` is each unit's part of the bundle's price. */
export interface BundleComponent {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly weight: number;
}

/** The delivery that opens a run pays for all of it; what follows it. */
export interface PrepaidTerm {
  readonly deliveries: number;
  readonly then: 'renew' | 'end' | 'downgrade';
}

/** A version of a continuity plan as subscriptions published it. */
export interface PublishedPlan {
  readonly planId: string;
  readonly version: number;
  readonly name: string;
  readonly intervals: readonly Interval[];
  readonly defaultInterval: Interval;
  /** The first is the standard product, the others are alternates. */
  readonly products: readonly {
    readonly sku: string;
    readonly name: string;
    readonly pricesMinor: PricesMinor;
    /** What a bundle ships. */
    readonly components?: readonly BundleComponent[];
  }[];
  readonly trialDays: number | null;
  readonly taxCategory: string;
  readonly shippingMinor: PricesMinor;
  /** Left out where each delivery is paid by itself. */
  readonly prepaid?: PrepaidTerm;
}

export type PlanCopyEvent = {
  readonly type: 'plan-copy.version-learnt.v1';
  readonly data: PublishedPlan;
};
