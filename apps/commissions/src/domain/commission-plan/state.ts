import type { Instant } from '@continuo/kernel/instant';
import type { PlanVersion } from './events';

/**
 * Every version of every plan, by plan id, oldest first: one stream, so that the plan that governs a
 * sale is found without a read model that lags.
 */
export interface PlanBook {
  readonly plans: ReadonlyMap<string, readonly PlanVersion[]>;
}

/** The version of each plan that was in force at an instant. */
function inForce(book: PlanBook, at: Instant): PlanVersion[] {
  return [...book.plans.values()].flatMap(
    (versions) => versions.findLast((version) => version.publishedAt <= at) ?? [],
  );
}

/** The plan version that governs a sale of a call centre's agent: the centre's own plan, else the one for all. */
export function governingPlan(
  book: PlanBook,
  callCentreId: string | null,
  soldAt: Instant,
): PlanVersion | null {
  const candidates = inForce(book, soldAt);
  const own = candidates.find(
    (plan) => callCentreId !== null && plan.callCentreIds?.includes(callCentreId),
  );
  return own ?? candidates.find((plan) => plan.callCentreIds === null) ?? null;
}
