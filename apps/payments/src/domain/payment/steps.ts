import { deriveId } from '@continuo/kernel/ids';
import type { Instant } from '@continuo/kernel/instant';
import type { AttemptPurpose, PaymentEvent, PaymentRef } from './events';
import { evolve } from './evolve';
import { nextStep } from './next-step';
import type { OpenPayment, PaymentState } from './state';

export function refOf({ paymentId, order }: OpenPayment): PaymentRef {
  return { paymentId, orderId: order.orderId, origin: order.origin, currency: order.currency };
}

/** The events, and the attempt (or what needs no gateway) that is due after them. */
export function withNextStep(
  before: PaymentState,
  events: readonly PaymentEvent[],
  now: Instant,
): readonly PaymentEvent[] {
  let state = before;
  for (const event of events) state = evolve(state, event);
  const all = [...events];
  while (state.status === 'open') {
    const step = nextStep(state, now);
    if (!step) break;
    if (step.kind === 'attempt') {
      all.push(recordAttempt(state, step.purpose, now));
      break;
    }
    const event = step.kind === 'lapse' ? lapsed(state, step) : freePackage(state, step.package);
    all.push(event);
    state = evolve(state, event);
  }
  return all;
}

/** Attempts are numbered within their payment: the same decision always names the same key. */
function recordAttempt(state: OpenPayment, purpose: AttemptPurpose, at: Instant): PaymentEvent {
  const attemptId = `att_${state.attempts.length + 1}_${state.paymentId}`;
  return {
    type: 'payment.attempt-recorded.v1',
    data: { ...purpose, attemptId, idempotencyKey: `continuo_${attemptId}`, at },
  };
}

function lapsed(
  state: OpenPayment,
  { reference, amountMinor }: { reference: string; amountMinor: number },
): PaymentEvent {
  return {
    type: 'payment.authorisation-lapsed.v1',
    data: { ...refOf(state), reference, amountMinor },
  };
}

function freePackage(
  state: OpenPayment,
  { packageId, firstInstalment }: OpenPayment['toCapture'][number],
): PaymentEvent {
  return {
    type: 'payment.captured.v1',
    data: {
      ...refOf(state),
      attemptId: null,
      captureId: captureIdOf(state.paymentId, packageId),
      reference: null,
      instalment: 1,
      packageId,
      amountMinor: 0,
      lines: firstInstalment.map(({ lineId, quantity }) => ({
        lineId,
        quantity,
        amountMinor: 0,
        goodsMinor: 0,
        shippingMinor: 0,
        taxMinor: 0,
      })),
    },
  };
}

/** The package, or the number of the later instalment, is what a capture is for. */
export function captureIdOf(paymentId: string, what: string | number): string {
  return deriveId('cap', paymentId, what);
}
