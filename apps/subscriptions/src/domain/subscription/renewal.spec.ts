import { given } from '@continuo/testing/decider';
import type { SubscriptionCommand } from './commands';
import { DomainError } from '@continuo/kernel/domain-error';
import { orderIdOf } from './decide-wake';
import { subscriptionDecider } from './decider';
import {
  ask,
  authorised,
  captured,
  declined,
  eventsOf,
  noonOf,
  starting,
  stateAfter,
  wake,
  ZONE,
} from './examples';
import { dueAt } from './due';
import { schedule } from './schedule';

const after = (...commands: SubscriptionCommand[]) =>
  given(subscriptionDecider, eventsOf(...commands));
const types = (events: readonly { type: string }[]) => events.map(({ type }) => type.split('.')[1]);

describe('starting', () => {
  it('anchors the calendar on the day of the order', () => {
    const state = stateAfter(starting());
    expect(state).toMatchObject({
      status: 'active',
      nextCycle: 2,
      anchor: { cycle: 1, on: '2026-01-31' },
    });
    expect(schedule(state).map(({ dueOn }) => dueOn)).toEqual([
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
      '2026-05-31',
      '2026-06-30',
      '2026-07-31',
    ]);
    expect(dueAt(state)).toBe('2026-02-28T05:00:00.000Z');
  });

  it('charges in full for the first time when a trial ends, and counts from there', () => {
    const state = stateAfter(starting({ trialDays: 14, startedOn: '2026-01-17' }));
    expect(state).toMatchObject({ status: 'trial', trialEndsOn: '2026-01-31' });
    expect(
      schedule(state)
        .map(({ dueOn }) => dueOn)
        .slice(0, 3),
    ).toEqual(['2026-01-31', '2026-02-28', '2026-03-31']);
    const events = eventsOf(
      starting({ trialDays: 14, startedOn: '2026-01-17' }),
      wake('2026-01-31'),
    );
    expect(types(events)).toEqual(['started', 'trial-ended', 'cycle-locked']);
  });

  it('has no second effect', () => {
    after(starting()).when(starting()).thenNothing();
  });

  it('comes before everything else', () => {
    given(subscriptionDecider, []).when(wake('2026-02-28')).thenFails('subscription-not-found');
  });
});

describe('a cycle that falls due', () => {
  it('is locked with everything its order needs', () => {
    const { terms } = starting();
    after(starting())
      .when(wake('2026-02-28'))
      .then([
        {
          type: 'subscription.cycle-locked.v2',
          data: {
            customerId: 'cus_1',
            cycle: 2,
            dueOn: '2026-02-28',
            orderId: orderIdOf('sub_1', 2),
            planId: 'plan_greens',
            currency: 'USD',
            zone: ZONE,
            sku: 'GREENS-30',
            name: 'Greens',
            quantity: 1,
            unitPriceMinor: 4000,
            shippingMinor: 595,
            taxCategory: 'food',
            payment: terms.payment,
            shipTo: terms.shipTo,
            sale: terms.sale,
            lines: [],
            shipOn: '2026-02-28',
            nextCycleOn: '2026-03-31',
          },
        },
      ]);
  });

  it('is locked once, however often the stream is woken', () => {
    after(starting(), wake('2026-02-28')).when(wake('2026-02-28')).thenNothing();
  });

  it('is not locked a moment before its date', () => {
    const state = stateAfter(starting());
    const early = { kind: 'wake', now: '2026-02-28T04:59:59.999Z' } as const;
    expect(subscriptionDecider.decide(early, state)).toEqual([]);
    expect(subscriptionDecider.decide({ ...early, now: dueAt(state)! }, state)).toHaveLength(1);
  });

  it('goes from locked to shipped', () => {
    const cycle = (...commands: SubscriptionCommand[]) =>
      stateAfter(starting(), wake('2026-02-28'), ...commands).cycles[0]?.status;
    expect(cycle()).toBe('locked');
    expect(cycle({ kind: 'settle', cycle: 2, outcome: { news: 'unknown' } })).toBe('charging');
    expect(cycle(authorised(2))).toBe('paid');
    expect(cycle(authorised(2), { kind: 'settle', cycle: 2, outcome: { news: 'released' } })).toBe(
      'released',
    );
    expect(cycle(authorised(2), captured(2))).toBe('shipped');
  });

  it('never goes back when messages overtake each other', () => {
    after(starting(), wake('2026-02-28'), captured(2)).when(authorised(2)).thenNothing();
    after(starting(), wake('2026-02-28'), captured(2)).when(declined(2)).thenNothing();
    after(starting(), wake('2026-02-28'), captured(2)).when(captured(2)).thenNothing();
    after(starting()).when(authorised(7)).thenNothing();
  });

  it('cites the network transaction of its token in later charges', () => {
    expect(
      stateAfter(starting(), wake('2026-02-28'), authorised(2)).payment.networkTransactionId,
    ).toBe('ntx_2');
    const other = stateAfter(
      starting(),
      wake('2026-02-28'),
      ask({ kind: 'payment-method', token: 'pm_new' }),
      authorised(2),
    );
    expect(other.payment).toEqual({ token: 'pm_new', networkTransactionId: null });
  });

  it('is void when its order is cancelled, and the program goes on', () => {
    const cancelled = {
      kind: 'settle',
      cycle: 2,
      outcome: { news: 'cancelled', reason: 'by-agent' },
    } as const;
    const state = stateAfter(starting(), wake('2026-02-28'), cancelled);
    expect(state).toMatchObject({ status: 'active', counts: { void: 1 }, nextCycle: 3 });
    after(starting(), wake('2026-02-28'), cancelled).when(cancelled).thenNothing();
  });
});

