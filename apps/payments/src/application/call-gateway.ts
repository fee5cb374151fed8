import { never } from '@continuo/kernel/decider';
import type { GatewayAnswer, LookupAnswer, Unknown } from '../domain/payment/answer';
import { byCustomer } from '../domain/payment/facts';
import { type Attempt, DEPOSIT, type OpenPayment } from '../domain/payment/state';
import type {
  DebitRequest,
  FollowUpRequest,
  GatewayRequest,
  LookupRequest,
  PaymentGateway,
} from './ports';
import type { ProcessorAccounts } from './processor-accounts';

/** Sends a recorded attempt; whatever goes wrong on the way leaves its outcome unknown. */
export async function callGateway(
  accounts: ProcessorAccounts,
  payment: OpenPayment,
  attempt: Attempt,
): Promise<GatewayAnswer> {
  try {
    return await send(accounts.gateway(attempt.account), payment, attempt);
  } catch (error) {
    return notHeard(error);
  }
}

/** Asks what became of an attempt; whatever goes wrong leaves it as unknown as it was. */
export async function askGateway(
  accounts: ProcessorAccounts,
  payment: OpenPayment,
  attempt: Attempt,
): Promise<LookupAnswer> {
  const { kind, on = null } = attempt;
  try {
    const request: LookupRequest = { ...requestOf(payment, attempt), kind, on };
    return await accounts.gateway(attempt.account).lookup(request);
  } catch (error) {
    return notHeard(error);
  }
}

function notHeard(error: unknown): Unknown {
  return { kind: 'unknown', cause: error instanceof Error ? error.message : String(error) };
}

function send(gateway: PaymentGateway, payment: OpenPayment, attempt: Attempt) {
  switch (attempt.kind) {
    case 'authorise':
      return gateway.authorise(debit(payment, attempt));
    case 'charge':
      return gateway.charge(debit(payment, attempt));
    case 'raise':
      return gateway.raise(followUp(payment, attempt));
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

function requestOf({ paymentId, order }: OpenPayment, attempt: Attempt): GatewayRequest {
  const { idempotencyKey, amountMinor, token } = attempt;
  return {
    idempotencyKey,
    paymentReference: paymentId,
    customerReference: order.customerId,
    amountMinor,
    currency: order.currency,
    token,
  };
}

function debit(payment: OpenPayment, attempt: Attempt): DebitRequest {
  return {
    initiator: initiatorOf(payment, attempt),
    networkTransactionId: payment.method.networkTransactionId,
    ...requestOf(payment, attempt),
  };
}

/**
 * Who starts it. A card that its holder has given is charged by him once, whatever for: its first use
 * has it stored, and what the merchant does with it later is off session.
 */
export function initiatorOf(
  { method, attempts, order }: OpenPayment,
  attempt: Attempt,
): DebitRequest['initiator'] {
  const { attemptId, kind, instalment, token, again } = attempt;
  if (again) return 'reauthorisation';
  const first = attempts.find((each) => each.token === token)?.attemptId === attemptId;
  const isNew = first && method.token === token && method.networkTransactionId === null;
  if (byCustomer(method.initiator) && isNew) return method.initiator;
  if (kind === 'charge' && instalment !== DEPOSIT) return 'instalment';
  // Nobody is there when a renewal is tried again.
  return order.origin.kind === 'program' ? 'recurring' : method.initiator;
}

function followUp(payment: OpenPayment, attempt: Attempt): FollowUpRequest {
  const { attemptId, on } = attempt;
  if (on === undefined) throw new Error(`attempt ${attemptId} names nothing that it acts on`);
  return { ...requestOf(payment, attempt), on };
}
