import type { Authority, Change, ChangeKind } from './change';
import { changeNotForCustomer } from './errors-of-changes';

/** What customers change for themselves; prices, products, plans and whatever waits for a person are for agents. */
export const CUSTOMER_CHANGES: readonly ChangeKind[] = [
  'skip',
  'unskip',
  'date',
  'interval',
  'quantity',
  'address',
  'payment-method',
  'pause',
  'resume',
  'cancel',
];

/** Throws DomainError `change-not-for-customer`. */
export function requireMayAsk(authority: Authority, { kind }: Pick<Change, 'kind'>): void {
  if (authority !== 'customer' || CUSTOMER_CHANGES.includes(kind)) return;
  throw changeNotForCustomer(kind, CUSTOMER_CHANGES);
}
