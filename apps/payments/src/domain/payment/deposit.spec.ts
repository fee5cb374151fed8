import * as fc from 'fast-check';
import { CARD, PaymentStory, declined, ship, succeeded, sumOf } from '../../testing/payment-story';
import { aBusyStep, anyOrder, play } from '../../testing/random-history.fixture';
import type { PaymentEvent } from './events';
import { openAttempt } from './state';
import { statusOf, totalsOf } from './summary';

const seed = Number(process.env.CONTINUO_SEED ?? Date.now() % 2 ** 31);
/** An order of 105.01 for three units, with a deposit of 30.00. */
const withDeposit = (depositMinor = 3000, creditMinor = 0) =>
  new PaymentStory({}, CARD, creditMinor, depositMinor);

describe('a deposit', () => {
  it('is charged at once, and the rest authorised after it', () => {
    const story = withDeposit();
    expect(openAttempt(story.state)).toMatchObject({
      kind: 'charge',
      instalment: 0,
      amountMinor: 3000,
    });
    story.answer(succeeded('dep'));
    expect(story.types).toEqual(['deposit-taken', 'attempt-recorded']);
    expect(openAttempt(story.state)).toMatchObject({ kind: 'authorise', amountMinor: 7501 });
    expect(sumOf(story.events, 'customer-deposits')).toBe(-3000);
    expect(sumOf(story.events, 'cash-clearing')).toBe(3000);
  });

  it('is a liability until goods leave, and pays for them in proportion', () => {
    const story = withDeposit(1000).answer(succeeded('dep')).answer(succeeded('auth'));
    const used = ['pkg_1', 'pkg_2', 'pkg_3'].map((name) => {
      story.do(ship(name, 1));
      const { amountMinor } = story.find('payment.deposit-used.v1');
      story.answer(succeeded(name));
      return amountMinor;
    });
    expect(used).toEqual([333, 333, 334]);
    expect(sumOf(story.events, 'customer-deposits')).toBe(0);
    expect(sumOf(story.events, 'cash-clearing')).toBe(10501);
    expect(sumOf(story.events, 'receivable')).toBe(0);
    expect(totalsOf(story.state).capturedMinor).toBe(10501);
  });

  it('goes back to the card where goods are cancelled, in proportion', () => {
    const story = withDeposit().answer(succeeded('dep')).answer(succeeded('auth'));
    story.do({ type: 'cancel-order', lines: [{ lineId: 'l1', quantity: 1 }], reason: 'less' });
    expect(openAttempt(story.state)).toMatchObject({
      kind: 'refund',
      amountMinor: 1000,
      on: 'dep',
    });
    story.answer(succeeded('r1'));
    expect(story.types).toContain('deposit-refunded');
    story.do({ type: 'cancel-order', lines: [], reason: 'none' }).answer(succeeded('r2'));
    expect(sumOf(story.events, 'customer-deposits')).toBe(0);
    expect(sumOf(story.events, 'cash-clearing')).toBe(0);
    expect(openAttempt(story.state)).toMatchObject({ kind: 'release', amountMinor: 7501 });
  });

  it('goes back where the order was cancelled before it was known to be taken', () => {
    const story = withDeposit();
    story.do({ type: 'cancel-order', lines: [], reason: 'regret' }).answer(succeeded('dep'));
    expect(story.types).toEqual(['deposit-taken', 'deposit-refund-requested', 'attempt-recorded']);
    expect(openAttempt(story.state)).toMatchObject({
      kind: 'refund',
      amountMinor: 3000,
      on: 'dep',
    });
    story.answer(succeeded('r'));
    expect(openAttempt(story.state)).toBeUndefined();
  });

  it('that is declined holds everything until there is another card', () => {
    const story = withDeposit().answer(declined());
    expect(statusOf(story.state)).toBe('declined');
    expect(story.due).toBeNull();
    story.do({
      type: 'replace-method',
      method: { ...CARD, token: 'pm_2' },
      triesOnCard: [],
    });
    expect(openAttempt(story.state)).toMatchObject({ instalment: 0, token: 'pm_2' });
  });

  it('is given to a person when the gateway will not give it back', () => {
    const story = withDeposit().answer(succeeded('dep')).answer(succeeded('auth'));
    story.do({ type: 'cancel-order', lines: [], reason: 'regret' }).answer(declined('hard'));
    expect(story.types).toContain('handed-to-a-person');
    expect(openAttempt(story.state)).toMatchObject({ kind: 'release' });
    expect(sumOf(story.events, 'customer-deposits')).toBe(-3000);
  });

  it('pays what credit leaves, and is refunded like any other charge', () => {
    const story = withDeposit(9000, 3000);
    expect(openAttempt(story.state)).toMatchObject({ kind: 'charge', amountMinor: 7501 });
    story.answer(succeeded('dep')).answer(succeeded('auth')).do(ship('pkg_1', 3));
    expect(story.types).toEqual(['package-billed', 'paid-by-credit', 'deposit-used', 'captured']);
    story.do({ type: 'request-refund', refundId: 'ref_1', reason: 'back' });
    expect(openAttempt(story.state)).toMatchObject({
      kind: 'refund',
      amountMinor: 7501,
      on: 'dep',
    });
  });

  it(`adds up in random histories (CONTINUO_SEED=${seed})`, () => {
    const percent = fc.integer({ min: 0, max: 110 });
    fc.assert(
      fc.property(
        anyOrder,
        fc.array(aBusyStep, { minLength: 8, maxLength: 30 }),
        fc.integer({ min: 0, max: 100 }),
        percent,
        (order, steps, ofCredit, ofDeposit) => {
          const first = order.lines.reduce((sum, line) => sum + line.instalmentsMinor[0]!, 0);
          const creditMinor = Math.floor((first * ofCredit) / 100);
          const depositMinor = Math.floor((first * ofDeposit) / 100);
          const events: PaymentEvent[] = [];
          const world = play(
            order,
            steps,
            (event) => events.push(event),
            creditMinor,
            depositMinor,
          );
          const sums: Record<string, number> = {};
          for (const event of events) {
            if ('amountMinor' in event.data)
              sums[event.type] = (sums[event.type] ?? 0) + event.data.amountMinor;
            if (event.type === 'payment.attempt-recorded.v1' && event.data.amountMinor < 0)
              throw new Error(`${event.data.kind} of ${event.data.amountMinor}`);
          }
          const sum = (name: string) => sums[`payment.${name}.v1`] ?? 0;
          const { state } = world;
          const held = sum('deposit-taken') - sum('deposit-used') - sum('deposit-refund-requested');
          if (state.deposit.heldMinor !== held || held < 0) throw new Error(`held: ${held}`);
          const refunded = sum('deposit-used') + sum('deposit-refunded');
          if (sumOf(events, 'customer-deposits') !== refunded - sum('deposit-taken'))
            throw new Error('customer deposits');
          const cash =
            sum('captured') + sum('deposit-taken') - sum('refunded') - sum('deposit-refunded');
          if (sumOf(events, 'cash-clearing') !== cash) throw new Error('cash');
          const totals = totalsOf(state);
          const captured = sum('captured') + sum('paid-by-credit') + sum('deposit-used');
          if (totals.capturedMinor !== captured) throw new Error('captured');
          if (sumOf(events, 'receivable') < 0) throw new Error('taken before it was owed');
          if (openAttempt(state)) return;
          const toShip = state.order.lines.some((line) => left(state, line));
          if (!toShip && held !== 0) throw new Error(`${held} is held for nothing`);
        },
      ),
      { numRuns: 2_000, seed },
    );
  });
});

function left(state: PaymentStory['state'], line: { lineId: string; quantity: number }): boolean {
  const { shipped = 0, cancelled = 0 } = state.lines[line.lineId] ?? {};
  return shipped + cancelled < line.quantity;
}
