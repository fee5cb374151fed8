import { never } from '@continuo/kernel/decider';
import { promised, withAttempt, withLines } from './changes';
import type { PaymentEventOf } from './events';
import { refundFailed } from './line-account';
import { DEPOSIT, type OpenPayment } from './state';

/** What a decline leaves of a payment. */
export function evolveDeclined(
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
      if (instalment === DEPOSIT) return superseded ? after : { ...after, authoriseAt: retryAt };
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
    case 'raise':
      return after;
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
  // Of a deposit no goods were paid: it stays with us until a person has given it back.
  if (refund.deposit)
    return { ...state, toRefund: state.toRefund.filter((each) => each !== refund) };
  return {
    ...withLines(state, refund.lines, refundFailed),
    charges: promised(state.charges, refund.on, -refund.amountMinor),
    toRefund: state.toRefund.filter((each) => each !== refund),
  };
}
