import type { Authority, Change, ChangeKind } from './change';
import {
  changeNotForCustomer,
  endedBySeller,
  heldBySeller,
  planNotAlternate,
} from './errors-of-changes';
import type { StartedSubscription } from './state';
import { endAheadBySellerFor, endedBySellerFor, heldBySellerFor } from './stopped-by-seller';
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
 * and `ended-by-seller` where the program is held or ended for a reason of the seller's.
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
  if (kind === 'reactivate') requireStoppedByCustomer(state);
  if (kind === 'cancel' && (change.when?.at ?? 'now') !== 'now') requireNoEndAhead(state);
}

/** An agent may change to any plan where none is named; a customer to those that are. */
function requireNamed({ plan: to }: AgreedPlan, { plan, policies }: StartedSubscription): void {
  if (to.planId === plan.planId && to.version === plan.version) return;
  const { alternatePlans } = policies;
  if (!alternatePlans.includes(to.planId)) throw planNotAlternate(alternatePlans);
}

/** What the customer has stopped, or somebody for them, they start again; what the seller has stopped they do not. */
function requireStoppedByCustomer(state: StartedSubscription): void {
  const held = heldBySellerFor(state);
  if (held !== null) throw heldBySeller(held);
  const ended = endedBySellerFor(state);
  if (ended !== null) throw endedBySeller(ended);
}

/** An end that the seller has set is not put off by another; a customer who wants to leave before it can at once. */
function requireNoEndAhead(state: StartedSubscription): void {
  const ending = endAheadBySellerFor(state);
  if (ending !== null) throw endedBySeller(ending);
}
