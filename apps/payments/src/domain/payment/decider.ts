import { type Decider, never } from '@continuo/kernel/decider';
import type { Instant } from '@continuo/kernel/instant';
import { BUILT_IN_POLICY, type DunningPolicy } from '../dunning/policy';
import type { LookupAnswer } from './answer';
import { answered, lookedUp } from './answered';
import { type SettleMatter, settleMatter } from './by-hand';
import { withLines } from './changes';
import { payByCredit, payByDeposit, returnCredit, returnDeposit } from './credit';
import { type ReportedDispute, closeDispute, openDispute } from './dispute';
import { outcomeUnknown, paymentNotFound, unknownLine } from './errors';
import type { PaymentEvent, PaymentEventOf } from './events';
import { evolve } from './evolve';
import type { LineQuantity, Method, OrderFacts } from './facts';
import { billedLine, clipToOpenUnits, firstInstalmentOf, lineOf } from './goods';
import { cancelled as cancelledUnits } from './line-account';
import { closeCard, replaceMethod, routed } from './method';
import { type RaiseRequest, raiseAuthorisation } from './raise';
import { type RefundRequest, requestRefund } from './refund';
import {
  NO_PAYMENT,
  type OpenPayment,
  type PaymentState,
  SIMULATOR_ACCOUNT,
  openAttempt,
} from './state';
import { withNextStep } from './steps';

export type PaymentCommand = {
  readonly paymentId: string;
  readonly now: Instant;
  /** When the card was declined in the last thirty days, by all payments: none known when absent. */
  readonly triesOnCard?: readonly Instant[];
} & (
  | {
      readonly type: 'open';
      readonly order: OrderFacts;
      readonly method: Method;
      /** Processor account; the simulator's when absent. */
      readonly account?: string;
      /** Credit that is set aside for its first instalment. */
      readonly creditMinor?: number;
      /** Charged at once, of what credit leaves of the first instalment. */
      readonly depositMinor?: number;
    }
  | {
      readonly type: 'replace-method';
      readonly method: Method;
      /** Processor account of the new card; the present one when absent. */
      readonly account?: string;
      /** When the new card was tried in the last thirty days, by all payments. */
      readonly triesOnCard: readonly Instant[];
      /** The network has given the card a new token: it replaces the old one even where nothing fails. */
      readonly onFile?: boolean;
    }
  | {
      readonly type: 'bill-package';
      readonly packageId: string;
      readonly lines: readonly LineQuantity[];
    }
  | {
      readonly type: 'cancel-order';
      readonly lines: readonly LineQuantity[];
      readonly reason: string;
    }
  | ({ readonly type: 'raise-authorisation' } & RaiseRequest)
  | ({ readonly type: 'request-refund' } & RefundRequest)
  /** What the gateway said: to the attempt itself, or when asked about it. */
  | {
      readonly type: 'record-answer' | 'record-lookup';
      readonly attemptId: string;
      readonly answer: LookupAnswer;
      /** When the gateway was asked; now when absent. */
      readonly askedAt?: Instant;
      /** Of the card of the attempt, and of the one that has replaced it since. */
      readonly triesOnCard: readonly Instant[];
      readonly triesOnNewCard?: readonly Instant[];
      /** Governs a decline; the built-in one when absent. */
      readonly policy?: DunningPolicy;
    }
  | ({ readonly type: 'settle-matter' } & SettleMatter)
  | ({ readonly type: 'open-dispute' } & ReportedDispute)
  | {
      readonly type: 'close-dispute';
      readonly disputeId: string;
      readonly outcome: 'won' | 'lost';
    }
  /** The card's network says that its account is closed. */
  | { readonly type: 'close-card'; readonly token: string }
  /** A retry or an instalment has fallen due. */
  | { readonly type: 'proceed' }
);

