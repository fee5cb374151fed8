import { given } from '@continuo/testing/decider';
import type { SubscriptionCommand } from './commands';
import { orderIdOf } from './decide-wake';
import { subscriptionDecider } from './decider';
import {
  ask,
  authorised,
  captured,
  declined,
  eventsOf,
  starting,
  stateAfter,
  wake,
} from './examples';
import { dueAt } from './due';
import { schedule } from './schedule';

const after = (...commands: SubscriptionCommand[]) =>
  given(subscriptionDecider, eventsOf(...commands));
const dates = (...commands: SubscriptionCommand[]) =>
  schedule(stateAfter(...commands)).map(({ dueOn, status }) =>
    status === 'skipped' ? `(${dueOn})` : dueOn,
  );

describe('changing the interval', () => {
  it('keeps the next date and counts from it', () => {
    const change = ask({ kind: 'interval', interval: 'P2M' });
    after(starting())
      .when(change)
      .then([
        {
          type: 'subscription.interval-changed.v1',
          data: {
            customerId: 'cus_1',
            from: 'P1M',
            to: 'P2M',
            fromCycle: 2,
            anchor: { cycle: 2, on: '2026-02-28' },
            skips: [],
            dates: [],
            dropped: [],
            passed: [],
            nextCycle: 2,
            nextCycleOn: '2026-02-28',
          },
        },
      ]);
    expect(dates(starting(), change).slice(0, 3)).toEqual([
      '2026-02-28',
      '2026-04-28',
      '2026-06-28',
    ]);
    after(starting(), change).when(change).thenNothing();
  });

  it('keeps skips, and own dates that still lie in order; says which it dropped', () => {
    const moved = [
      starting(),
      ask({ kind: 'skip', cycle: 3 }),
      ask({ kind: 'date', cycle: 4, on: '2026-05-10' }),
    ];
    const longer = eventsOf(...moved, ask({ kind: 'interval', interval: 'P2M' }));
    expect(longer.at(-1)?.data).toMatchObject({
      dates: [{ cycle: 4, on: '2026-05-10' }],
      skips: [{ cycle: 3, on: '2026-04-28' }],
      dropped: [],
    });
    const shorter = eventsOf(...moved, ask({ kind: 'interval', interval: 'P1W' }));
    expect(shorter.at(-1)?.data).toMatchObject({
      dates: [],
      dropped: [{ cycle: 4, on: '2026-05-10' }],
    });
  });

  it('does not move the next shipment when a cycle before it is skipped', () => {
    const skipped = [starting(), ask({ kind: 'skip' })];
    expect(dates(...skipped, ask({ kind: 'interval', interval: 'P2M' })).slice(0, 3)).toEqual([
      '(2026-02-28)',
      '2026-03-31',
      '2026-05-31',
    ]);
  });

  it('is refused for an interval the plan does not offer', () => {
    after(starting())
      .when(ask({ kind: 'interval', interval: 'P3M' }))
      .thenFails('interval-not-offered');
  });

  it('leaves a locked cycle alone', () => {
    const state = stateAfter(
      starting(),
      wake('2026-02-28'),
      ask({ kind: 'interval', interval: 'P1W' }, '2026-02-28'),
    );
    expect(state.cycles[0]?.dueOn).toBe('2026-02-28');
    expect(dueAt(state)).toBe('2026-03-31T04:00:00.000Z');
  });

  it('during a pause counts from the first cycle after it', () => {
    const paused = [starting(), ask({ kind: 'pause', until: '2026-04-05' })];
    const change = ask({ kind: 'interval', interval: 'P1W' });
    const events = eventsOf(...paused, change);
    expect(events.at(-1)?.data).toMatchObject({
      anchor: { cycle: 4, on: '2026-04-30' },
      passed: [
        { cycle: 2, on: '2026-02-28' },
        { cycle: 3, on: '2026-03-31' },
      ],
    });
    expect(dates(...paused, change, wake('2026-04-05')).slice(0, 2)).toEqual([
      '2026-04-30',
      '2026-05-07',
    ]);
  });
});

