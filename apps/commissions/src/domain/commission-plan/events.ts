import type { Instant, Zone } from '@continuo/kernel/instant';
import type { CommissionRule } from './rule';

/** What a plan says, without its version. */
export interface PlanTerms {
  readonly planId: string;
  readonly name: string;
  /** Whose agents it pays; null for those of all call centres that have no plan of their own. */
  readonly callCentreIds: readonly string[] | null;
  readonly rules: readonly CommissionRule[];
  /** Days after settlement in which goods may come back: commission is earned when they are over. */
  readonly returnWindowDays: number;
  /** Decides in which month a settlement falls. */
  readonly zone: Zone;
}

/** Immutable: what changes is a new version, for sales from then on. */
export interface PlanVersion extends PlanTerms {
  readonly version: number;
  readonly publishedAt: Instant;
}

export type CommissionPlanEvent = {
  readonly type: 'commission-plan.published.v1';
  readonly data: PlanVersion;
};
