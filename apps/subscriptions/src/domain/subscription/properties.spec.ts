import { addDays, localDateOf, nthDate } from '@continuo/kernel/calendar';
import { DomainError } from '@continuo/kernel/domain-error';
import { addMs, type Instant, type LocalDate } from '@continuo/kernel/instant';
import * as fc from 'fast-check';
import type { Change } from './change';
import type { SubscriptionCommand } from './commands';
import { subscriptionDecider } from './decider';
import type { SubscriptionEvent } from './events';
import { starting } from './examples';
import { preview } from './preview';
import { dueAt } from './due';
import { nextCycleOn, schedule, upcoming } from './schedule';
import type { StartedSubscription } from './state';

const HOUR_MS = 3_600_000;
const ZONES = [
  'America/New_York',
  'Pacific/Auckland',
  'Europe/London',
  'Asia/Tokyo',
  'America/Sao_Paulo',
];
const INTERVALS = ['P30D', 'P1M', 'P2M', 'P1W', 'P1D'];

/** Dates are drawn relative to the day on which the change is asked for. */
type AnyChange = (today: LocalDate) => Change;
const ahead = fc.integer({ min: -10, max: 120 });
const cycles = fc.option(fc.integer({ min: 2, max: 12 }), { nil: undefined });
const aChange: fc.Arbitrary<AnyChange> = fc.oneof(
  fc.constantFrom(...INTERVALS).map((interval) => () => ({ kind: 'interval', interval }) as const),
  fc
    .integer({ min: 0, max: 9000 })
    .map((unitPriceMinor) => () => ({ kind: 'price', unitPriceMinor }) as const),
  fc
    .constantFrom('GREENS-30', 'BERRIES-30')
    .map((sku) => () => ({ kind: 'product', sku }) as const),
  fc.integer({ min: 1, max: 3 }).map((quantity) => () => ({ kind: 'quantity', quantity }) as const),
  fc.tuple(ahead, cycles, fc.boolean()).map(
    ([days, cycle, moveFollowing]) =>
      (today: LocalDate) =>
        ({ kind: 'date', on: addDays(today, days), cycle, moveFollowing }) as const,
  ),
  cycles.map((cycle) => () => ({ kind: 'skip', cycle }) as const),
  fc.integer({ min: 2, max: 12 }).map((cycle) => () => ({ kind: 'unskip', cycle }) as const),
  ahead.map(
    (days) => (today: LocalDate) => ({ kind: 'pause', until: addDays(today, days) }) as const,
  ),
  fc.constant(() => ({ kind: 'resume' }) as const),
  fc.constant(() => ({ kind: 'cancel', reasonCode: 'other' }) as const),
  fc.option(ahead, { nil: undefined }).map(
    (days) => (today: LocalDate) =>
      ({
        kind: 'reactivate',
        nextOn: days === undefined ? undefined : addDays(today, days),
      }) as const,
  ),
  fc
    .constantFrom('pm_a', 'pm_b')
    .map((token) => () => ({ kind: 'payment-method', token }) as const),
  fc.constantFrom(...ZONES).map((zone) => () => ({ kind: 'zone', zone }) as const),
);

type Step =
  | { readonly hours: number; readonly change: AnyChange }
  | {
      readonly hours: number;
      readonly settle: 'authorised' | 'declined' | 'failed' | 'captured' | 'cancelled';
    }
  | { readonly hours: number };

const aStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ hours: fc.integer({ min: 0, max: 800 }), change: aChange }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      hours: fc.integer({ min: 0, max: 200 }),
      settle: fc.constantFrom('authorised', 'declined', 'failed', 'captured', 'cancelled'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ hours: fc.integer({ min: 0, max: 1_200 }) }) },
);
const aProgram = fc.record({
  startedOn: fc.integer({ min: 0, max: 1_500 }).map((days) => addDays('2026-01-01', days)),
  interval: fc.constantFrom(...INTERVALS),
  zone: fc.constantFrom(...ZONES),
  trialDays: fc.option(fc.integer({ min: 1, max: 40 }), { nil: null }),
  missedCycles: fc.constantFrom('ship-one' as const, 'ship-all' as const, 'skip' as const),
  totalCycles: fc.option(fc.integer({ min: 2, max: 8 }), { nil: null }),
});

/** A program, its record, and a clock; the scheduler wakes it whenever it is due. */
class Life {
  readonly events: SubscriptionEvent[] = [];
  state: StartedSubscription;

  constructor(
    start: SubscriptionCommand,
    public now: Instant,
  ) {
    const [started] = subscriptionDecider.decide(start, { status: 'none' });
    this.events.push(started!);
    this.state = subscriptionDecider.evolve({ status: 'none' }, started!) as StartedSubscription;
  }

