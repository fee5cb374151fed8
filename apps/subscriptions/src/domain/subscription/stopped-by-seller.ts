import type { StartedSubscription } from './state';

/** Ended for these, a program was not left by its customer: the seller ended it, or nobody is there who could want it again. */
export const SELLERS_REASONS: readonly string[] = ['fraud', 'dispute', 'discontinued', 'deceased'];

/** Holds that a customer ends for themself: a charge that failed, and what they have asked for. */
const CUSTOMERS_HOLDS: readonly string[] = ['payment', 'customer-request'];

/** Why the seller holds it; null where it is not held, or for the customer. */
export function heldBySellerFor(state: StartedSubscription): string | null {
  return state.status === 'held' && !CUSTOMERS_HOLDS.includes(state.reason) ? state.reason : null;
}

/** Why the seller ends a program that is cancelled now: by its reason, its hold, or an end that was to come. */
export function endingFor(state: StartedSubscription, reasonCode: string): string | null {
  return sellers(reasonCode) ?? heldBySellerFor(state) ?? endAheadBySellerFor(state);
}

/** Why the seller ends it at a cycle to come. */
export function endAheadBySellerFor({ ending }: StartedSubscription): string | null {
  return sellers(ending?.reasonCode);
}

/** Why the seller has ended a program, or will; null where the customer, or somebody for them, did. */
export function endedBySellerFor(state: StartedSubscription): string | null {
  if (state.status === 'cancelled') return state.endedFor ?? sellers(state.reasonCode);
  // Started again after a hold, it still ends when it was to end.
  return state.status === 'held' ? null : endAheadBySellerFor(state);
}

function sellers(reasonCode: string | undefined): string | null {
  return SELLERS_REASONS.find((each) => each === reasonCode) ?? null;
}
