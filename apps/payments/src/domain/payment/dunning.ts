import type { Attempt, OpenPayment } from './state';

/** A token on which a charge was hard-declined is not tried again on this payment. */
export function hardDeclined(payment: OpenPayment, token: string): Attempt | undefined {
  return payment.attempts.find(
    (each) =>
      each.token === token &&
      each.decline === 'hard' &&
      (each.kind === 'authorise' || each.kind === 'charge'),
  );
}
