import { type Instant, addMs, msFromInstant } from '@continuo/kernel/instant';
import type { Decline } from './facts';
import { MOST_TRIES, RETRY_AFTER_MS, SHORTEST_RETRY_MS, TRIES_WINDOW_MS } from './policy';
import type { Attempt, OpenPayment } from './state';

/**
 * When a declined attempt is tried again by itself; null for never. Hard declines never; a first
 * authorisation taken on a call never, for the agent asks for another method; everything else by
 * schedule, within the network's cap of tries on one card.
 */
export function retryAt(
  payment: OpenPayment,
  attempt: Attempt,
  decline: Decline,
  triesOnCard: readonly Instant[],
  now: Instant,
): Instant | null {
  if (decline === 'hard') return null;
  if (attempt.kind !== 'authorise' && attempt.kind !== 'charge') return null;
  const firstOfCall =
    attempt.kind === 'authorise' && !attempt.again && payment.order.origin.kind === 'call';
  if (firstOfCall) return null;
  const series = payment.attempts.filter(
    (each) =>
      each.kind === attempt.kind &&
      each.instalment === attempt.instalment &&
      each.token === attempt.token &&
      Boolean(each.again) === Boolean(attempt.again) &&
      (each.status === 'declined' || each.attemptId === attempt.attemptId),
  );
  const afterMs = RETRY_AFTER_MS[series.length - 1];
  if (afterMs === undefined) return null;
  const scheduled = addMs((series[0] ?? attempt).at, afterMs);
  const earliest = addMs(now, SHORTEST_RETRY_MS);
  const at = scheduled > earliest ? scheduled : earliest;
  return tooManyTries(triesOnCard, at) ? null : at;
}

/** Whether one more try at `at` would be the sixteenth on the card within thirty days. */
export function tooManyTries(triesOnCard: readonly Instant[], at: Instant): boolean {
  const since = msFromInstant(at) - TRIES_WINDOW_MS;
  return triesOnCard.filter((tried) => msFromInstant(tried) > since).length >= MOST_TRIES;
}

/** A token that was hard-declined on this payment is not tried again on it. */
export function hardDeclined(payment: OpenPayment, token: string): Attempt | undefined {
  return payment.attempts.find((each) => each.token === token && each.decline === 'hard');
}
