import type { Instant } from '@continuo/kernel/instant';
import { ANY_NETWORK, capReached } from '../dunning/network-caps';
import {
  currencyMismatch,
  nothingAuthorised,
  partlyCaptured,
  raiseTooHigh,
  tooManyTries,
} from './errors';
import type { PaymentEvent } from './events';
import { orderLeftMinor } from './goods';
import type { OpenPayment } from './state';
import { recordAttempt, refOf } from './steps';

/** More is to be held for an order, before its goods leave. */
export interface RaiseRequest {
  readonly raiseId: string;
  /** How much more. */
  readonly amountMinor: number;
  /** Checked where it is given. */
  readonly currency?: string;
  readonly reason: string;
}

/**
 * The wish and the attempt, at once. Nobody has agreed to more than the order costs, so no more is held;
 * of what was partly captured gateways raise nothing.
 */
export function raiseAuthorisation(
  payment: OpenPayment,
  { raiseId, amountMinor, currency, reason }: RaiseRequest,
  triesOnCard: readonly Instant[],
  now: Instant,
): PaymentEvent[] {
  const { authorisation: held, order } = payment;
  if (currency !== undefined && currency !== order.currency) throw currencyMismatch(order.currency);
  if (!held || held.amountMinor === 0 || held.expiresAt <= now) throw nothingAuthorised();
  if (held.capturedMinor > 0) throw partlyCaptured();
  const mostMinor = Math.max(0, orderLeftMinor(payment) - held.amountMinor);
  if (amountMinor > mostMinor) throw raiseTooHigh(amountMinor, mostMinor);
  const { reference: on } = held;
  const token = tokenHeldOn(payment);
  if (capReached(triesOnCard, now, ANY_NETWORK)) throw tooManyTries();
  const data = { ...refOf(payment), raiseId, amountMinor, reason, on };
  const purpose = { kind: 'raise', amountMinor, instalment: 1, token, on } as const;
  return [{ type: 'payment.raise-requested.v1', data }, recordAttempt(payment, purpose, now)];
}

/** The card that is held: another one may have taken its place since, for what is to come. */
function tokenHeldOn({ attempts, method }: OpenPayment): string {
  const held = attempts.findLast(
    ({ kind, status }) => kind === 'authorise' && status === 'succeeded',
  );
  return held?.token ?? method.token;
}
