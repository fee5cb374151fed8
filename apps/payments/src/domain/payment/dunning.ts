import type { Attempt, OpenPayment } from './state';

/** A token that was hard-declined on this payment is not tried again on it. */
export function hardDeclined(payment: OpenPayment, token: string): Attempt | undefined {
  return payment.attempts.find((each) => each.token === token && each.decline === 'hard');
}
