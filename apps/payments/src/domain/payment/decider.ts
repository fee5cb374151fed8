import { type Decider, never } from '@continuo/kernel/decider';
import type { Instant } from '@continuo/kernel/instant';
import type { LookupAnswer } from './answer';
import { answered, lookedUp } from './answered';
import { type DisputeNoted, type SettleMatter, noteDispute, settleMatter } from './by-hand';
import { hardDeclined, tooManyTries } from './dunning';
import { outcomeUnknown, paymentNotFound, unknownLine } from './errors';
import type { PaymentEvent } from './events';
import { evolve } from './evolve';
import type { LineQuantity, Method, OrderFacts } from './facts';
import { billedLine, clipToOpenUnits, firstInstalmentOf, lineOf, toAuthoriseMinor } from './goods';
import { stillWanted } from './next-step';
import { type RefundRequest, requestRefund } from './refund';
import {
  NO_PAYMENT,
  type OpenPayment,
  type PaymentState,
  SIMULATOR_ACCOUNT,
  openAttempt,
} from './state';
import { refOf, withNextStep } from './steps';

export type PaymentCommand = { readonly paymentId: string; readonly now: Instant } & (
  | {
      readonly type: 'open';
      readonly order: OrderFacts;
      readonly method: Method;
      /** Processor account; the simulator's when absent. */
      readonly account?: string;
    }
  | {
      readonly type: 'replace-method';
      readonly method: Method;
      /** Processor account of the new card; the present one when absent. */
      readonly account?: string;
      /** When the new card was tried in the last thirty days, by all payments. */
      readonly triesOnCard: readonly Instant[];
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
  | ({ readonly type: 'request-refund' } & RefundRequest)
  /** What the gateway said: to the attempt itself, or when asked about it. */
  | {
      readonly type: 'record-answer' | 'record-lookup';
      readonly attemptId: string;
      readonly answer: LookupAnswer;
      readonly triesOnCard: readonly Instant[];
    }
  | ({ readonly type: 'settle-matter' } & SettleMatter)
  | ({ readonly type: 'note-dispute' } & DisputeNoted)
  /** A retry or an instalment has fallen due. */
  | { readonly type: 'proceed' }
);

function decide(command: PaymentCommand, state: PaymentState): readonly PaymentEvent[] {
  const { now } = command;
  if (command.type === 'open') {
    if (state.status === 'open') return [];
    const { paymentId, order, method, account } = command;
    const opened: PaymentEvent = {
      type: 'payment.opened.v1',
      data: { paymentId, order, method },
    };
    return withNextStep(state, [opened, ...routed(SIMULATOR_ACCOUNT, account, now)], now);
  }
  if (state.status === 'none') throw paymentNotFound(command.paymentId);
  switch (command.type) {
    case 'replace-method':
      return withNextStep(state, replaceMethod(state, command), now);
    case 'bill-package':
      return withNextStep(state, billPackage(state, command), now);
    case 'cancel-order': {
      const lines = clipToOpenUnits(state, command.lines);
      if (lines.length === 0) return [];
      const { reason } = command;
      return withNextStep(
        state,
        [{ type: 'payment.order-cancelled.v1', data: { lines, reason } }],
        now,
      );
    }
    case 'request-refund': {
      if (state.refundIds.includes(command.refundId)) return [];
      const open = openAttempt(state);
      if (open) throw outcomeUnknown(open.attemptId);
      return withNextStep(state, requestRefund(state, command), now);
    }
    case 'record-answer':
    case 'record-lookup': {
      const attempt = openAttempt(state);
      if (attempt?.attemptId !== command.attemptId) return [];
      const { answer, triesOnCard } = command;
      const events =
        answer.kind === 'not-found' || command.type === 'record-lookup'
          ? lookedUp(state, attempt, answer, triesOnCard, now)
          : answered(state, attempt, answer, triesOnCard, now);
      return withNextStep(state, events, now);
    }
    case 'settle-matter':
      return withNextStep(state, settleMatter(state, command, now), now);
    case 'note-dispute':
      return noteDispute(state, command);
    case 'proceed':
      return withNextStep(state, [], now);
    default:
      return never(command);
  }
}

const FIRST_AUTHORISATION = {
  kind: 'authorise',
  instalment: 1,
  amountMinor: 0,
  token: '',
} as const;

/** Another token ends the tries on the old one and is tried at once, if anything is to be collected. */
function replaceMethod(
  state: OpenPayment,
  command: Extract<PaymentCommand, { type: 'replace-method' }>,
): PaymentEvent[] {
  const { method, now, triesOnCard } = command;
  const amountMinor = toAuthoriseMinor(state);
  const instalmentFails = Object.keys(state.chargeRetries).length > 0;
  const last = state.attempts.findLast((each) => each.kind === 'authorise');
  const authorisationFails =
    last?.status !== 'succeeded' && stillWanted(state, FIRST_AUTHORISATION);
  if (!instalmentFails && !authorisationFails) return [];
  const declined = hardDeclined(state, method.token);
  if (declined || tooManyTries(triesOnCard, now)) {
    const refused: PaymentEvent = {
      type: 'payment.retry-refused.v1',
      data: {
        ...refOf(state),
        instalment: declined?.instalment ?? 1,
        amountMinor: declined?.amountMinor ?? amountMinor,
        token: method.token,
        code: declined?.code ?? 'too_many_tries',
        cause: declined ? 'hard-declined-before' : 'too-many-tries',
      },
    };
    return [refused];
  }
  return [
    { type: 'payment.method-replaced.v1', data: { from: state.method, to: method, at: now } },
    ...routed(state.account, command.account, now),
  ];
}

function routed(from: string, account: string | undefined, at: Instant): PaymentEvent[] {
  if (account === undefined || account === from) return [];
  return [{ type: 'payment.routed.v1', data: { account, at } }];
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
  return [
    {
      type: 'payment.package-billed.v1',
      data: {
        paymentId: state.paymentId,
        orderId: state.order.orderId,
        currency: state.order.currency,
        packageId: command.packageId,
        lines: lines.map(({ line, quantity }) => billedLine(state, line, quantity)),
        firstInstalment: lines.map(({ line, quantity }) =>
          firstInstalmentOf(state, line, quantity),
        ),
      },
    },
  ];
}

/** One payment per order: every attempt is in the record before the gateway hears of it. */
export const paymentDecider: Decider<PaymentCommand, PaymentEvent, PaymentState> = {
  decide,
  evolve,
  initialState: () => NO_PAYMENT,
};
