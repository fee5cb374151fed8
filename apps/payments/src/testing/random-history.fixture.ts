import { allocateMinor } from '@continuo/kernel/money';
import { type Instant, addMs } from '@continuo/kernel/instant';
import * as fc from 'fast-check';
import type { LookupAnswer } from '../domain/payment/answer';
import { type PaymentCommand, paymentDecider } from '../domain/payment/decider';
import type { PaymentEvent } from '../domain/payment/events';
import { type OpenPayment, type PaymentState, openAttempt } from '../domain/payment/state';
import { NOW, aLine, anOrder } from './examples';

const HOUR = 3_600_000;

const aLineOf = (lineId: string) =>
  fc
    .record({
      quantity: fc.integer({ min: 1, max: 7 }),
      goodsMinor: fc.integer({ min: 0, max: 9_999 }),
      shippingMinor: fc.integer({ min: 0, max: 999 }),
      taxMinor: fc.integer({ min: 0, max: 999 }),
      instalments: fc.integer({ min: 1, max: 4 }),
    })
    .map(({ instalments, ...line }) => {
      const totalMinor = line.goodsMinor + line.shippingMinor + line.taxMinor;
      const instalmentsMinor = allocateMinor(totalMinor, Array<number>(instalments).fill(1));
      return aLine({ lineId, ...line, totalMinor, instalmentsMinor });
    });

export const anyOrder = fc
  .tuple(aLineOf('l1'), aLineOf('l2'), fc.boolean())
  .map(([one, two, program]) =>
    anOrder({
      lines: [one, two],
      origin: program ? { kind: 'program', subscriptionId: 'sub_1', cycle: 2 } : { kind: 'call' },
    }),
  );

const anAnswer = fc.constantFrom('yes', 'yes', 'yes', 'soft', 'hard', 'silence', 'not-found');
export const aStep = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('answer' as const), answer: anAnswer }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('ship' as const),
      lineId: fc.constantFrom('l1', 'l2'),
      quantity: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      hours: fc.integer({ min: 1, max: 900 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('refund' as const),
      percent: fc.integer({ min: 1, max: 199 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('raise' as const),
      amountMinor: fc.integer({ min: 1, max: 3_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('retry' as const),
      card: fc.integer({ min: 1, max: 3 }),
    }),
  },
);
/** Units of a line come back, with or without a word on the amount. */
const aReturn = fc.record({
  do: fc.constant('return' as const),
  lineId: fc.constantFrom('l1', 'l2'),
  quantity: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  percent: fc.option(fc.integer({ min: 1, max: 110 }), { nil: undefined }),
});
const isYes = fc.constant({ do: 'answer' as const, answer: 'yes' });
/** As {@link aStep}, in a world where most things go well and much comes back. */
export const aBusyStep = fc.oneof(
  { weight: 8, arbitrary: isYes },
  { weight: 4, arbitrary: aStep },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('ship' as const),
      lineId: fc.constantFrom('l1', 'l2'),
      quantity: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.constant(744) }),
  },
  { weight: 3, arbitrary: aReturn },
);
export type Step = typeof aBusyStep extends fc.Arbitrary<infer T> ? T : never;

/** Plays steps, as the world would, and hands every event to `see` with the state before it. */
export function play(
  order: ReturnType<typeof anOrder>,
  steps: readonly Step[],
  see: (event: PaymentEvent, before: PaymentState) => void,
  creditMinor = 0,
  depositMinor = 0,
): {
  state: OpenPayment;
  now: Instant;
  do(command: Partial<PaymentCommand>): readonly PaymentEvent[];
} {
  let now = NOW;
  let state: PaymentState = paymentDecider.initialState();
  const run = (command: Partial<PaymentCommand>): readonly PaymentEvent[] => {
    let events: readonly PaymentEvent[];
    try {
      events = paymentDecider.decide(
        { paymentId: 'pay_1', now, ...command } as PaymentCommand,
        state,
      );
    } catch (error) {
      if (error instanceof Error && error.name === 'DomainError') return [];
      throw error;
    }
    for (const event of events) {
      see(event, state);
      state = paymentDecider.evolve(state, event);
    }
    return events;
  };
  const method = { token: 'pm_1', initiator: 'moto', networkTransactionId: null } as const;
  run({ type: 'open', order, method, creditMinor, depositMinor });
  steps.forEach((step, index) => {
    switch (step.do) {
      case 'answer': {
        const open = state.status === 'open' ? openAttempt(state) : undefined;
        if (!open) return;
        const type = open.status === 'unknown' ? 'record-lookup' : 'record-answer';
        const answer = answerOf(step.answer, index);
        if (type === 'record-answer' && answer.kind === 'not-found') return;
        run({ type, attemptId: open.attemptId, answer, triesOnCard: [] });
        return;
      }
      case 'ship':
        run({ type: 'bill-package', packageId: `pkg_${index}`, lines: [step] });
        return;
      case 'wait':
        now = addMs(now, step.hours * HOUR);
        run({ type: 'proceed' });
        return;
      case 'refund': {
        const lines = state.status === 'open' ? Object.values(state.lines) : [];
        const capturedMinor = lines.reduce((sum, line) => sum + line.capturedMinor, 0);
        const amountMinor = Math.max(1, Math.round((capturedMinor * step.percent) / 100));
        run({ type: 'request-refund', refundId: `ref_${index}`, amountMinor, reason: 'r' });
        return;
      }
      case 'return': {
        const { lineId, quantity, percent } = step;
        const account = state.status === 'open' ? state.lines[lineId] : undefined;
        const amountMinor =
          percent && Math.max(1, Math.round(((account?.capturedMinor ?? 0) * percent) / 100));
        const lines = [{ lineId, quantity, amountMinor }];
        run({ type: 'request-refund', refundId: `ref_${index}`, lines, reason: 'r' });
        return;
      }
      case 'raise': {
        const { amountMinor } = step;
        run({ type: 'raise-authorisation', raiseId: `rse_${index}`, amountMinor, reason: 'r' });
        return;
      }
      case 'cancel':
        run({ type: 'cancel-order', lines: [], reason: 'c' });
        return;
      case 'retry':
        run({
          type: 'replace-method',
          method: { ...method, token: `pm_${step.card}` },
          triesOnCard: [],
        });
    }
  });
  return {
    get state() {
      return state as OpenPayment;
    },
    get now() {
      return now;
    },
    do: run,
  };
}

function answerOf(answer: string, index: number): LookupAnswer {
  if (answer === 'yes')
    return { kind: 'succeeded', reference: `g_${index}`, networkTransactionId: 'n' };
  if (answer === 'silence') return { kind: 'unknown', cause: 'timeout' };
  if (answer === 'not-found') return { kind: 'not-found' };
  return { kind: 'declined', decline: answer as 'soft' | 'hard', code: answer, message: '' };
}
