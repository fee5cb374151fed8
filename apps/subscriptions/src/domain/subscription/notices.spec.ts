import { addDays, localDateOf } from '@continuo/kernel/calendar';
import * as fc from 'fast-check';
import { DEFAULT_POLICIES } from '../plan/policies';
import type { SubscriptionCommand } from './commands';
import { subscriptionDecider } from './decider';
import { dueAt } from './due';
import { ask, eventsOf, starting, stateAfter, wake } from './examples';
import type { SubscriptionEvent } from './events';
import { aProgram, aStep, Life, startOf } from './lives.fixture';
import type { StartedSubscription } from './state';

const DAYS = { 'trial-ending': 3, 'price-change': 7, renewal: 5 };
const notices = { trialEndingDays: 3, priceChangeDays: 7, renewalDays: 5 };
const policies = { ...DEFAULT_POLICIES, notices };
const told = (events: readonly SubscriptionEvent[]) =>
  events.flatMap((event) =>
    event.type === 'subscription.notice-due.v1' ? [`${event.data.notice} ${event.data.cycle}`] : [],
  );
/** A program that nobody tells of anything before its day. */
class ToldInTime extends Life {
  override ask(command: SubscriptionCommand): readonly SubscriptionEvent[] {
    const events = super.ask(command);
    for (const event of events) {
      if (event.type !== 'subscription.notice-due.v1') continue;
      const { notice, dueOn } = event.data;
      const today = localDateOf(this.now, this.state.zone);
      expect(addDays(dueOn, -DAYS[notice]) <= today).toBe(true);
    }
    return events;
  }
}

/** Wakes it once on each day. */
function daily(from: string, until: string, state: StartedSubscription) {
  const days: (readonly [string, readonly string[]])[] = [];
  let now = state;
  for (let day = from; day <= until; day = addDays(day, 1)) {
    const events = subscriptionDecider.decide(wake(day), now);
    now = events.reduce(subscriptionDecider.evolve, now) as StartedSubscription;
    if (told(events).length > 0) days.push([day, told(events)]);
  }
  return days;
}

describe('several notices of one cycle', () => {
  const dearer = ask({ kind: 'price', unitPriceMinor: 4400 });

  it('are published each on its own day, and for the next cycle again', () => {
    const state = stateAfter(starting({ policies }), dearer);
    expect(daily('2026-02-01', '2026-03-31', state)).toEqual([
      ['2026-02-21', ['price-change 2']],
      ['2026-02-23', ['renewal 2']],
      ['2026-03-26', ['renewal 3']],
    ]);
  });

  it('of a trial tell of its end, of its price and of the charge', () => {
    const state = stateAfter(starting({ policies, trialDays: 14 }), dearer);
    expect(daily('2026-02-01', '2026-02-14', state)).toEqual([
      ['2026-02-07', ['price-change 2']],
      ['2026-02-09', ['renewal 2']],
      ['2026-02-11', ['trial-ending 2']],
    ]);
  });

  it('wake the program on each of their days', () => {
    const due = (...commands: Parameters<typeof stateAfter>) =>
      dueAt(stateAfter(starting({ policies }), dearer, ...commands));
    expect(due()).toBe('2026-02-21T05:00:00.000Z');
    expect(due(wake('2026-02-21'))).toBe('2026-02-23T05:00:00.000Z');
    expect(due(wake('2026-02-21'), wake('2026-02-23'))).toBe('2026-02-28T05:00:00.000Z');
  });

  it('that come late are told together, before the cycle is locked', () => {
    const woken = eventsOf(starting({ policies }), dearer, wake('2026-02-28')).slice(-3);
    expect(woken.map(({ type }) => type)).toEqual([
      'subscription.notice-due.v1',
      'subscription.notice-due.v1',
      'subscription.cycle-locked.v2',
    ]);
    expect(told(woken)).toEqual(['price-change 2', 'renewal 2']);
  });

  it('are not told again of a cycle that comes back', () => {
    const commands = [
      wake('2026-02-23'),
      ask({ kind: 'skip', cycle: 2 }, '2026-02-23'),
      wake('2026-03-26'),
      ask({ kind: 'skip', cycle: 3 }, '2026-03-26'),
    ];
    const state = stateAfter(starting({ policies }), ...commands);
    const back = ask({ kind: 'unskip', cycle: 3 }, '2026-03-27');
    const after = eventsOf(starting({ policies }), ...commands, back, wake('2026-03-27'));
    expect(told(after)).toEqual(['renewal 2', 'renewal 3']);
    expect(state.told).toEqual([
      { cycle: 2, notice: 'renewal' },
      { cycle: 3, notice: 'renewal' },
    ]);
  });

  it('are never told twice or before their day, whatever is changed, woken late or woken again', () => {
    fc.assert(
      fc.property(aProgram, fc.array(aStep, { maxLength: 14 }), fc.boolean(), (...lived) => {
        const [program, steps, outage] = lived;
        const life = new ToldInTime(...startOf({ ...program, policies }));
        for (const step of steps) life.carryOut(step, outage);
        const all = told(life.events);
        expect(new Set(all).size).toBe(all.length);
      }),
      { numRuns: 150 },
    );
  });
});
