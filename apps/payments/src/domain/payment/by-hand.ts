import { DomainError, invalid } from '@continuo/kernel/domain-error';
import type { Instant } from '@continuo/kernel/instant';
import { answered } from './answered';
import type { CardFacts } from './declined';
import type { Finding, PaymentEvent } from './events';
import { type OpenPayment, openAttempt } from './state';

/** A person has looked at the gateway's own pages, or has dealt with what it refused. */
export interface SettleMatter {
  readonly attemptId: string;
  readonly outcome: Finding;
  /** The gateway's own id of what it did; for `succeeded`. */
  readonly reference?: string;
  readonly reason: string;
}

/**
 * What follows from what a person found. The outcome of an attempt is a person's to say only when
 * the gateway was asked for as long as the schedule goes and did not tell.
 */
export function settleMatter(
  payment: OpenPayment,
  { attemptId, outcome, reference, reason }: SettleMatter,
  card: CardFacts,
  now: Instant,
): PaymentEvent[] {
  const settled: PaymentEvent = {
    type: 'payment.matter-settled.v1',
    data: { attemptId, outcome, reason },
  };
  const attempt = payment.attempts.find((each) => each.attemptId === attemptId);
  if (!attempt)
    throw invalid('attempt-not-found', '/attempt_id', 'Name an attempt of this payment.');
  const open = openAttempt(payment);
  const isOpen = open?.attemptId === attemptId;
  if (outcome === 'noted') {
    if (isOpen) throw notWithAPerson('say whether it succeeded or was declined');
    return [settled];
  }
  if (!isOpen || open.status !== 'unknown' || open.recheckAt !== null)
    throw notWithAPerson('the gateway is still to be asked, or has told');
  if (outcome === 'declined') {
    const code = 'settled_by_a_person';
    const answer = { kind: 'declined', decline: 'soft', code, message: reason } as const;
    return [settled, ...answered(payment, open, answer, card, now)];
  }
  if (reference === undefined)
    throw invalid('reference-missing', '/reference', "Send the gateway's own id of what it did.");
  const answer = { kind: 'succeeded', reference, networkTransactionId: null } as const;
  return [settled, ...answered(payment, open, answer, card, now)];
}

function notWithAPerson(why: string): DomainError {
  return new DomainError(
    'attempt-not-with-a-person',
    `The outcome of this attempt is not open for a person to say: ${why}.`,
  );
}