describe('cycles missed in an outage', () => {
  const missing = (missedCycles: 'ship-one' | 'ship-all' | 'skip') =>
    starting({ plan: { ...starting().terms.plan, missedCycles } });

  it('ship one: the last that fell due; the others are recorded with the reason', () => {
    const events = eventsOf(missing('ship-one'), wake('2026-05-05'));
    expect(types(events)).toEqual(['started', 'cycles-missed', 'cycle-locked']);
    expect(events[1]?.data).toMatchObject({
      policy: 'ship-one',
      missed: [
        { cycle: 2, on: '2026-02-28' },
        { cycle: 3, on: '2026-03-31' },
      ],
    });
    expect(events[2]?.data).toMatchObject({
      cycle: 4,
      dueOn: '2026-04-30',
      nextCycleOn: '2026-05-31',
    });
  });

  it('ship all: each in its turn', () => {
    const state = stateAfter(
      missing('ship-all'),
      wake('2026-05-05'),
      wake('2026-05-05'),
      wake('2026-05-05'),
      wake('2026-05-05'),
    );
    expect(state.cycles.map(({ cycle }) => cycle)).toEqual([2, 3, 4]);
  });

  it('skip: none but the one of today', () => {
    expect(types(eventsOf(missing('skip'), wake('2026-05-05')))).toEqual([
      'started',
      'cycles-missed',
    ]);
    const events = eventsOf(missing('skip'), wake('2026-04-30'));
    expect(types(events)).toEqual(['started', 'cycles-missed', 'cycle-locked']);
    expect(events[2]?.data).toMatchObject({ cycle: 4 });
  });
});

describe('a declined charge', () => {
  it('makes the program past due, and nothing else is charged meanwhile', () => {
    const events = eventsOf(starting(), wake('2026-02-28'), declined(2));
    expect(types(events).slice(2)).toEqual(['cycle-declined', 'fell-past-due']);
    const state = stateAfter(starting(), wake('2026-02-28'), declined(2));
    expect(state).toMatchObject({ status: 'past-due', cycles: [{ status: 'charging' }] });
    expect(dueAt(state)).toBeNull();
    after(starting(), wake('2026-02-28'), declined(2)).when(wake('2026-04-01')).thenNothing();
    after(starting(), wake('2026-02-28'), declined(2)).when(declined(2)).thenNothing();
  });

  it('recovers when a later try succeeds', () => {
    const state = stateAfter(starting(), wake('2026-02-28'), declined(2), authorised(2));
    expect(state).toMatchObject({ status: 'active', cycles: [{ status: 'paid' }] });
    expect(dueAt(state)).toBe('2026-03-31T04:00:00.000Z');
  });

  it('fails the cycle and holds the program when it is final', () => {
    const events = eventsOf(starting(), wake('2026-02-28'), declined(2), declined(2, true));
    expect(types(events).slice(4)).toEqual(['cycle-failed', 'held']);
    const state = stateAfter(starting(), wake('2026-02-28'), declined(2), declined(2, true));
    expect(state).toMatchObject({ status: 'held', reason: 'payment', counts: { failed: 1 } });
    expect(schedule(state)).toEqual([]);
    expect(dueAt(state)).toBeNull();
  });

  it('is over when the failed order is paid after all with another card', () => {
    const state = stateAfter(starting(), wake('2026-02-28'), declined(2, true), authorised(2));
    expect(state).toMatchObject({
      status: 'active',
      cycles: [{ status: 'paid' }],
      counts: { failed: 0 },
    });
  });

  it('shows again after a pause', () => {
    const pause = ask({ kind: 'pause', until: '2026-04-15' }, '2026-03-01');
    const before = [starting(), wake('2026-02-28'), pause, declined(2)];
    expect(stateAfter(...before).status).toBe('paused');
    expect(stateAfter(...before, wake('2026-04-15')).status).toBe('past-due');
  });
});

describe('a program of three deliveries', () => {
  const three = starting({ plan: { ...starting().terms.plan, totalCycles: 3 } });

  it('expires when the last has shipped', () => {
    expect(schedule(stateAfter(three)).map(({ cycle }) => cycle)).toEqual([2, 3]);
    const locked = [three, wake('2026-02-28'), captured(2), wake('2026-03-31')];
    expect(dueAt(stateAfter(...locked))).toBeNull();
    after(...locked)
      .when(wake('2026-04-30'))
      .thenNothing();
    after(...locked)
      .when(ask({ kind: 'skip' }))
      .thenFails('no-cycle-ahead');
    expect(stateAfter(...locked, captured(3)).status).toBe('expired');
  });
});

describe('a long program', () => {
  it('keeps a small state', () => {
    let state = stateAfter(starting({ interval: 'P1D' }));
    const evolveAll = (command: Parameters<typeof subscriptionDecider.decide>[0]) => {
      for (const event of subscriptionDecider.decide(command, state)) {
        const after = subscriptionDecider.evolve(state, event);
        if (after.status === 'none') throw new DomainError('lost', 'lost');
        state = after;
      }
    };
    for (let n = 0; n < 400; n += 1) {
      const cycle = state.nextCycle;
      evolveAll({ kind: 'wake', now: dueAt(state) ?? noonOf('2030-01-01') });
      if (n !== 5) evolveAll(captured(cycle));
    }
    expect(state.counts).toMatchObject({ locked: 400, shipped: 399 });
    expect(state.cycles).toHaveLength(13);
    expect(state.cycles[0]).toMatchObject({ cycle: 7, status: 'locked' });
  });
});
