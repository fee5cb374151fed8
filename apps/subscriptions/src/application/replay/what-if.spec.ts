import type { RecordedEvent } from '@continuo/event-store/event-store';
import { fold } from '@continuo/kernel/decider';
import type { Instant } from '@continuo/kernel/instant';
import { recorded } from '@continuo/testing/examples';
import { DEFAULT_POLICIES } from '../../domain/plan/policies';
import type { SubscriptionCommand } from '../../domain/subscription/commands';
import { subscriptionDecider } from '../../domain/subscription/decider';
import type { SubscriptionEvent } from '../../domain/subscription/events';
import {
  ask,
  authorised,
  captured,
  noonOf,
  starting,
  wake,
} from '../../domain/subscription/examples';
import { programEvents, programSteps } from './program-steps';
import { whatIf } from './what-if';

const SYSTEM = { actor: { kind: 'system', id: 'renewal' } } as const;
const UNTIL = noonOf('2026-08-01');

/** A program as the record has it: each command carried out at its moment. */
function program(...commands: (readonly [SubscriptionCommand, Instant])[]): RecordedEvent[] {
  const events: SubscriptionEvent[] = [];
  return commands.flatMap(([command, at], index) => {
    const made = subscriptionDecider.decide(command, fold(subscriptionDecider, events));
    events.push(...made);
    const by = command.kind === 'change' ? {} : SYSTEM;
    const metadata = { ...by, commandId: `command-${index}`, recordedAt: at, effectiveAt: at };
    return recorded('subscription-sub_1', made, {
      fromRevision: events.length - made.length,
      metadata,
    });
  });
}

const started = (changes?: Parameters<typeof starting>[0]) =>
  [starting(changes), '2026-01-31T15:00:00.000Z'] as const;
const MIDNIGHT = '05:00:01.000Z';
const month = (cycle: number, on: string) =>
  [
    [wake(on), `${on}T${MIDNIGHT}`],
    [authorised(cycle), `${on}T05:01:00.000Z`],
    [captured(cycle), `${on}T16:00:00.000Z`],
  ] as const;

const steady = program(
  started(),
  ...month(2, '2026-02-28'),
  [ask({ kind: 'quantity', quantity: 2 }, '2026-03-10'), noonOf('2026-03-10')],
  ...month(3, '2026-03-31'),
  [ask({ kind: 'cancel', reasonCode: 'too-much-product' }, '2026-04-05'), noonOf('2026-04-05')],
);

const totals = (estimate: ReturnType<typeof whatIf>) =>
  estimate.totals.map(({ currency, asItWas, whatIf: other }) => [currency, asItWas, other]);

describe('a program step by step', () => {
  it('says the state after each event and what the event changed', () => {
    const steps = programSteps(steady);
    const quantity = steps.find(({ type }) => type.includes('quantity'));
    expect(quantity?.changed).toEqual([{ path: 'quantity', from: 1, to: 2 }]);
    expect(quantity?.schedule[0]).toMatchObject({ cycle: 3, quantity: 2 });
    expect(steps.at(-1)?.state).toEqual(fold(subscriptionDecider, programEvents(steady)));
    expect(steps.at(-1)?.changed).toContainEqual({
      path: 'status',
      from: 'active',
      to: 'cancelled',
    });
  });
});

