import * as fc from 'fast-check';
import { sumMinor } from '@continuo/kernel/money';
import type { anOrder } from '../../testing/examples';
import { sumOf } from '../../testing/payment-story';
import { type Step, aBusyStep, aStep, anyOrder, play } from '../../testing/random-history.fixture';
import { postingsOf } from '../ledger/postings';
import { dueAt } from './due-at';
import type { PaymentEvent } from './events';
import { openAttempt } from './state';

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

  it('what was billed is paid or waived to the last unit, once time has passed and all cards were good', () => {
    const prepaid = fc.integer({ min: 0, max: 500 });
    const goodWorld = fc.array(
      aBusyStep.filter((step) => step.do !== 'answer' || step.answer === 'yes'),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(anyOrder, goodWorld, prepaid, prepaid, (order, steps, most, deposit) => {
        const events: PaymentEvent[] = [];
        // No more is set aside than is due at shipping.
        const dueAtOnce = order.lines.map(({ instalmentsMinor }) => instalmentsMinor[0] ?? 0);
        const credit = Math.min(most, sumMinor(dueAtOnce));
        const payment = play(order, steps, (event) => events.push(event), credit, deposit);
        payment.do({ type: 'cancel-order', lines: [], reason: 'rest' });
        for (let turn = 0; turn < 100; turn += 1) {
          const open = openAttempt(payment.state);
          const due = dueAt(payment.state);
          if (!open && due === null) break;
          const reference = `end_${turn}`;
          const answer = { kind: 'succeeded', reference, networkTransactionId: 'n' } as const;
          if (open) {
            const { attemptId } = open;
            payment.do({ type: 'record-answer', attemptId, answer, triesOnCard: [] });
          } else payment.do({ type: 'proceed', now: due! });
        }
        expect(sumOf(events, 'receivable')).toBe(0);
        for (const line of Object.values(payment.state.lines))
          expect(line.owed).toEqual({ goodsMinor: 0, shippingMinor: 0, taxMinor: 0 });
      }),
      { numRuns: 500 },
    );
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