describe('changing the price', () => {
  it.each([3200, 4800])('to %i is within what an agent may decide', (unitPriceMinor) => {
    const [, event] = eventsOf(starting(), ask({ kind: 'price', unitPriceMinor }));
    expect(event?.data).toMatchObject({
      fromMinor: 4000,
      toMinor: unitPriceMinor,
      planPriceMinor: 4000,
      fromCycle: 2,
    });
  });

  it.each([0, 3199, 4801])('to %i needs a supervisor', (unitPriceMinor) => {
    const change = { kind: 'price', unitPriceMinor } as const;
    after(starting())
      .when(ask(change))
      .thenFails('approval-required', { from_minor: 3200, to_minor: 4800 });
    expect(stateAfter(starting(), ask(change, '2026-02-01', 'supervisor')).unitPriceMinor).toBe(
      unitPriceMinor,
    );
  });

  it('is measured by the plan, not by the last price', () => {
    after(starting(), ask({ kind: 'price', unitPriceMinor: 3200 }))
      .when(ask({ kind: 'price', unitPriceMinor: 2600 }))
      .thenFails('approval-required');
  });

  it('applies to the next cycle, not to the locked one', () => {
    const events = eventsOf(
      starting(),
      wake('2026-02-28'),
      ask({ kind: 'price', unitPriceMinor: 3500 }, '2026-02-28'),
      wake('2026-03-31'),
    );
    const locked = events.flatMap((event) =>
      event.type === 'subscription.cycle-locked.v2' ? [event.data.unitPriceMinor] : [],
    );
    expect(locked).toEqual([4000, 3500]);
  });
});

describe('changing product, quantity, payment method, zone', () => {
  it('takes an alternate at its own price', () => {
    const state = stateAfter(
      starting(),
      ask({ kind: 'product', sku: 'BERRIES-30' }),
      ask({ kind: 'quantity', quantity: 2 }),
    );
    expect(schedule(state)[0]).toMatchObject({
      sku: 'BERRIES-30',
      goodsMinor: 9000,
      totalBeforeTaxMinor: 9595,
    });
    after(starting())
      .when(ask({ kind: 'product', sku: 'OTHER' }))
      .thenFails('product-not-in-plan');
    after(starting())
      .when(ask({ kind: 'product', sku: 'GREENS-30' }))
      .thenNothing();
    after(starting())
      .when(ask({ kind: 'quantity', quantity: 1 }))
      .thenNothing();
  });

  it('forgets the network transaction of the old token', () => {
    expect(stateAfter(starting(), ask({ kind: 'payment-method', token: 'pm_2' })).payment).toEqual({
      token: 'pm_2',
      networkTransactionId: null,
    });
    after(starting())
      .when(ask({ kind: 'payment-method', token: 'pm_first' }))
      .thenNothing();
  });

  it('moves the instant with the zone, never the date', () => {
    const state = stateAfter(starting(), ask({ kind: 'zone', zone: 'America/Los_Angeles' }));
    expect(dueAt(state)).toBe('2026-02-28T08:00:00.000Z');
    after(starting())
      .when(ask({ kind: 'zone', zone: 'Mars/Olympus' }))
      .thenFails('bad-zone');
  });

  it('does not bill a cycle again that was billed in the zone before', () => {
    after(
      starting(),
      wake('2026-02-28'),
      ask({ kind: 'zone', zone: 'Pacific/Honolulu' }, '2026-02-28'),
    )
      .when(wake('2026-03-01'))
      .thenNothing();
  });
});

describe('changing a date', () => {
  it('gives one cycle a date of its own', () => {
    expect(dates(starting(), ask({ kind: 'date', on: '2026-03-10' })).slice(0, 3)).toEqual([
      '2026-03-10',
      '2026-03-31',
      '2026-04-30',
    ]);
    after(starting())
      .when(ask({ kind: 'date', on: '2026-02-28' }))
      .thenNothing();
  });

  it('moves the following ones with it when asked', () => {
    expect(
      dates(starting(), ask({ kind: 'date', on: '2026-04-15', moveFollowing: true })).slice(0, 3),
    ).toEqual(['2026-04-15', '2026-05-15', '2026-06-15']);
    after(starting())
      .when(ask({ kind: 'date', cycle: 3, on: '2026-04-15', moveFollowing: true }))
      .thenFails('only-next-moves-following');
  });

  it('is refused past its neighbours, in the past, and for what is locked or skipped', () => {
    after(starting())
      .when(ask({ kind: 'date', on: '2026-03-31' }))
      .thenFails('date-too-late', { latest: '2026-03-30' });
    after(starting())
      .when(ask({ kind: 'date', on: '2026-02-09' }, '2026-02-10'))
      .thenFails('date-too-early', { earliest: '2026-02-10' });
    after(starting())
      .when(ask({ kind: 'date', cycle: 3, on: '2026-02-28' }))
      .thenFails('date-too-early', { earliest: '2026-03-01' });
    after(starting(), wake('2026-02-28'))
      .when(ask({ kind: 'date', cycle: 2, on: '2026-03-10' }))
      .thenFails('cycle-locked');
    after(starting(), wake('2026-02-28'))
      .when(ask({ kind: 'date', on: '2026-02-28' }, '2026-02-28'))
      .thenFails('date-too-early');
    after(starting(), ask({ kind: 'skip' }))
      .when(ask({ kind: 'date', cycle: 2, on: '2026-03-10' }))
      .thenFails('cycle-skipped');
    after(starting())
      .when(ask({ kind: 'date', cycle: 99, on: '2026-03-10' }))
      .thenFails('cycle-too-far-ahead');
  });

  it('sends now when it is today', () => {
    const state = stateAfter(
      starting(),
      ask({ kind: 'date', on: '2026-02-10' }, '2026-02-10'),
      wake('2026-02-10'),
    );
    expect(state.cycles).toMatchObject([{ cycle: 2, dueOn: '2026-02-10', status: 'locked' }]);
  });
});

