import { never } from '@continuo/kernel/decider';
import { promised, withAttempt, withLines } from './changes';
import type { PaymentEvent, PaymentEventOf } from './events';
import { evolveDispute, isDispute } from './evolve-dispute';
import { evolveDunning, isDunning } from './evolve-dunning';
import { everythingLeft } from './goods';
import type { Attempt, Charge, OpenPayment, PaymentState } from './state';

/** What follows from an event; no rule is checked here. */
export function evolve(state: PaymentState, event: PaymentEvent): PaymentState {
  if (event.type === 'payment.opened.v1') return opened(event);
  if (state.status === 'none') return state;
  if (isDunning(event)) return evolveDunning(state, event);
  if (isDispute(event)) return evolveDispute(state, event);
  switch (event.type) {
    case 'payment.attempt-recorded.v1': {
      const { at, ...recorded } = event.data;
      const attempt: Attempt = {
        ...recorded,
        status: 'requested',
        at,
        sentAt: at,
        unknownSince: null,
        recheckAt: null,
        code: null,
        decline: null,
      };
      const attempts = [...state.attempts, attempt];
      return attempt.kind === 'authorise'
        ? { ...state, attempts, authoriseAt: null }
        : { ...state, attempts };
    }
    case 'payment.authorised.v1':
    case 'payment.reauthorised.v1': {
      const { reference, amountMinor, expiresAt, networkTransactionId } = event.data;
      return {
        ...withAttempt(state, { status: 'succeeded' }),
        method: networkTransactionId ? { ...state.method, networkTransactionId } : state.method,
        authorisation: { reference, amountMinor, capturedMinor: 0, expiresAt },
        authoriseAt: null,
      };
    }
    case 'payment.declined.v1':
      return declined(state, event);
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
        ...withLines(state, lines, (account, { quantity }) => ({
          shipped: account.shipped + quantity,
        })),
        packageIds: [...state.packageIds, packageId],
        toCapture: [...state.toCapture, { packageId, firstInstalment, captureDeclines: 0 }],
      };
    }
    case 'payment.captured.v1':
      return captured(state, event);
    case 'payment.refund-requested.v1': {
      const { refundId, amountMinor, lines, reason, on } = event.data;
      return {
        ...withLines(state, lines, (account, line) => ({
          refundingMinor: account.refundingMinor + line.amountMinor,
          refundedUnits: account.refundedUnits + line.quantity,
        })),
        charges: promised(state.charges, on, amountMinor),
        refundIds: [...state.refundIds, refundId],
        toRefund: [...state.toRefund, { refundId, amountMinor, lines, reason, on }],
      };
    }
    case 'payment.claim-waived.v1':
      return withLines(state, event.data.lines, (account, line) => ({
        waivedMinor: account.waivedMinor + line.amountMinor,
      }));
    case 'payment.refunded.v1': {
      const { refundId, lines } = event.data;
      return {
        ...withLines(withAttempt(state, { status: 'succeeded' }), lines, (account, line) => ({
          refundingMinor: account.refundingMinor - line.amountMinor,
          refundedMinor: account.refundedMinor + line.amountMinor,
        })),
        toRefund: state.toRefund.filter((refund) => refund.refundId !== refundId),
      };
    }
    case 'payment.order-cancelled.v1': {
      const cancelled = withLines(state, event.data.lines, (account, { quantity }) => ({
        cancelled: account.cancelled + quantity,
      }));
      const nothingLeft = everythingLeft(cancelled) && cancelled.toCapture.length === 0;
      return nothingLeft ? { ...cancelled, authoriseAt: null } : cancelled;
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
    refundIds: [],
    toRefund: [],
    disputes: {},
    releasedMinor: 0,
  };
}

function declined(
  state: OpenPayment,
  { data }: PaymentEventOf<'payment.declined.v1'>,
): OpenPayment {
  const { code, decline, retryAt, instalment } = data;
  const attempt = state.attempts[state.attempts.length - 1];
  const after = withAttempt(state, { status: 'declined', code, decline });
  const superseded = attempt !== undefined && attempt.token !== state.method.token;
  switch (data.kind) {
    case 'authorise':
      return superseded ? after : { ...after, authoriseAt: retryAt };
    case 'charge':
      return superseded
        ? after
        : { ...after, chargeRetries: { ...after.chargeRetries, [instalment]: retryAt } };
    case 'capture':
      return {
        ...after,
        // An authorisation that cannot be captured is worth nothing any more.
        authorisation: null,
        toCapture: after.toCapture.map((each) =>
          each.packageId === attempt?.packageId
            ? { ...each, captureDeclines: each.captureDeclines + 1 }
            : each,
        ),
      };
    case 'refund':
      return refundDeclined(after, attempt?.refundId);
    case 'release':
      return { ...after, authorisation: null };
    default:
      return never(data.kind);
  }
}

/** The money stays where it is; the goods that came back stay given back. */
function refundDeclined(state: OpenPayment, refundId: string | undefined): OpenPayment {
  const refund = state.toRefund.find((each) => each.refundId === refundId);
  if (!refund) return state;
  return {
    ...withLines(state, refund.lines, (account, line) => ({
      refundingMinor: account.refundingMinor - line.amountMinor,
    })),
    charges: promised(state.charges, refund.on, -refund.amountMinor),
    toRefund: state.toRefund.filter((each) => each !== refund),
  };
}

function captured(
  state: OpenPayment,
  { data }: PaymentEventOf<'payment.captured.v1'>,
): OpenPayment {
  const { amountMinor, instalment, packageId, reference, lines } = data;
  const settled = data.attemptId ? withAttempt(state, { status: 'succeeded' }) : state;
  const withMoney = withLines(settled, lines, (account, line) => ({
    capturedMinor: account.capturedMinor + line.amountMinor,
  }));
  const charges: readonly Charge[] = reference
    ? [...state.charges, { reference, instalment, amountMinor, refundedMinor: 0 }]
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
