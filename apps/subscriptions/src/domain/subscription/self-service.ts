import type { Authority, Change, ChangeKind } from './change';
import { changeNotForCustomer, heldBySeller, planNotAlternate } from './errors-of-changes';
import type { StartedSubscription } from './state';
import type { AgreedPlan } from './terms';

/** What customers change for themselves, within the plan and to the plans it names; prices, holds and further products are for agents. */
export const CUSTOMER_CHANGES: readonly ChangeKind[] = [
  'skip',
  'unskip',
  'send-now',
  'date',
  'interval',
  'quantity',
  'product',
  'component',
  'add-on',
  'remove-add-on',
  'plan',
  'address',
  'payment-method',
  'pause',
  'resume',
  'cancel',
  'reactivate',
  'convert-trial',
  'end-trial',
];

/**
 * Throws DomainError `change-not-for-customer`, `plan-not-alternate` for a plan that the present one does not name, or `held-by-seller`
 * where somebody holds the program for a reason of the seller's.
 */
export function requireMayAsk(
  authority: Authority,
  change: Change,
  state: StartedSubscription,
): void {
  if (authority !== 'customer') return;
  const { kind } = change;
  if (!CUSTOMER_CHANGES.includes(kind)) throw changeNotForCustomer(kind, CUSTOMER_CHANGES);
  if (kind === 'plan') requireNamed(change.agreed, state);
  if (kind === 'reactivate' && state.status === 'held' && state.reason !== 'payment') {
    throw heldBySeller(state.reason);
  }
}

/** An agent may change to any plan where none is named; a customer to those that are. */
function requireNamed({ plan: to }: AgreedPlan, { plan, policies }: StartedSubscription): void {
  if (to.planId === plan.planId && to.version === plan.version) return;
  const { alternatePlans } = policies;
  if (!alternatePlans.includes(to.planId)) throw planNotAlternate(alternatePlans);
}
