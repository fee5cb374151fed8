import * as fc from 'fast-check';
import { aLine } from '../../testing/examples';
import { CARD, PaymentStory, ship, succeeded, sumOf } from '../../testing/payment-story';
import { aBusyStep, anyOrder, play } from '../../testing/random-history.fixture';
import type { PaymentEvent } from './events';
import { openAttempt } from './state';
import { totalsOf } from './summary';

const seed = Number(process.env.CONTINUO_SEED ?? Date.now() % 2 ** 31);
/** An order of 105.01 for three units, 30.00 of it by credit. */
const byCredit = (creditMinor = 3000) => new PaymentStory({}, CARD, creditMinor);

describe('an order that is paid by credit', () => {
  it('has the card authorised for the rest', () => {
    const story = byCredit();
    expect(story.types).toEqual(['opened', 'credit-applied', 'attempt-recorded']);
    expect(openAttempt(story.state)).toMatchObject({ kind: 'authorise', amountMinor: 7501 });
  });

  it('uses it per package, in proportion, to the last cent', () => {
    const story = byCredit(1000).answer(succeeded());
    const used: number[] = [];
    const charged: number[] = [];
    for (const name of ['pkg_1', 'pkg_2', 'pkg_3']) {
      story.do(ship(name, 1));
      used.push(story.find('payment.paid-by-credit.v1').amountMinor);
      charged.push(openAttempt(story.state)?.amountMinor ?? 0);
      story.answer(succeeded(name));
    }
    expect(used).toEqual([333, 333, 334]);
    expect(charged.reduce((sum, minor) => sum + minor, 1000)).toBe(10501);
    expect(totalsOf(story.state)).toMatchObject({ capturedMinor: 10501, paidByCreditMinor: 1000 });
    expect(story.state.creditMinor).toBe(0);
    expect(sumOf(story.events, 'receivable')).toBe(0);
    expect(sumOf(story.events, 'customer-credit')).toBe(1000);
    expect(sumOf(story.events, 'cash-clearing')).toBe(9501);
  });

  it('charges the card nothing where credit pays all of it', () => {
    const story = byCredit(10501);
    expect(openAttempt(story.state)).toMatchObject({ kind: 'authorise', amountMinor: 0 });
    story.answer(succeeded()).do(ship('pkg_1', 3));
    expect(story.types).toEqual(['package-billed', 'paid-by-credit', 'captured']);
    expect(story.find('payment.captured.v1').amountMinor).toBe(0);
    expect(sumOf(story.events, 'cash-clearing')).toBe(0);
  });

  it('gives it back when goods are cancelled, in proportion', () => {
    const story = byCredit().answer(succeeded());
    story.do({ type: 'cancel-order', lines: [{ lineId: 'l1', quantity: 1 }], reason: 'less' });
    expect(story.find('payment.credit-returned.v1').amountMinor).toBe(1000);
    story.do({ type: 'cancel-order', lines: [], reason: 'none' });
    expect(story.find('payment.credit-returned.v1').amountMinor).toBe(2000);
    expect(story.state.creditMinor).toBe(0);
    expect(sumOf(story.events, 'customer-credit')).toBe(0);
  });

  it('is refunded as it was paid: credit as credit, in proportion', () => {
    const story = byCredit().answer(succeeded()).do(ship('pkg_1', 3)).answer(succeeded('c'));
    const lines = [{ lineId: 'l1', quantity: 1 }];
    story.do({ type: 'request-refund', refundId: 'ref_1', lines, reason: 'one back' });
    expect(story.types).toEqual(['refunded-to-credit', 'refund-requested', 'attempt-recorded']);
    expect(story.find('payment.refunded-to-credit.v1')).toMatchObject({
      amountMinor: 1000,
      refundId: 'ref_1',
    });
    expect(openAttempt(story.state)).toMatchObject({ kind: 'refund', amountMinor: 2500, on: 'c' });
    story.answer(succeeded('r'));
    story.do({ type: 'request-refund', refundId: 'ref_1', lines, reason: 'again' });
    expect(story.types).toEqual([]);
    story.do({ type: 'request-refund', refundId: 'ref_2', reason: 'all' }).answer(succeeded('r2'));
    expect(totalsOf(story.state).refundedMinor).toBe(10501);
    expect(sumOf(story.events, 'customer-credit')).toBe(0);
    expect(sumOf(story.events, 'cash-clearing')).toBe(0);
    expect(sumOf(story.events, 'tax-payable')).toBe(0);
  });

  it('can be refunded as credit whatever it was paid with', () => {
    const story = byCredit(0).answer(succeeded()).do(ship('pkg_1', 3)).answer(succeeded('c'));
    story.do({
      type: 'request-refund',
      refundId: 'ref_1',
      amountMinor: 4000,
      toCredit: true,
      reason: 'r',
    });
    expect(story.types).toEqual(['refunded-to-credit']);
    expect(sumOf(story.events, 'customer-credit')).toBe(-4000);
    expect(sumOf(story.events, 'cash-clearing')).toBe(10501);
    // What became credit cannot go to the card as well.
    const tooMuch = { type: 'request-refund', refundId: 'ref_2', reason: 'r' } as const;
    expect(() => story.do({ ...tooMuch, amountMinor: 6502 })).toThrow(/At most 6501/);
    story.do({ ...tooMuch, amountMinor: 6501 });
    expect(openAttempt(story.state)).toMatchObject({ amountMinor: 6501 });
  });

  it('charges later instalments to the card', () => {
    const lines = [aLine({ instalmentsMinor: [3501, 3500, 3500] })];
    const story = new PaymentStory({ lines }, CARD, 3501)
      .answer(succeeded())
      .do(ship('pkg_1', 3))
      .whenDue();
    expect(openAttempt(story.state)).toMatchObject({ kind: 'charge', amountMinor: 3500 });
  });

  it(`adds up in random histories (CONTINUO_SEED=${seed})`, () => {
    let used = 0;
    fc.assert(
      fc.property(
        anyOrder,
        fc.array(aBusyStep, { minLength: 8, maxLength: 30 }),
        fc.integer({ min: 0, max: 100 }),
        (order, steps, percent) => {
          const first = order.lines.reduce((sum, line) => sum + line.instalmentsMinor[0]!, 0);
          const creditMinor = Math.floor((first * percent) / 100);
          const events: PaymentEvent[] = [];
          const world = play(order, steps, (event) => events.push(event), creditMinor);
          const sums: Record<string, number> = {};
          for (const event of events) {
            if ('amountMinor' in event.data)
              sums[event.type] = (sums[event.type] ?? 0) + event.data.amountMinor;
            if (event.type === 'payment.attempt-recorded.v1' && event.data.amountMinor < 0)
              throw new Error(`${event.data.kind} of ${event.data.amountMinor}`);
          }
          const sum = (name: string) => sums[`payment.${name}.v1`] ?? 0;
          used += sum('paid-by-credit');
          const { state } = world;
          const left = creditMinor - sum('paid-by-credit') - sum('credit-returned');
          if (state.creditMinor !== left || left < 0) throw new Error(`credit left: ${left}`);
          if (state.order.lines.every(({ lineId, quantity }) => gone(state, lineId) === quantity))
            if (left !== 0) throw new Error(`${left} of credit is left for nothing`);
          const totals = totalsOf(state);
          if (totals.capturedMinor !== sum('captured') + sum('paid-by-credit'))
            throw new Error('captured');
          if (totals.refundedMinor !== sum('refunded') + sum('refunded-to-credit'))
            throw new Error('refunded');
          if (sumOf(events, 'cash-clearing') !== sum('captured') - sum('refunded'))
            throw new Error('cash');
          const credit = sum('paid-by-credit') - sum('refunded-to-credit');
          if (sumOf(events, 'customer-credit') !== credit) throw new Error('customer credit');
          if (sumOf(events, 'receivable') < 0) throw new Error('taken before it was owed');
        },
      ),
      { numRuns: 2_000, seed },
    );
    expect(used).toBeGreaterThan(0);
  });
});

function gone(state: PaymentStory['state'], lineId: string): number {
  const { shipped = 0, cancelled = 0 } = state.lines[lineId] ?? {};
  return shipped + cancelled;
}
