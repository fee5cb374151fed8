import type { Instant, LocalDate } from '@continuo/kernel/instant';
import type { KeepingRule } from '../subscription/price-move';
import type { Cohort } from './cohort';

export interface RolloutPlan {
  readonly rolloutId: string;
  readonly planId: string;
  readonly toVersion: number;
  /** No cycle before this date is charged at the new prices. */
  readonly fromOn: LocalDate;
  /** Days between the notice and the first cycle at the new prices. */
  readonly noticeDays: number;
  readonly cohorts: readonly Cohort[];
}

/** What became of the programs of a page, or of all so far. */
export interface Tally {
  readonly told: number;
  readonly withdrawn: number;
  readonly kept: Readonly<Partial<Record<KeepingRule, number>>>;
}

export type RolloutEvent =
  | { readonly type: 'price-rollout.planned.v1'; readonly data: RolloutPlan }
  | {
      readonly type: 'price-rollout.cohort-started.v1';
      readonly data: { readonly cohort: string; readonly at: Instant };
    }
  | {
      readonly type: 'price-rollout.page-carried-out.v1';
      readonly data: {
        readonly cohort: string | null;
        /** The last program of the page; null when no more follow. */
        readonly upTo: string | null;
        readonly tally: Tally;
        readonly at: Instant;
      };
    }
  | { readonly type: 'price-rollout.paused.v1'; readonly data: Record<string, never> }
  | { readonly type: 'price-rollout.resumed.v1'; readonly data: { readonly at: Instant } }
  | { readonly type: 'price-rollout.stopped.v1'; readonly data: { readonly at: Instant } };
