import type { Instant } from '@continuo/kernel/instant';
import { CODE_TABLES_VERSION, type RawDecline, classify } from '../dunning/decline-codes';
import { type RetryPlan, planRetry } from '../dunning/plan-retry';
import { type DunningPolicy, policyRef } from '../dunning/policy';
import type { Declined } from './answer';
import type { PaymentEvent } from './events';
import { stillWanted } from './next-step';
import { MOST_CAPTURE_DECLINES } from './policy';
import { type Attempt, DEPOSIT, type OpenAttempt, type OpenPayment } from './state';
import { attemptRef, handedOver, refOf } from './steps';

/** What is known of the card that was tried, and the policy that governs its declines. */
export interface CardFacts {
  /** When it was declined in the last thirty days, by all payments. */
  readonly triesOnCard: readonly Instant[];
  readonly policy: DunningPolicy;
}

/**
 * What follows from a decline: the fact with the gateway's own code; how it is judged, by which table and
 * policy; then when it is tried again, whether that is the last time, or that it is given up.
 */
export function declined(
  payment: OpenPayment,
  attempt: OpenAttempt,
  answer: Declined,
  card: CardFacts,
  now: Instant,
): PaymentEvent[] {
  const { code, message } = answer;
  const debit = attempt.kind === 'authorise' || attempt.kind === 'charge';
  const superseded = debit && attempt.token !== payment.method.token;
  const raw = rawDecline(answer);
  const never = debit && classify(raw) === 'never';
  const plan =
    debit && !superseded && stillWanted(payment, attempt) && !firstOfCall(payment, attempt)
      ? planRetry(card.policy, {
          raw,
          zone: payment.order.zone,
          ...seriesOf(payment, attempt),
          triesOnCard: card.triesOnCard,
          now,
        })
      : null;
  let retryAt: Instant | null = plan?.again ? plan.at : null;
  if (superseded && stillWanted(payment, attempt)) retryAt = now;
  const events: PaymentEvent[] = [
    {
      type: 'payment.declined.v1',
      data: {
        ...refOf(payment),
        ...attemptRef(attempt),
        decline: never ? 'hard' : answer.decline,
        code,
        message,
        final: retryAt === null,
        retryAt,
      },
    },
  ];
  if (debit) events.push(judged(attempt, raw, card), ...notices(payment, attempt, plan, card));
  const refund = payment.toRefund.find((each) => each.refundId === attempt.refundId);
  if (attempt.kind === 'refund' && refund?.deposit) {
    events.push(handedOver(attempt, `the gateway declines to give a deposit back: ${code}`));
  }
  if (
    attempt.kind === 'capture' &&
    captureDeclines(payment, attempt) + 1 >= MOST_CAPTURE_DECLINES
  ) {
    events.push(handedOver(attempt, `the gateway declines to capture: ${code}`));
  }
  return events;
}

/** The agent on the call asks for another method: nothing is tried again by itself. */
function firstOfCall({ order }: OpenPayment, { kind, again, instalment }: Attempt): boolean {
  if (instalment === DEPOSIT) return true;
  return kind === 'authorise' && !again && order.origin.kind === 'call';
}

function rawDecline({ decline, code, network, networkCode, advice }: Declined): RawDecline {
  return {
    decline,
    code,
    network: network ?? 'other',
    networkCode: networkCode ?? null,
    advice: advice ?? null,
  };
}

/** The tries of one thing on one card, this one included. */
function seriesOf(payment: OpenPayment, attempt: Attempt) {
  const series = payment.attempts.filter(
    (each) =>
      each.kind === attempt.kind &&
      each.instalment === attempt.instalment &&
      each.token === attempt.token &&
      Boolean(each.again) === Boolean(attempt.again) &&
      (each.status === 'declined' || each.attemptId === attempt.attemptId),
  );
  return { firstTryAt: (series[0] ?? attempt).at, triesMade: series.length };
}

function judged(
  { attemptId, token, instalment, amountMinor, kind }: Attempt,
  raw: RawDecline,
  { policy, triesOnCard }: CardFacts,
): PaymentEvent {
  return {
    type: 'payment.decline-judged.v1',
    data: {
      attemptId,
      kind,
      instalment,
      amountMinor,
      token,
      ...raw,
      declineClass: classify(raw),
      codeTables: CODE_TABLES_VERSION,
      policy: policyRef(policy),
      triesOnCard: triesOnCard.length,
    },
  };
}

function notices(
  payment: OpenPayment,
  { attemptId, kind, instalment, amountMinor, token }: Attempt,
  plan: RetryPlan | null,
  { policy }: CardFacts,
): PaymentEvent[] {
  if (!plan) return [];
  const { customerId, sale } = payment.order;
  const { campaignId } = sale;
  const about = { ...refOf(payment), customerId, campaignId, instalment, amountMinor };
  const governed = { policy: policyRef(policy), declineClass: plan.declineClass };
  if (!plan.again) {
    const { because } = plan;
    const { whenInstalmentFails } = policy;
    const data = { ...about, kind, token, because, policy: policyRef(policy), whenInstalmentFails };
    return [{ type: 'payment.given-up.v1', data }];
  }
  const { at: retryAt, setBy, triesLeft } = plan;
  const data = { ...about, ...governed, attemptId, retryAt, setBy, triesLeft };
  const scheduled: PaymentEvent = { type: 'payment.retry-scheduled.v1', data };
  if (triesLeft > 0) return [scheduled];
  return [scheduled, { type: 'payment.last-notice-given.v1', data: { ...about, retryAt } }];
}

function captureDeclines(payment: OpenPayment, attempt: Attempt): number {
  const pending = payment.toCapture.find((each) => each.packageId === attempt.packageId);
  return pending?.captureDeclines ?? 0;
}
