import { never } from '@continuo/kernel/decider';
import { deriveId } from '@continuo/kernel/ids';
import type { Instant } from '@continuo/kernel/instant';
import { ANY_NETWORK, capReached } from '../dunning/network-caps';
import type { AttemptPurpose, AttemptRef, PaymentEvent, PaymentRef } from './events';
import { evolve } from './evolve';
import { type Step, nextStep } from './next-step';
import { pastDueEvents } from './past-due';
import type { Attempt, OpenPayment, PaymentState } from './state';

export function refOf({ paymentId, order }: OpenPayment): PaymentRef {
  return { paymentId, orderId: order.orderId, origin: order.origin, currency: order.currency };
}

export function attemptRef({ attemptId, kind, instalment, amountMinor }: Attempt): AttemptRef {
  return { attemptId, kind, instalment, amountMinor };
}

export function handedOver({ attemptId }: Attempt, cause: string): PaymentEvent {
  return { type: 'payment.handed-to-a-person.v1', data: { attemptId, cause } };
}

/**
 * The events, what they mean for what is owed, and the attempt (or what needs no gateway) that is due
 * after them. A card that reached a cap is not tried, whatever is due.
 */
export function withNextStep(
  before: PaymentState,
  events: readonly PaymentEvent[],
  now: Instant,
  triesOnCard: readonly Instant[] = [],
): readonly PaymentEvent[] {
  const all: PaymentEvent[] = [];
  let state = before;
  const add = (more: readonly PaymentEvent[]) => {
    all.push(...more);
    for (const event of more) state = evolve(state, event);
  };
  add(events);
  add(pastDueEvents(before, state));
  while (state.status === 'open') {
    const step = nextStep(state, now);
    if (!step) break;
    if (step.kind === 'attempt') {
      if (isDebit(step.purpose) && capReached(triesOnCard, now, ANY_NETWORK)) {
        add(withheld(state, step.purpose));
        continue;
      }
      add([recordAttempt(state, step.purpose, now)]);
      break;
    }
    add([withoutGateway(state, step)]);
  }
  return all;
}

function withoutGateway(
  state: OpenPayment,
  step: Exclude<Step, { kind: 'attempt' }>,
): PaymentEvent {
  switch (step.kind) {
    case 'lapse':
      return lapsed(state, step);
    case 'settle-free-package':
      return freePackage(state, step.package);
    case 'give-back-deposit':
      return refundDeposit(state, step.amountMinor, step.on);
    default:
      return never(step);
  }
}

/** What was held names the refund: it only ever falls. */
export function refundDeposit(state: OpenPayment, amountMinor: number, on: string): PaymentEvent {
  const refundId = deriveId('ref', state.paymentId, 'deposit', state.deposit.heldMinor);
  const data = { ...refOf(state), refundId, amountMinor, on };
  return { type: 'payment.deposit-refund-requested.v1', data };
}

function isDebit({ kind }: AttemptPurpose): boolean {
  return kind === 'authorise' || kind === 'charge';
}

/** The card was declined too often, by whatever payments: the gateway is not asked. */
function withheld(
  state: OpenPayment,
  { kind, instalment, amountMinor, token }: AttemptPurpose,
): PaymentEvent[] {
  const { customerId, sale } = state.order;
  const ref = { ...refOf(state), instalment, amountMinor, token };
  return [
    {
      type: 'payment.retry-refused.v1',
      data: { ...ref, code: 'too_many_tries', cause: 'too-many-tries' },
    },
    {
      type: 'payment.given-up.v1',
      data: {
        ...ref,
        customerId,
        campaignId: sale.campaignId,
        kind,
        because: 'cap',
        policy: null,
        whenInstalmentFails: null,
      },
    },
  ];
}

/** Attempts are numbered within their payment: the same decision always names the same key. */
export function recordAttempt(
  state: OpenPayment,
  purpose: AttemptPurpose,
  at: Instant,
): PaymentEvent {
  const attemptId = `att_${state.attempts.length + 1}_${state.paymentId}`;
  return {
    type: 'payment.attempt-recorded.v1',
    data: { attemptId, idempotencyKey: `continuo_${attemptId}`, at, ...purpose },
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
