import { addDays } from '@continuo/kernel/calendar';
import { fold } from '@continuo/kernel/decider';
import type { Instant, LocalDate } from '@continuo/kernel/instant';
import { recorded } from '@continuo/testing/examples';
import type { SubscriptionCommand } from '../../domain/subscription/commands';
import { subscriptionDecider } from '../../domain/subscription/decider';
import type { SubscriptionEvent } from '../../domain/subscription/events';
import {
  ask,
  authorised,
  declined,
  noonOf,
  starting,
  wake,
} from '../../domain/subscription/examples';
import { estimateDunning } from './dunning-estimate';
import { type ProgramEvent, programEvents } from './program-steps';

const DUE: LocalDate = '2026-02-28';

/** A program whose cycle 2 was declined on its day, and what came so many days later. */
function program(
  ...later: (readonly [number, SubscriptionCommand | ((on: LocalDate) => SubscriptionCommand)])[]
): readonly ProgramEvent[] {
  const events: SubscriptionEvent[] = [];
  const commands: (readonly [SubscriptionCommand, Instant])[] = [
    [starting(), '2026-01-31T15:00:00.000Z'],
    [wake(DUE), noonOf(DUE)],
    [declined(2), noonOf(DUE)],
    ...later.map(([days, command]) => {
      const on = addDays(DUE, days);
      return [typeof command === 'function' ? command(on) : command, noonOf(on)] as const;
    }),
  ];
  const history = commands.flatMap(([command, at], index) => {
    const made = subscriptionDecider.decide(command, fold(subscriptionDecider, events));
    events.push(...made);
    const metadata = { commandId: `command-${index}`, recordedAt: at, effectiveAt: at };
    const fromRevision = events.length - made.length;
    return recorded('subscription-sub_1', made, { fromRevision, metadata });
  });
  return programEvents(history);
}

/** Declined again, to be tried another time. */
const retried = (on: LocalDate): SubscriptionCommand => ({
  kind: 'settle',
  cycle: 2,
  outcome: {
    news: 'declined',
    decline: 'soft',
    code: 'insufficient_funds',
    final: false,
    retryAt: noonOf(addDays(on, 2)),
  },
});
const gaveUp = declined(2, true);
const paid = authorised(2);
const cancel = (on: LocalDate) => ask({ kind: 'cancel', reasonCode: 'other' }, on);
const otherCard = (on: LocalDate) => ask({ kind: 'payment-method', token: 'pm_other' }, on);

const orders = (programs: readonly (readonly ProgramEvent[])[], ...schedule: string[]) => {
  const [total] = estimateDunning(programs, schedule).totals;
  return [total?.asItWas.orders, total?.whatIf.orders];
};
const times = <Value>(count: number, value: Value): Value[] => Array<Value>(count).fill(value);

describe('retries on other days', () => {
  /** The money was there on the fifth day, not on the first. */
  const onTheFifth = program([1, retried], [5, paid]);
  const never = program([1, retried], [5, gaveUp]);

  it.each([
    [['P1D', 'P5D'], 10],
    [['P5D'], 10],
    [['P9D'], 10],
    [['P1D'], 0],
    [[], 0],
    [['P3D'], 5],
    [['P1D', 'P2D', 'P3D', 'P4D'], 8],
  ])('%j find %d of ten payments that were there on the fifth day', (schedule, found) => {
    expect(orders([...times(10, onTheFifth), ...times(10, never)], ...schedule)).toEqual([
      10,
      found,
    ]);
  });

  it('as many as there were come to something else on other days', () => {
    const programs = [...times(10, onTheFifth), ...times(10, never)];
    const estimate = estimateDunning(programs, ['P1D', 'P2D']);
    expect(estimate).toMatchObject({
      estimate: true,
      declinedCycles: 20,
      tries: [
        { afterDays: 1, made: 20, recovered: 0 },
        { afterDays: 5, made: 20, recovered: 10 },
      ],
      retries: [
        { after: 'P1D', made: 20, recovered: 0, afterCancellation: 0 },
        { after: 'P2D', made: 20, recovered: 3, afterCancellation: 0 },
      ],
      totals: [
        {
          asItWas: { orders: 10, revenueMinor: 45_950, churned: 10 },
          whatIf: { orders: 3, churned: 17 },
        },
      ],
    });
    expect(estimate.assumptions).toContainEqual(
      expect.stringContaining('evenly on the days between'),
    );
  });

  it('later than its last try a payment is found as often as others were, later than any never', () => {
    const early = program([1, gaveUp]);
    const programs = [...times(10, onTheFifth), ...times(10, never), ...times(10, early)];
    // Of those tried on the fifth day one half was paid: five more of the ten that were given up on the first.
    expect(orders(programs, 'P1D', 'P5D')).toEqual([10, 15]);
    expect(orders(programs, 'P1D', 'P5D', 'P30D')).toEqual([10, 15]);
  });

  it('on or after the day of a cancellation are not made', () => {
    const left = program([1, retried], [5, paid], [7, cancel]);
    expect(orders([left], 'P6D')).toEqual([1, 1]);
    expect(orders([left], 'P7D')).toEqual([1, 0]);
    expect(estimateDunning([left], ['P7D']).retries).toEqual([
      { after: 'P7D', made: 0, recovered: 0, afterCancellation: 1 },
    ]);
  });

  it('before a cancellation that ended the real ones may have come in time', () => {
    const left = program([1, retried], [3, cancel]);
    const others = [program([1, retried], [2, paid]), program([1, retried], [2, gaveUp])];
    expect(estimateDunning([left], ['P1D']).declinedCycles).toBe(1);
    expect(orders([...times(2, left), ...others], 'P1D', 'P2D')).toEqual([1, 2]);
    expect(orders([...times(2, left), ...others], 'P1D', 'P3D')).toEqual([1, 1]);
  });

  it('make no difference to who has given another card', () => {
    const gave = program([1, retried], [4, otherCard], [4, paid]);
    const estimate = estimateDunning([gave], ['P1D']);
    expect(estimate).toMatchObject({ paidByOtherCard: 1, tries: [{ afterDays: 1, recovered: 0 }] });
    expect(orders([gave], 'P1D')).toEqual([1, 1]);
    expect(orders([gave])).toEqual([1, 1]);
  });

  it('leave out what nobody knows the end of', () => {
    expect(estimateDunning([program([1, retried])], ['P1D']).declinedCycles).toBe(0);
    expect(estimateDunning([], ['P1D'])).toMatchObject({
      declinedCycles: 0,
      totals: [],
      tries: [],
    });
  });
});
