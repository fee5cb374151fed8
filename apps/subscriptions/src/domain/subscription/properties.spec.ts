import { addDays, localDateOf, nthDate } from '@continuo/kernel/calendar';
import { DomainError } from '@continuo/kernel/domain-error';
import { addMs } from '@continuo/kernel/instant';
import * as fc from 'fast-check';
import { subscriptionDecider } from './decider';
import { dueAt } from './due';
import type { SubscriptionEvent } from './events';
import { starting } from './examples';
import { aChange, aProgram, aStep, HOUR_MS, Life, live, make, ZONES } from './lives.fixture';
import { preview } from './preview';
import { nextCycleOn, schedule, upcoming } from './schedule';
import type { StartedSubscription } from './state';
import { partsOf } from './touches';

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
          if (/\.(cancelled|paused|fell-past-due|held|put-on-hold|expired)\./.test(type))
            running = false;
          if (/\.(resumed|recovered|reactivated|won-back|released-from-hold)\./.test(type))
            running = true;
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

  it('several changes together are what they are one after the other, or nothing at all', () => {
    const several = fc.array(aChange, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(lives, several, ([program, steps, outage], wanted) => {
        const together = live(program, steps, outage);
        const apart = live(program, steps, outage);
        const { now } = together;
        const before = together.state;
        const changes = wanted.map((change) => change(localDateOf(now, before.zone)));
        let refused = false;
        for (const change of changes) {
          try {
            const command = { kind: 'change', change, authority: 'supervisor', now } as const;
            const events = subscriptionDecider.decide(command, apart.state);
            apart.state = events.reduce(
              subscriptionDecider.evolve,
              apart.state,
            ) as StartedSubscription;
          } catch (error) {
            expect(error).toBeInstanceOf(DomainError);
            refused = true;
            break;
          }
        }
        const made = make(together, changes);
        expect(together.state).toEqual(refused || !made ? before : apart.state);
      }),
      { numRuns: 100 },
    );
  });

  it('undoing changes at once restores the schedule, the terms and the standing', () => {
    const several = fc.array(aChange, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(lives, several, ([program, steps, outage], wanted) => {
        const life = live(program, steps, outage);
        // A recovery makes what fell due meanwhile due at once: that is locked, not what is changed.
        life.pass(0, outage);
        const before = life.state;
        const today = localDateOf(life.now, before.zone);
        const made = make(
          life,
          wanted.map((change) => change(today)),
        );
        if (!made || made.events.every((event) => partsOf(event).length === 0)) return;
        // What was paid in advance and given up is settled at once: see prepaid.spec.ts.
        if (made.events.some(({ type }) => type.startsWith('subscription.prepaid-'))) return;
        const undo = { kind: 'undo', authority: 'supervisor', made, now: life.now } as const;
        const events = subscriptionDecider.decide(undo, life.state);
        const after = events.reduce(subscriptionDecider.evolve, life.state) as StartedSubscription;
        // A charge that was still being tried is void by a cancellation: dates that have passed are not made up for.
        const retried = before.status === 'past-due' && after.status === 'active';
        // Nor is a cycle that was skipped, on a day before today: nobody looks at it again.
        const toCome = (state: StartedSubscription) =>
          schedule(state).filter(({ status, dueOn }) => status !== 'skipped' || dueOn >= today);
        const expected = toCome(before);
        if (!retried) expect(toCome(after).slice(0, expected.length)).toEqual(expected);
        expect(after.unitPriceMinor).toBe(before.unitPriceMinor);
        expect([after.shipTo, after.payment, after.zone]).toEqual([
          before.shipTo,
          before.payment,
          before.zone,
        ]);
        expect(after.ending).toEqual(before.ending);
      }),
      { numRuns: 200 },
    );
  });

  it('undoing later never opens a cycle twice, nor on a day that has passed', () => {
    fc.assert(
      fc.property(
        lives,
        aChange,
        fc.array(aStep, { maxLength: 3 }),
        ([program, steps, outage], wanted, more) => {
          const life = live(program, steps, outage);
          const made = make(life, [wanted(localDateOf(life.now, life.state.zone))]);
          for (const step of more) if (!('change' in step)) life.carryOut(step, outage);
          if (made) life.ask({ kind: 'undo', authority: 'supervisor', made, now: life.now });
          life.pass(3_000, outage);
          const opened = locked(life.events);
          for (const [index, { cycle, dueOn }] of opened.entries()) {
            const before = opened[index - 1];
            if (before) expect([cycle > before.cycle, dueOn > before.dueOn]).toEqual([true, true]);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('replayed, its events give the state it lives in', () => {
    fc.assert(
      fc.property(lives, ([program, steps, outage]) => {
        const { state, events } = live(program, steps, outage);
        const stored = JSON.parse(JSON.stringify(events)) as SubscriptionEvent[];
        const replayed = stored.reduce(
          subscriptionDecider.evolve,
          subscriptionDecider.initialState(),
        );
        expect(JSON.parse(JSON.stringify(replayed))).toEqual(JSON.parse(JSON.stringify(state)));
      }),
      { numRuns: 60 },
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
