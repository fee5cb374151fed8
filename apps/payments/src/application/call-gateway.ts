import { never } from '@continuo/kernel/decider';
import type { GatewayAnswer } from '../domain/payment/answer';
import type { Attempt, OpenPayment } from '../domain/payment/state';
import type { DebitRequest, FollowUpRequest, PaymentGateway } from './ports';

/** Sends a recorded attempt; whatever goes wrong on the way leaves its outcome unknown. */
export async function callGateway(
  gateway: PaymentGateway,
  payment: OpenPayment,
  attempt: Attempt,
): Promise<GatewayAnswer> {
  try {
    return await send(gateway, payment, attempt);
  } catch (error) {
    return { kind: 'unknown', cause: error instanceof Error ? error.message : String(error) };
  }
}

function send(gateway: PaymentGateway, payment: OpenPayment, attempt: Attempt) {
  switch (attempt.kind) {
    case 'authorise':
      return gateway.authorise(debit(payment, attempt));
    case 'charge':
      return gateway.charge(debit(payment, attempt));
    case 'capture':
      return gateway.capture(followUp(payment, attempt));
    case 'refund':
      return gateway.refund(followUp(payment, attempt));
    case 'release':
      return gateway.release(followUp(payment, attempt));
    default:
      return never(attempt.kind);
  }
}

function debit({ paymentId, order, method }: OpenPayment, attempt: Attempt): DebitRequest {
  const { idempotencyKey, amountMinor, token, kind, again } = attempt;
  return {
    idempotencyKey,
    paymentReference: paymentId,
    amountMinor,
    currency: order.currency,
    token,
    initiator: again ? 'reauthorisation' : kind === 'charge' ? 'instalment' : method.initiator,
    networkTransactionId: method.networkTransactionId,
  };
}

function followUp({ paymentId, order }: OpenPayment, attempt: Attempt): FollowUpRequest {
  const { attemptId, idempotencyKey, amountMinor, token, on } = attempt;
  if (on === undefined) throw new Error(`attempt ${attemptId} names nothing that it acts on`);
  const { currency } = order;
  return { idempotencyKey, paymentReference: paymentId, amountMinor, currency, token, on };
}
