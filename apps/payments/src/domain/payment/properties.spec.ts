import { allocateMinor } from '@continuo/kernel/money';
import { type Instant, addMs } from '@continuo/kernel/instant';
import * as fc from 'fast-check';
import { NOW, aLine, anOrder } from '../../testing/examples';
import { postingsOf } from '../ledger/postings';
import type { LookupAnswer } from './answer';
import { type PaymentCommand, paymentDecider } from './decider';
import { dueAt } from './due-at';
import type { PaymentEvent } from './events';
import { type OpenPayment, type PaymentState, openAttempt } from './state';

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

const anyOrder = fc.tuple(aLineOf('l1'), aLineOf('l2'), fc.boolean()).map(([one, two, program]) =>
  anOrder({
    lines: [one, two],
    origin: program ? { kind: 'program', subscriptionId: 'sub_1', cycle: 2 } : { kind: 'call' },
  }),
);

const anAnswer = fc.constantFrom('yes', 'yes', 'yes', 'soft', 'hard', 'silence', 'not-found');
const aStep = fc.oneof(
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
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('retry' as const),
      card: fc.integer({ min: 1, max: 3 }),
    }),
  },
);
type Step = typeof aStep extends fc.Arbitrary<infer T> ? T : never;

/** Plays steps, as the world would, and hands every event to `see` with the state before it. */
function play(
  order: ReturnType<typeof anOrder>,
  steps: readonly Step[],
  see: (event: PaymentEvent, before: PaymentState) => void,
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
  run({ type: 'open', order, method });
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

const played = (check: (order: ReturnType<typeof anOrder>, steps: Step[]) => void) =>
  fc.assert(fc.property(anyOrder, fc.array(aStep, { maxLength: 40 }), check), { numRuns: 200 });

describe('whatever happens', () => {
  it('no attempt is recorded while the outcome of another is open', () => {
    played((order, steps) => {
      play(order, steps, (event, before) => {
        if (event.type !== 'payment.attempt-recorded.v1' || before.status === 'none') return;
        expect(openAttempt(before)).toBeUndefined();
      });
    });
  });

  it('an attempt succeeds at most once, and keys are never used for two attempts', () => {
    played((order, steps) => {
      const succeeded = new Set<string>();
      const keys = new Set<string>();
      play(order, steps, (event) => {
        if (event.type === 'payment.attempt-recorded.v1') {
          expect(keys.has(event.data.idempotencyKey)).toBe(false);
          keys.add(event.data.idempotencyKey);
        }
        if ('reference' in event.data && 'attemptId' in event.data && event.data.attemptId) {
          expect(succeeded.has(event.data.attemptId)).toBe(false);
          succeeded.add(event.data.attemptId);
        }
      });
    });
  });

  it('captures never exceed what is authorised, nor what the shipped goods cost', () => {
    played((order, steps) => {
      const { state } = play(order, steps, (event, before) => {
        if (event.type !== 'payment.captured.v1' || event.data.instalment > 1) return;
        if (event.data.amountMinor === 0 || before.status === 'none') return;
        const held = before.authorisation;
        expect(held).not.toBeNull();
        expect(event.data.amountMinor).toBeLessThanOrEqual(
          (held?.amountMinor ?? 0) - (held?.capturedMinor ?? 0),
        );
      });
      for (const line of order.lines) {
        const account = state.lines[line.lineId];
        const captured = account?.capturedMinor ?? 0;
        expect(captured).toBeLessThanOrEqual(line.totalMinor);
        if (!account?.shipped) expect(captured).toBe(0);
      }
    });
  });

  it('refunds never exceed captures, per line and per charge', () => {
    played((order, steps) => {
      const { state } = play(order, steps, (event) => {
        if (event.type !== 'payment.refunded.v1' && event.type !== 'payment.captured.v1') return;
        const parts = event.data.lines.flatMap((line) => [
          line.goodsMinor,
          line.shippingMinor,
          line.taxMinor,
        ]);
        expect(Math.min(0, ...parts)).toBe(0);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(event.data.amountMinor);
      });
      for (const account of Object.values(state.lines)) {
        expect(account.refundedMinor + account.refundingMinor).toBeLessThanOrEqual(
          account.capturedMinor,
        );
        expect(account.refundingMinor).toBeGreaterThanOrEqual(0);
      }
      for (const charge of state.charges) {
        expect(charge.refundedMinor).toBeLessThanOrEqual(charge.amountMinor);
      }
    });
  });

  it('the ledger is balanced after every event', () => {
    played((order, steps) => {
      play(order, steps, (event) => {
        const sum = postingsOf(event).reduce((minor, posting) => minor + posting.amountMinor, 0);
        expect(sum).toBe(0);
      });
    });
  });

  it('a due date that has come brings about an event', () => {
    played((order, steps) => {
      const payment = play(order, steps, () => undefined);
      const due = dueAt(payment.state);
      if (due === null || due > payment.now || openAttempt(payment.state)) return;
      expect(payment.do({ type: 'proceed' })).not.toEqual([]);
    });
  });
});