function decide(command: PaymentCommand, state: PaymentState): readonly PaymentEvent[] {
  const { now } = command;
  if (command.type === 'open') {
    if (state.status === 'open') return [];
    const { paymentId, order, method, account, creditMinor = 0, depositMinor = 0 } = command;
    const opened: PaymentEvent = {
      type: 'payment.opened.v1',
      data: { paymentId, order, method },
    };
    const routing = routed(SIMULATOR_ACCOUNT, account, now);
    const credit = creditMinor > 0 ? [creditApplied(paymentId, order, creditMinor)] : [];
    const deposit = depositMinor > 0 ? depositAgreed(paymentId, order, depositMinor) : [];
    const events = [opened, ...routing, ...credit, ...deposit];
    return withNextStep(state, events, now, command.triesOnCard);
  }
  if (state.status === 'none') throw paymentNotFound(command.paymentId);
  switch (command.type) {
    case 'replace-method':
      return withNextStep(state, replaceMethod(state, command), now, command.triesOnCard);
    case 'bill-package':
      return withNextStep(state, billPackage(state, command), now, command.triesOnCard);
    case 'cancel-order': {
      const lines = clipToOpenUnits(state, command.lines);
      if (lines.length === 0) return [];
      const { reason } = command;
      const cancelled: PaymentEvent = {
        type: 'payment.order-cancelled.v1',
        data: { lines, reason },
      };
      const without = withLines(state, lines, cancelledUnits);
      const credit = returnCredit(state, without);
      const deposit = returnDeposit(state, credit.reduce(evolveOpen, without));
      const events = [cancelled, ...credit, ...deposit];
      return withNextStep(state, events, now, command.triesOnCard);
    }
    case 'raise-authorisation': {
      if (state.raiseIds.includes(command.raiseId)) return [];
      const open = openAttempt(state);
      if (open) throw outcomeUnknown(open.attemptId);
      return raiseAuthorisation(state, command, command.triesOnCard ?? [], now);
    }
    case 'request-refund': {
      if (state.refundIds.includes(command.refundId)) return [];
      const open = openAttempt(state);
      if (open) throw outcomeUnknown(open.attemptId);
      return withNextStep(state, requestRefund(state, command), now, command.triesOnCard);
    }
    case 'record-answer':
    case 'record-lookup': {
      const attempt = openAttempt(state);
      if (attempt?.attemptId !== command.attemptId) return [];
      const { answer, triesOnCard, policy = BUILT_IN_POLICY, askedAt = now } = command;
      const card = { triesOnCard, policy };
      const events =
        answer.kind === 'not-found' || command.type === 'record-lookup'
          ? lookedUp(state, attempt, answer, card, { askedAt, now })
          : answered(state, attempt, answer, card, now);
      const replaced = attempt.token !== state.method.token;
      return withNextStep(state, events, now, replaced ? command.triesOnNewCard : triesOnCard);
    }
    case 'settle-matter': {
      const card = { triesOnCard: command.triesOnCard ?? [], policy: BUILT_IN_POLICY };
      return withNextStep(state, settleMatter(state, command, card, now), now, command.triesOnCard);
    }
    case 'open-dispute':
      return withNextStep(state, openDispute(state, command), now, command.triesOnCard);
    case 'close-dispute':
      return withNextStep(
        state,
        closeDispute(state, command.disputeId, command.outcome),
        now,
        command.triesOnCard,
      );
    case 'close-card':
      return withNextStep(state, closeCard(state, command.token), now);
    case 'proceed':
      return withNextStep(state, [], now, command.triesOnCard);
    default:
      return never(command);
  }
}

function billPackage(
  state: OpenPayment,
  command: Extract<PaymentCommand, { type: 'bill-package' }>,
): PaymentEvent[] {
  if (state.packageIds.includes(command.packageId)) return [];
  for (const [index, { lineId }] of command.lines.entries()) {
    if (!lineOf(state, lineId)) throw unknownLine(lineId, `/lines/${index}/line_id`);
  }
  const units = clipToOpenUnits(state, command.lines);
  if (units.length === 0) return [];
  const lines = units.flatMap(({ lineId, quantity }) => {
    const line = lineOf(state, lineId);
    return line ? [{ line, quantity }] : [];
  });
  const billed: PaymentEventOf<'payment.package-billed.v1'> = {
    type: 'payment.package-billed.v1',
    data: {
      paymentId: state.paymentId,
      orderId: state.order.orderId,
      currency: state.order.currency,
      packageId: command.packageId,
      lines: lines.map(({ line, quantity }) => billedLine(state, line, quantity)),
      firstInstalment: lines.map(({ line, quantity }) => firstInstalmentOf(state, line, quantity)),
    },
  };
  const after = evolveOpen(state, billed);
  const credit = payByCredit(after, command.packageId);
  const deposit = payByDeposit(credit.reduce(evolveOpen, after), command.packageId);
  return [billed, ...credit, ...deposit];
}

function evolveOpen(state: OpenPayment, event: PaymentEvent): OpenPayment {
  const after = evolve(state, event);
  return after.status === 'open' ? after : state;
}

function depositAgreed(paymentId: string, order: OrderFacts, amountMinor: number): PaymentEvent[] {
  const { orderId, origin, currency, customerId } = order;
  const data = { paymentId, orderId, origin, currency, customerId, amountMinor };
  return [{ type: 'payment.deposit-agreed.v1', data }];
}

function creditApplied(paymentId: string, order: OrderFacts, amountMinor: number): PaymentEvent {
  const { orderId, origin, currency, customerId } = order;
  const data = { paymentId, orderId, origin, currency, customerId, amountMinor };
  return { type: 'payment.credit-applied.v1', data };
}

/** One payment per order: every attempt is in the record before the gateway hears of it. */
export const paymentDecider: Decider<PaymentCommand, PaymentEvent, PaymentState> = {
  decide,
  evolve,
  initialState: () => NO_PAYMENT,
};
