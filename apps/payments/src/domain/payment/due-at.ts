import { type Instant, addMs } from '@continuo/kernel/instant';
import { nextInstalment } from './next-step';
import { ANSWER_AFTER_MS } from './policy';
import { type PaymentState, openAttempt } from './state';

/**
 * When a payment is to be looked at next: an attempt that has no outcome yet, a retry, or a later
 * instalment. Null when nothing is due by itself, or a person has it.
 */
export function dueAt(payment: PaymentState): Instant | null {
  if (payment.status === 'none') return null;
  const open = openAttempt(payment);
  if (open) {
    return open.status === 'requested' ? addMs(open.sentAt, ANSWER_AFTER_MS) : open.recheckAt;
  }
  const instalmentAt = nextInstalment(payment)?.at ?? null;
  const { authoriseAt } = payment;
  if (authoriseAt === null || instalmentAt === null) return authoriseAt ?? instalmentAt;
  return authoriseAt < instalmentAt ? authoriseAt : instalmentAt;
}
