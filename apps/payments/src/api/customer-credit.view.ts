import type { Instant } from '@continuo/kernel/instant';
import { type CreditState, availableMinor } from '../domain/customer-credit/state';
import type { CustomerCreditView } from './customer-credit.dto';

/** A customer's credit as the API shows it, at an instant: expired is what has passed its date. */
export function customerCreditView(
  customerId: string,
  state: CreditState,
  now: Instant,
): CustomerCreditView {
  const uses = Object.entries(state.uses);
  const currencies = [...new Set(state.grants.map(({ currency }) => currency))].sort();
  return {
    customer_id: customerId,
    balances: currencies.map((currency) => ({
      currency,
      available_minor: availableMinor(state, currency, now),
      applied_minor: uses.reduce(
        (sum, [, use]) =>
          sum + (use.currency === currency ? use.amountMinor - use.returnedMinor : 0),
        0,
      ),
    })),
    grants: state.grants.map((grant) => ({
      grant_id: grant.grantId,
      currency: grant.currency,
      amount_minor: grant.amountMinor,
      left_minor: grant.leftMinor,
      withdrawn_minor: grant.withdrawnMinor,
      reason: grant.reason,
      granted_by_role: grant.byRole,
      at: grant.at,
      expires_at: grant.expiresAt,
    })),
    uses: uses.map(([paymentId, use]) => ({
      payment_id: paymentId,
      order_id: use.orderId,
      currency: use.currency,
      amount_minor: use.amountMinor,
      returned_minor: use.returnedMinor,
    })),
  };
}
