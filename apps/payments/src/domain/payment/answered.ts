import { never } from '@continuo/kernel/decider';
import { type Instant, addMs } from '@continuo/kernel/instant';
import type { GatewayAnswer, LookupAnswer, Succeeded, Unknown } from './answer';
import { type CardFacts, declined } from './declined';
import type { PaymentEvent } from './events';
import { capturedLines } from './goods';
import { instalmentLines, stillWanted } from './next-step';
import { ANSWER_AFTER_MS, AUTHORISATION_WINDOW_MS, RECHECK_AFTER_MS } from './policy';
import { DEPOSIT, type OpenAttempt, type OpenPayment } from './state';
import { attemptRef, captureIdOf, handedOver, refOf } from './steps';

/** What follows from the gateway's answer to the open attempt. */
export function answered(
  payment: OpenPayment,
  attempt: OpenAttempt,
  answer: GatewayAnswer,
  card: CardFacts,
  now: Instant,
): PaymentEvent[] {
  switch (answer.kind) {
    case 'succeeded':
      return [succeeded(payment, attempt, answer, now), ...noted(payment, attempt, answer)];
    case 'declined':
      return declined(payment, attempt, answer, card, now);
    case 'unknown':
      return unknown(payment, attempt, answer, now);
    default:
      return never(answer);
  }
}

/** What follows when the gateway was asked what became of the open attempt. */
export function lookedUp(
  payment: OpenPayment,
  attempt: OpenAttempt,
  answer: LookupAnswer,
  card: CardFacts,
  { askedAt, now }: { readonly askedAt: Instant; readonly now: Instant },
): PaymentEvent[] {
  if (answer.kind !== 'not-found') return answered(payment, attempt, answer, card, now);
  const { attemptId, sentAt } = attempt;
  if (stillWanted(payment, attempt)) {
    return [{ type: 'payment.attempt-resent.v1', data: { attemptId, at: now } }];
  }
  // What is on its way, or was sent again since, may still arrive: it is asked about once more.
  if (addMs(sentAt, ANSWER_AFTER_MS) > askedAt) return [];
  const cause = 'never booked by the gateway, and not wanted any more';
  return [{ type: 'payment.attempt-abandoned.v1', data: { attemptId, cause } }];
}

function succeeded(
  payment: OpenPayment,
  attempt: OpenAttempt,
  { reference, networkTransactionId, expiresAt }: Succeeded,
  now: Instant,
): PaymentEvent {
  const ref = refOf(payment);
  const { attemptId, kind, amountMinor, instalment, token } = attempt;
  switch (kind) {
    case 'authorise':
      return {
        type: attempt.again ? 'payment.reauthorised.v1' : 'payment.authorised.v1',
        data: {
          reference,
          token,
          networkTransactionId: payment.method.networkTransactionId ?? networkTransactionId,
          expiresAt: expiresAt ?? addMs(now, AUTHORISATION_WINDOW_MS),
          ...ref,
          ...attemptRef(attempt),
        },
      };
    case 'raise': {
      const held = payment.authorisation;
      const data = {
        ...ref,
        ...attemptRef(attempt),
        reference: attempt.on ?? reference,
        heldMinor: (held?.amountMinor ?? 0) + amountMinor,
        expiresAt: expiresAt ?? held?.expiresAt ?? now,
      };
      return { type: 'payment.authorisation-raised.v1', data };
    }
    case 'capture': {
      const pending = payment.toCapture.find((each) => each.packageId === attempt.packageId);
      const packageId = attempt.packageId ?? null;
      const lines = capturedLines(payment, pending?.firstInstalment ?? []);
      const captureId = captureIdOf(payment.paymentId, packageId ?? attemptId);
      const data = { ...ref, attemptId, captureId, reference, instalment, packageId, amountMinor };
      return { type: 'payment.captured.v1', data: { ...data, lines } };
    }
    case 'charge': {
      if (instalment === DEPOSIT) {
        const known = payment.method.networkTransactionId ?? networkTransactionId;
        const data = { ...ref, ...attemptRef(attempt), reference, token };
        return {
          type: 'payment.deposit-taken.v1',
          data: { ...data, networkTransactionId: known },
        };
      }
      const lines = capturedLines(payment, instalmentLines(payment, instalment));
      const captureId = captureIdOf(payment.paymentId, instalment);
      const data = { ...ref, attemptId, captureId, reference, instalment, packageId: null };
      return { type: 'payment.captured.v1', data: { ...data, amountMinor, lines } };
    }
    case 'refund': {
      const refund = payment.toRefund.find((each) => each.refundId === attempt.refundId);
      const { refundId = attemptId, reason = '', lines = [] } = refund ?? {};
      if (refund?.deposit) {
        const data = { ...ref, attemptId, refundId, reference, amountMinor };
        return { type: 'payment.deposit-refunded.v1', data };
      }
      return {
        type: 'payment.refunded.v1',
        data: { ...ref, attemptId, refundId, reference, amountMinor, reason, lines },
      };
    }
    case 'release':
      return {
        type: 'payment.authorisation-released.v1',
        data: { ...ref, attemptId, reference: attempt.on ?? reference, amountMinor },
      };
    default:
      return never(kind);
  }
}

/** An authorisation or a deposit says it itself; an instalment on a card that was given for it does not. */
function noted(
  { method }: OpenPayment,
  { attemptId, kind, instalment, token }: OpenAttempt,
  { networkTransactionId }: Succeeded,
): PaymentEvent[] {
  const isKnown = method.networkTransactionId !== null || token !== method.token;
  if (kind !== 'charge' || instalment === DEPOSIT || isKnown || networkTransactionId === null)
    return [];
  const data = { attemptId, token, networkTransactionId };
  return [{ type: 'payment.first-transaction-noted.v1', data }];
}

function unknown(
  payment: OpenPayment,
  attempt: OpenAttempt,
  { cause }: Unknown,
  now: Instant,
): PaymentEvent[] {
  const { attemptId, unknownSince } = attempt;
  const withAPerson = attempt.status === 'unknown' && attempt.recheckAt === null;
  if (withAPerson) return [];
  const recheckAt = nextRecheck(unknownSince ?? now, now);
  if (unknownSince === null && recheckAt !== null) {
    const again = Boolean(attempt.again);
    const data = { ...refOf(payment), ...attemptRef(attempt), cause, since: now, recheckAt, again };
    return [{ type: 'payment.outcome-unknown.v1', data }];
  }
  const still: PaymentEvent = {
    type: 'payment.outcome-still-unknown.v1',
    data: { attemptId, cause, recheckAt },
  };
  return recheckAt === null ? [still, handedOver(attempt, cause)] : [still];
}

/** The next time of the schedule that still lies ahead; null when it is used up. */
function nextRecheck(since: Instant, now: Instant): Instant | null {
  for (const afterMs of RECHECK_AFTER_MS) {
    const at = addMs(since, afterMs);
    if (at > now) return at;
  }
  return null;
}
