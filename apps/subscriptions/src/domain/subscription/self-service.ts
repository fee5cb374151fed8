import type { Authority, Change, ChangeKind } from './change';
import { changeNotForCustomer, heldBySeller } from './errors-of-changes';
import type { StartedSubscription } from './state';

/** What customers change for themselves, within the plan; prices, other plans, holds and further products are for agents. */
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
  'address',
  'payment-method',
  'pause',
  'resume',
  'cancel',
  'reactivate',
  'convert-trial',
  'end-trial',
];

/** Throws DomainError `change-not-for-customer`, or `held-by-seller` where somebody holds the program for a reason of the seller's. */
export function requireMayAsk(
  authority: Authority,
  { kind }: Pick<Change, 'kind'>,
  state: StartedSubscription,
): void {
  if (authority !== 'customer') return;
  if (!CUSTOMER_CHANGES.includes(kind)) throw changeNotForCustomer(kind, CUSTOMER_CHANGES);
  if (kind === 'reactivate' && state.status === 'held' && state.reason !== 'payment') {
    throw heldBySeller(state.reason);
  }
}
