import { never } from '@continuo/kernel/decider';
import { promised, withAttempt, withLines } from './changes';
import type { PaymentEvent, PaymentEventOf } from './events';
import { evolveCredit, isCredit } from './evolve-credit';
import { evolveDeclined } from './evolve-declined';
import { evolveDeposit, isDeposit } from './evolve-deposit';
import { evolveDispute, isDispute } from './evolve-dispute';
import { evolveDunning, isDunning } from './evolve-dunning';
import { everythingLeft } from './goods';
import { billed, cancelled, captured, refundPromised, refunded, waived } from './line-account';
import {
  type Attempt,
  type Charge,
  DEPOSIT,
  type OpenPayment,
  type PaymentState,
  SIMULATOR_ACCOUNT,
} from './state';

/** What follows from an event; no rule is checked here. */
export function evolve(state: PaymentState, event: PaymentEvent): PaymentState {
  if (event.type === 'payment.opened.v1') return opened(event);
  if (state.status === 'none') return state;
  if (isDunning(event)) return evolveDunning(state, event);
  if (isDispute(event)) return evolveDispute(state, event);
  if (isCredit(event)) return evolveCredit(state, event);
  if (isDeposit(event)) return evolveDeposit(state, event);
  switch (event.type) {
    case 'payment.routed.v1':
      return { ...state, account: event.data.account };
    case 'payment.attempt-recorded.v1': {
      const { at, ...recorded } = event.data;
      const attempt: Attempt = {
        account: accountActedOn(state, recorded.on),
        status: 'requested',
        at,
        sentAt: at,
        unknownSince: null,
        recheckAt: null,
        code: null,
        decline: null,
        ...recorded,
      };
      const attempts = [...state.attempts, attempt];
      const first = attempt.kind === 'authorise' || attempt.instalment === DEPOSIT;
      return first ? { ...state, attempts, authoriseAt: null } : { ...state, attempts };
    }
    case 'payment.authorised.v1':
    case 'payment.reauthorised.v1': {
      const { reference, amountMinor, expiresAt, networkTransactionId } = event.data;
      return {
        ...withAttempt(state, { status: 'succeeded' }),
        method: networkTransactionId ? { ...state.method, networkTransactionId } : state.method,
        authorisation: {
          reference,
          account: lastAccount(state),
          amountMinor,
          capturedMinor: 0,
          expiresAt,
        },
        authoriseAt: null,
      };
    }
    case 'payment.raise-requested.v1':
      return { ...state, raiseIds: [...state.raiseIds, event.data.raiseId] };
    case 'payment.authorisation-raised.v1': {
      const { heldMinor, expiresAt } = event.data;
      const { authorisation } = state;
      return {
        ...withAttempt(state, { status: 'succeeded' }),
        authorisation: authorisation && { ...authorisation, amountMinor: heldMinor, expiresAt },
      };
    }
    case 'payment.declined.v1':
      return evolveDeclined(state, event);
    case 'payment.retry-refused.v1':
      return state;
    case 'payment.outcome-unknown.v1': {
      const { since, recheckAt } = event.data;
      return withAttempt(state, { status: 'unknown', unknownSince: since, recheckAt });
    }
    case 'payment.outcome-still-unknown.v1':
      return withAttempt(state, { status: 'unknown', recheckAt: event.data.recheckAt });
    case 'payment.attempt-resent.v1':
      return withAttempt(state, { status: 'requested', sentAt: event.data.at });
    case 'payment.attempt-abandoned.v1':
      return withAttempt(state, { status: 'failed' });
    case 'payment.handed-to-a-person.v1':
    case 'payment.matter-settled.v1':
      return state;
    case 'payment.method-replaced.v1':
      return {
        ...state,
        method: event.data.to,
        authoriseAt:
          state.authorisation || (everythingLeft(state) && state.toCapture.length === 0)
            ? state.authoriseAt
            : event.data.at,
        chargeRetries: {},
        withheld: null,
      };
    case 'payment.package-billed.v1': {
      const { packageId, firstInstalment, lines } = event.data;
      return {
        ...withLines(state, lines, billed),
        packageIds: [...state.packageIds, packageId],
        toCapture: [...state.toCapture, { packageId, firstInstalment, captureDeclines: 0 }],
      };
    }
    case 'payment.first-transaction-noted.v1': {
      const { networkTransactionId } = event.data;
      return { ...state, method: { ...state.method, networkTransactionId } };
    }
    case 'payment.captured.v1':
      return moneyTaken(state, event);
    case 'payment.refund-requested.v1': {
      const { refundId, amountMinor, lines, reason, on } = event.data;
      return {
        ...withLines(state, lines, refundPromised),
        charges: promised(state.charges, on, amountMinor),
        refundIds: [...state.refundIds, refundId],
        toRefund: [...state.toRefund, { refundId, amountMinor, lines, reason, on }],
      };
    }
    case 'payment.claim-waived.v1':
      return withLines(state, event.data.lines, waived);
    case 'payment.refunded.v1': {
      const { refundId, lines } = event.data;
      return {
        ...withLines(withAttempt(state, { status: 'succeeded' }), lines, refunded),
        toRefund: state.toRefund.filter((refund) => refund.refundId !== refundId),
      };
    }
    case 'payment.order-cancelled.v1': {
      const after = withLines(state, event.data.lines, cancelled);
      const nothingLeft = everythingLeft(after) && after.toCapture.length === 0;
      return nothingLeft ? { ...after, authoriseAt: null } : after;
    }
    case 'payment.authorisation-released.v1':
      return {
        ...withAttempt(state, { status: 'succeeded' }),
        authorisation: null,
        releasedMinor: state.releasedMinor + event.data.amountMinor,
      };
    case 'payment.authorisation-lapsed.v1':
      return {
        ...state,
        authorisation: null,
        releasedMinor: state.releasedMinor + event.data.amountMinor,
      };
    default:
      return never(event);
  }
}