describe('skipping', () => {
  it('leaves a cycle out and its neighbours alone', () => {
    const skip = ask({ kind: 'skip' });
    expect(dates(starting(), skip).slice(0, 3)).toEqual([
      '(2026-02-28)',
      '2026-03-31',
      '2026-04-30',
    ]);
    after(starting(), skip)
      .when(ask({ kind: 'skip', cycle: 2 }))
      .thenNothing();
    after(starting(), skip).when(wake('2026-02-28')).thenNothing();
    expect(stateAfter(starting(), skip, wake('2026-03-31'))).toMatchObject({
      counts: { skipped: 1, locked: 1 },
      nextCycle: 4,
    });
  });

  it('is undone with the date the cycle had', () => {
    const moved = [starting(), ask({ kind: 'date', on: '2026-03-10' }), ask({ kind: 'skip' })];
    expect(dates(...moved, ask({ kind: 'unskip', cycle: 2 }))[0]).toBe('2026-03-10');
    after(...moved)
      .when(ask({ kind: 'unskip', cycle: 2 }, '2026-03-11'))
      .thenFails('cycle-date-passed');
    after(starting())
      .when(ask({ kind: 'unskip', cycle: 2 }))
      .thenFails('cycle-not-skipped');
  });

  it('comes too late for a locked cycle', () => {
    after(starting(), wake('2026-02-28'))
      .when(ask({ kind: 'skip', cycle: 2 }))
      .thenFails('cycle-locked');
  });
});

describe('pausing', () => {
  const pause = ask({ kind: 'pause', until: '2026-04-15' });

  it('charges nothing before its end, and goes on by the old calendar', () => {
    expect(dueAt(stateAfter(starting(), pause))).toBe('2026-04-15T04:00:00.000Z');
    expect(dates(starting(), pause)[0]).toBe('2026-04-30');
    const events = eventsOf(starting(), pause, wake('2026-04-15'));
    expect(events.at(-1)).toMatchObject({
      type: 'subscription.resumed.v1',
      data: {
        status: 'active',
        nextCycle: 4,
        nextCycleOn: '2026-04-30',
        passed: [{ cycle: 2 }, { cycle: 3 }],
      },
    });
    after(starting(), pause).when(wake('2026-03-31')).thenNothing();
    after(starting(), pause).when(pause).thenNothing();
  });

  it('ends early when asked', () => {
    expect(dates(starting(), pause, ask({ kind: 'resume' }, '2026-03-05'))[0]).toBe('2026-03-31');
    after(starting())
      .when(ask({ kind: 'resume' }))
      .thenNothing();
  });

  it('can be made longer or shorter', () => {
    const events = eventsOf(starting(), pause, ask({ kind: 'pause', until: '2026-06-01' }));
    expect(events.at(-1)?.data).toMatchObject({ from: '2026-04-15', until: '2026-06-01' });
  });

  it('is refused for today, for more than two years, and past due', () => {
    after(starting())
      .when(ask({ kind: 'pause', until: '2026-02-01' }))
      .thenFails('date-too-early');
    after(starting())
      .when(ask({ kind: 'pause', until: '2030-01-01' }))
      .thenFails('date-too-late');
    after(starting(), wake('2026-02-28'), declined(2))
      .when(ask({ kind: 'pause', until: '2026-06-01' }))
      .thenFails('change-not-allowed', { status: 'past-due' });
  });

  it('in a trial leads back to the trial', () => {
    const trial = starting({ trialDays: 14 });
    expect(
      stateAfter(trial, ask({ kind: 'pause', until: '2026-02-05' }), wake('2026-02-05')).status,
    ).toBe('trial');
  });
});