describe('a program under another rule', () => {
  it('under its own is what was recorded', () => {
    const estimate = whatIf([steady], {}, new Map(), UNTIL);
    expect(estimate).toMatchObject({
      estimate: true,
      programs: 1,
      replayedAsRecorded: 1,
      refused: 0,
    });
    const lived = { orders: 2, revenueMinor: 4595 + 8595, churned: 1 };
    expect(totals(estimate)).toEqual([['USD', lived, lived]]);
  });

  it('with a longer interval has fewer orders, cycle by cycle', () => {
    const estimate = whatIf([steady], { interval: 'P2M' }, new Map(), UNTIL);
    expect(estimate.cycles).toMatchObject([
      {
        cycle: 2,
        whatIf: { orders: 1, revenueMinor: 8595, churned: 1 },
        difference: { orders: 0, revenueMinor: 4000 },
      },
      {
        cycle: 3,
        whatIf: { orders: 0 },
        difference: { orders: -1, revenueMinor: -8595, churned: -1 },
      },
    ]);
  });

  it('at the prices of another version has another revenue, and says where there is none', () => {
    const version = {
      planId: 'plan_greens',
      version: 2,
      products: [{ sku: 'GREENS-30', name: 'Greens', pricesMinor: { USD: 5000 } }],
      shippingMinor: {},
    };
    const plans = new Map([['plan_greens@2', version as never]]);
    const estimate = whatIf([steady], { priceVersion: 2 }, plans, UNTIL);
    expect(estimate.totals[0]?.difference).toEqual({
      orders: 0,
      revenueMinor: 15_000 - 13_190,
      churned: 0,
    });
    expect(whatIf([steady], { priceVersion: 3 }, plans, UNTIL)).toMatchObject({
      programs: 0,
      leftOut: 1,
    });
  });

  it('ships after an outage what its policy says', () => {
    const late = program(started(), [wake('2026-05-10'), '2026-05-10T16:00:00.000Z']);
    const orders = (missedCyclePolicy?: 'ship-all' | 'skip') =>
      whatIf([late], { missedCyclePolicy }, new Map(), '2026-05-11T00:00:00.000Z').totals[0]?.whatIf
        .orders ?? 0;
    expect([orders(), orders('ship-all'), orders('skip')]).toEqual([1, 3, 0]);
  });

  it('counts what could not have been asked for', () => {
    const skipped = program(started(), ...month(2, '2026-02-28'), [
      ask({ kind: 'skip', cycle: 3 }, '2026-03-10'),
      noonOf('2026-03-10'),
    ]);
    expect(whatIf([skipped], { interval: 'P1W' }, new Map(), UNTIL).refused).toBe(1);
  });
});

describe('a prepaid program under another rule', () => {
  const terms = (unshipped: 'keep' | 'refund') => ({
    soldForMinor: 10_000,
    policies: {
      ...DEFAULT_POLICIES,
      prepaid: { deliveries: 3, then: 'renew' as const, unshipped },
    },
  });
  const life = (unshipped: 'keep' | 'refund', ...more: Parameters<typeof program>) =>
    program(
      started(terms(unshipped)),
      [captured(1), noonOf('2026-02-01')],
      ...month(2, '2026-02-28'),
      ...month(3, '2026-03-31'),
      ...month(4, '2026-04-30'),
      ...more,
    );
  const revenue = (
    lived: RecordedEvent[],
    interval: string | undefined,
    what: 'asItWas' | 'whatIf' = 'whatIf',
  ) =>
    whatIf([lived], { interval }, new Map(), UNTIL).cycles.map((cycle) => [
      cycle.cycle,
      cycle[what].revenueMinor,
    ]);

  it('has the revenue of each shipment with its cycle, of terms sold before and within', () => {
    const asItWas = [
      [2, 3333 + 595],
      [3, 3333 + 595],
      [4, 4000 + 595],
      [5, 4000 + 595],
      [6, 4000 + 595],
      [7, 4000 + 595],
    ];
    expect(revenue(life('refund'), undefined)).toEqual(asItWas);
    const weekly = revenue(life('refund'), 'P1W');
    expect(weekly.slice(0, 6)).toEqual(asItWas);
    expect(weekly.slice(6).every(([, minor]) => minor === 4595)).toBe(true);
    expect(weekly.length).toBeGreaterThan(20);
  });

  it('keeps what will not be shipped where its plan does, and is lived again as recorded', () => {
    const cancel = [
      ask({ kind: 'cancel', reasonCode: 'moved' }, '2026-05-02'),
      noonOf('2026-05-02'),
    ] as const;
    for (const [unshipped, kept] of [
      ['keep', 8000],
      ['refund', 0],
    ] as const) {
      const lived = life(unshipped, cancel);
      expect(whatIf([lived], {}, new Map(), UNTIL).replayedAsRecorded).toBe(1);
      expect(revenue(lived, undefined)).toEqual([
        [2, 3928],
        [3, 3928],
        [4, 4595 + kept],
      ]);
    }
  });

  it('counts what ships beside the product', () => {
    const add = ask({ kind: 'add-product', sku: 'BERRIES-30', quantity: 2 }, '2026-02-05');
    const lived = program(started(), [add, noonOf('2026-02-05')], ...month(2, '2026-02-28'));
    expect(revenue(lived, undefined)[0]).toEqual([2, 4595 + 9000]);
  });
});