function opened({ data }: PaymentEventOf<'payment.opened.v1'>): OpenPayment {
  return {
    status: 'open',
    paymentId: data.paymentId,
    order: data.order,
    method: data.method,
    account: SIMULATOR_ACCOUNT,
    attempts: [],
    authorisation: null,
    // Due at once: the text sorts before every instant.
    authoriseAt: '',
    lines: {},
    packageIds: [],
    toCapture: [],
    charges: [],
    charged: [],
    chargeRetries: {},
    withheld: null,
    raiseIds: [],
    refundIds: [],
    toRefund: [],
    disputes: {},
    releasedMinor: 0,
    creditMinor: 0,
    deposit: { wantedMinor: 0, heldMinor: 0, reference: null },
  };
}

function moneyTaken(
  state: OpenPayment,
  { data }: PaymentEventOf<'payment.captured.v1'>,
): OpenPayment {
  const { amountMinor, instalment, packageId, reference, lines } = data;
  const settled = data.attemptId ? withAttempt(state, { status: 'succeeded' }) : state;
  const withMoney = withLines(settled, lines, captured);
  const charges: readonly Charge[] = reference
    ? [
        ...state.charges,
        {
          reference,
          of: state.attempts[state.attempts.length - 1]?.on ?? null,
          account: lastAccount(state),
          instalment,
          amountMinor,
          refundedMinor: 0,
        },
      ]
    : state.charges;
  if (instalment > 1) return { ...withMoney, charges, charged: [...state.charged, instalment] };
  return {
    ...withMoney,
    charges,
    toCapture: state.toCapture.filter((each) => each.packageId !== packageId),
    authorisation: state.authorisation && {
      ...state.authorisation,
      capturedMinor: state.authorisation.capturedMinor + amountMinor,
    },
  };
}

/** A capture, release or refund goes to the account that holds what it acts on, whatever came since. */
function accountActedOn(state: OpenPayment, on: string | undefined): string {
  if (on === undefined) return state.account;
  const held = state.authorisation?.reference === on ? state.authorisation : undefined;
  const source = held ?? state.charges.find((charge) => charge.reference === on);
  return source?.account ?? state.account;
}

function lastAccount(state: OpenPayment): string {
  return state.attempts[state.attempts.length - 1]?.account ?? state.account;
}