describe('cancelling', () => {
  const cancel = ask({ kind: 'cancel', reasonCode: 'too-expensive', note: 'moved' }, '2026-02-28');

  it('ends the program: no cycle falls due any more', () => {
    const state = stateAfter(starting(), cancel);
    expect(state).toMatchObject({
      status: 'cancelled',
      reasonCode: 'too-expensive',
      note: 'moved',
    });
    expect([dueAt(state), schedule(state)]).toEqual([null, []]);
    after(starting(), cancel).when(wake('2026-12-31')).thenNothing();
    after(starting(), cancel).when(cancel).thenNothing();
    after(starting(), cancel)
      .when(ask({ kind: 'skip' }))
      .thenFails('change-not-allowed');
  });

  it('voids a locked cycle that is not paid, and names the order that is to be cancelled', () => {
    const events = eventsOf(starting(), wake('2026-02-28'), cancel);
    expect(events.at(-1)?.data).toMatchObject({
      openOrders: [{ cycle: 2, orderId: orderIdOf('sub_1', 2), status: 'locked' }],
    });
    expect(stateAfter(starting(), wake('2026-02-28'), cancel).cycles[0]?.status).toBe('void');
    after(starting(), wake('2026-02-28'), cancel).when(authorised(2)).thenNothing();
  });

  it('names a paid order too, which stays paid until it is cancelled or shipped', () => {
    const before = [starting(), wake('2026-02-28'), authorised(2), cancel];
    expect(eventsOf(...before).at(-1)?.data).toMatchObject({
      openOrders: [{ cycle: 2, status: 'paid' }],
    });
    expect(stateAfter(...before).cycles[0]?.status).toBe('paid');
    const voided = stateAfter(...before, {
      kind: 'settle',
      cycle: 2,
      outcome: { news: 'cancelled', reason: 'program' },
    });
    expect(voided).toMatchObject({ status: 'cancelled', cycles: [{ status: 'void' }] });
  });

  it('records a capture that could not be stopped as what it is', () => {
    const state = stateAfter(starting(), wake('2026-02-28'), cancel, captured(2));
    expect(state).toMatchObject({
      status: 'cancelled',
      cycles: [{ status: 'shipped' }],
      counts: { void: 0, shipped: 1 },
    });
  });
});

describe('reactivating', () => {
  const cancel = ask({ kind: 'cancel', reasonCode: 'other' });
  const reactivate = (on: string, nextOn?: string) => ask({ kind: 'reactivate', nextOn }, on);

  it('goes on by the old calendar, never on the very day', () => {
    expect(dates(starting(), cancel, reactivate('2026-04-30'))[0]).toBe('2026-05-31');
    const [, , event] = eventsOf(starting(), cancel, reactivate('2026-04-01'));
    expect(event?.data).toMatchObject({
      from: 'cancelled',
      nextCycle: 4,
      passed: [{ cycle: 2 }, { cycle: 3 }],
    });
    after(starting()).when(reactivate('2026-02-01')).thenNothing();
  });

  it('starts on a date the customer names, and says which own dates are gone', () => {
    const commands = [
      starting(),
      ask({ kind: 'skip', cycle: 3 }),
      cancel,
      reactivate('2026-04-01', '2026-04-03'),
    ];
    expect(dates(...commands).slice(0, 2)).toEqual(['2026-04-03', '2026-05-03']);
    expect(eventsOf(...commands).at(-1)?.data).toMatchObject({
      dropped: [{ cycle: 3, on: '2026-03-31' }],
    });
    after(starting(), cancel)
      .when(reactivate('2026-04-01', '2026-03-31'))
      .thenFails('date-too-early');
  });

  it('does not bill a cycle again that was billed before the cancellation', () => {
    const before = [
      starting(),
      wake('2026-02-28'),
      ask({ kind: 'cancel', reasonCode: 'other' }, '2026-02-28'),
    ];
    after(...before)
      .when(reactivate('2026-02-28', '2026-02-28'))
      .thenFails('date-too-early', { earliest: '2026-03-01' });
    expect(dates(...before, reactivate('2026-02-28'))[0]).toBe('2026-03-31');
  });

  it('lifts a hold', () => {
    const held = [starting(), wake('2026-02-28'), declined(2, true)];
    expect(stateAfter(...held, reactivate('2026-03-05')).status).toBe('active');
  });
});
