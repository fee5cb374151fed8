import type { Interval } from '@continuo/kernel/instant';
import type { PricesMinor } from '../catalogue';

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
  }[];
  readonly trialDays: number | null;
  readonly taxCategory: string;
  readonly shippingMinor: PricesMinor;
}

export type PlanCopyEvent = {
  readonly type: 'plan-copy.version-learnt.v1';
  readonly data: PublishedPlan;
};
