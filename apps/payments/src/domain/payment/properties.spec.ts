import * as fc from 'fast-check';
import type { anOrder } from '../../testing/examples';
import { type Step, aStep, anyOrder, play } from '../../testing/random-history.fixture';
import { postingsOf } from '../ledger/postings';
import { dueAt } from './due-at';
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

  it('a due date that has come brings about an event', () => {
    played((order, steps) => {
      const payment = play(order, steps, () => undefined);
      const due = dueAt(payment.state);
      if (due === null || due > payment.now || openAttempt(payment.state)) return;
      expect(payment.do({ type: 'proceed' })).not.toEqual([]);
    });
  });
});