  /** Refusals change nothing. */
  ask(command: SubscriptionCommand): readonly SubscriptionEvent[] {
    let events: readonly SubscriptionEvent[] = [];
    try {
      events = subscriptionDecider.decide(command, this.state);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
    for (const event of events) {
      this.state = subscriptionDecider.evolve(this.state, event) as StartedSubscription;
      this.events.push(event);
    }
    return events;
  }

  /** Time passes; `outage`: nothing wakes the program before its end. */
  pass(hours: number, outage: boolean): void {
    const end = addMs(this.now, hours * HOUR_MS);
    for (;;) {
      const due = dueAt(this.state);
      if (due === null || due > end) break;
      if (due > this.now) this.now = outage ? end : due;
      const events = this.ask({ kind: 'wake', now: this.now });
      // Every wake moves or clears the due date: else the scheduler would turn in a circle.
      expect([events.length > 0, dueAt(this.state) !== due]).toEqual([true, true]);
    }
    this.now = end;
    expect(this.ask({ kind: 'wake', now: end })).toEqual([]);
  }

  carryOut(step: Step, outage: boolean): void {
    this.pass(step.hours, outage);
    if ('change' in step) {
      const change = step.change(localDateOf(this.now, this.state.zone));
      this.ask({ kind: 'change', change, authority: 'supervisor', now: this.now });
    } else if ('settle' in step) {
      const open =
        this.state.cycles.find(({ status }) => status === 'locked' || status === 'charging') ??
        this.state.cycles.at(-1);
      if (open) this.ask({ kind: 'settle', cycle: open.cycle, outcome: outcomes[step.settle] });
    }
  }
}

const outcomes = {
  authorised: { news: 'authorised', amountMinor: 1, token: 'pm_first', networkTransactionId: 'n' },
  declined: { news: 'declined', decline: 'soft', code: 'c', final: false, retryAt: null },
  failed: { news: 'declined', decline: 'hard', code: 'c', final: true, retryAt: null },
  captured: { news: 'captured', amountMinor: 1 },
  cancelled: { news: 'cancelled', reason: 'r' },
} as const;

type AnyProgram = typeof aProgram extends fc.Arbitrary<infer Value> ? Value : never;

function live(program: AnyProgram, steps: readonly Step[], outage: boolean): Life {
  const { startedOn, interval, zone, trialDays, missedCycles, totalCycles } = program;
  const plan = { ...starting().terms.plan, missedCycles, totalCycles };
  const life = new Life(
    starting({ startedOn, interval, zone, trialDays, plan }),
    `${startedOn}T12:00:00.000Z`,
  );
  for (const step of steps) life.carryOut(step, outage);
  return life;
}

const lives = fc.tuple(aProgram, fc.array(aStep, { maxLength: 16 }), fc.boolean());
const locked = (events: readonly SubscriptionEvent[]) =>
  events.flatMap((event) => (event.type === 'subscription.cycle-locked.v2' ? [event.data] : []));

describe('whatever is asked of a program, in whatever order', () => {
  it('no cycle is opened twice, and cycles are opened in the order of their dates', () => {
    fc.assert(
      fc.property(lives, ([program, steps, outage]) => {
        const opened = locked(live(program, steps, outage).events);
        for (const [index, { cycle, dueOn }] of opened.entries()) {
          const before = opened[index - 1];
          if (before) expect([cycle > before.cycle, dueOn > before.dueOn]).toEqual([true, true]);
        }
        expect(new Set(opened.map(({ orderId }) => orderId)).size).toBe(opened.length);
      }),
      { numRuns: 100 },
    );
  });

  it('each cycle number is opened, or a fact says why not', () => {
    fc.assert(
      fc.property(lives, ([program, steps, outage]) => {
        const { events, state } = live(program, steps, outage);
        const accounted = new Set<number>();
        for (const event of events) {
          if (event.type === 'subscription.cycle-locked.v2') accounted.add(event.data.cycle);
          if (event.type === 'subscription.cycle-skipped.v1') accounted.add(event.data.cycle);
          if ('missed' in event.data)
            for (const { cycle } of event.data.missed) accounted.add(cycle);
          if ('passed' in event.data)
            for (const { cycle } of event.data.passed) accounted.add(cycle);
        }
        for (let cycle = 2; cycle < state.nextCycle; cycle += 1)
          expect([cycle, accounted.has(cycle)]).toEqual([cycle, true]);
      }),
      { numRuns: 100 },
    );
  });

  it('nothing is opened after a cancellation, nor while paused, past due or held', () => {
    fc.assert(
      fc.property(lives, ([program, steps, outage]) => {
        const { events } = live(program, steps, outage);
        let running = true;
        for (const { type } of events) {
          if (type === 'subscription.cycle-locked.v2') expect(running).toBe(true);
          if (/\.(cancelled|paused|fell-past-due|held|expired)\./.test(type)) running = false;
          if (/\.(resumed|recovered|reactivated)\./.test(type)) running = true;
        }
      }),
      { numRuns: 60 },
    );
  });

  it('what a preview shows is what the change does', () => {
    fc.assert(
      fc.property(lives, aChange, ([program, steps, outage], wanted) => {
        const life = live(program, steps, outage);
        const change = wanted(localDateOf(life.now, life.state.zone));
        let shown;
        try {
          shown = preview(life.state, [change], life.now);
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
          return;
        }
        life.ask({ kind: 'change', change, authority: 'supervisor', now: life.now });
        expect(schedule(life.state)).toEqual(shown.after);
        expect(life.state).toEqual(shown.state);
      }),
      { numRuns: 100 },
    );
  });

  it('the dates ahead lie in order, and every event tells the next one as it then was', () => {
    fc.assert(
      fc.property(lives, ([program, steps, outage]) => {
        const { state, events } = live(program, steps, outage);
        const dates = upcoming(state, 8).map(({ dueOn }) => dueOn);
        expect(dates).toEqual([...new Set(dates)].sort());
        if (dates[0] !== undefined) expect(dates[0] > state.lastDueOn).toBe(true);
        const last = events.findLast(({ data }) => 'nextCycleOn' in data);
        expect(last && 'nextCycleOn' in last.data ? last.data.nextCycleOn : null).toBe(
          nextCycleOn(state),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('the state survives being written down', () => {
    fc.assert(
      fc.property(lives, ([program, steps, outage]) => {
        const { state, now } = live(program, steps, outage);
        const read = JSON.parse(JSON.stringify(state)) as StartedSubscription;
        expect(dueAt(read)).toBe(dueAt(state));
        const wake = { kind: 'wake', now: addMs(now, 9e9) } as const;
        expect(subscriptionDecider.decide(wake, read)).toEqual(
          subscriptionDecider.decide(wake, state),
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe('the calendar of a program', () => {
  it.each(['2026-01-29', '2026-01-30', '2026-01-31', '2028-02-29', '2027-12-31'])(
    'anchored on %s never drifts over five years of renewals',
    (startedOn) => {
      const life = new Life(starting({ startedOn }), `${startedOn}T12:00:00.000Z`);
      life.pass(5 * 366 * 24, false);
      const dates = locked(life.events).map(({ dueOn }) => dueOn);
      expect(dates.length).toBeGreaterThanOrEqual(60);
      expect(dates).toEqual(dates.map((_, n) => nthDate(startedOn, 'P1M', n + 1)));
    },
  );

  it.each([
    ['2026-03-07', 'America/New_York', '2026-03-08T05:00:00.000Z', '2026-03-09T04:00:00.000Z'],
    ['2026-10-31', 'America/New_York', '2026-11-01T04:00:00.000Z', '2026-11-02T05:00:00.000Z'],
    ['2026-03-28', 'Europe/London', '2026-03-29T00:00:00.000Z', '2026-03-29T23:00:00.000Z'],
    ['2018-11-03', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z', '2018-11-05T02:00:00.000Z'],
  ])('bills each day of a change of the clocks once (%s, %s)', (startedOn, zone, first, second) => {
    const life = new Life(
      starting({ startedOn, zone, interval: 'P1D' }),
      `${startedOn}T16:00:00.000Z`,
    );
    expect(dueAt(life.state)).toBe(first);
    for (let hour = 0; hour < 24 * 5; hour += 1) {
      life.ask({ kind: 'wake', now: addMs(life.now, hour * HOUR_MS) });
    }
    const days = locked(life.events).map(({ dueOn }) => dueOn);
    expect(days.slice(0, 4)).toEqual([1, 2, 3, 4].map((n) => addDays(startedOn, n)));
    expect(localDateOf(second, zone)).toBe(addDays(startedOn, 2));
  });

  it('bills a day once, however often the customer changes the zone on it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...ZONES), fc.integer({ min: 0, max: 20 })), {
          maxLength: 40,
        }),
        (moves) => {
          const life = new Life(starting({ interval: 'P1D' }), '2026-03-01T12:00:00.000Z');
          for (const [zone, hours] of moves) {
            life.pass(hours, false);
            life.ask({
              kind: 'change',
              change: { kind: 'zone', zone },
              authority: 'agent',
              now: life.now,
            });
          }
          const days = locked(life.events).map(({ dueOn }) => dueOn);
          expect(new Set(days).size).toBe(days.length);
        },
      ),
    );
  });
});
