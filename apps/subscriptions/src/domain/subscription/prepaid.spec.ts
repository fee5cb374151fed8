import { given } from '@continuo/testing/decider';
import { DEFAULT_POLICIES, type Prepaid } from '../plan/policies';
import type { SubscriptionCommand } from './commands';
import { subscriptionDecider } from './decider';
import { ask, captured, declined, eventsOf, starting, stateAfter, wake } from './examples';
import { preview } from './preview';
import { noonOf } from './examples';
import { schedule } from './schedule';

const sold = (prepaid: Partial<Prepaid> = {}) =>
  starting({
    soldForMinor: 10_000,
    policies: {
      ...DEFAULT_POLICIES,
      prepaid: { deliveries: 3, then: 'renew', unshipped: 'refund', ...prepaid },
    },
  });
const first = captured(1);
const voided = (cycle: number): SubscriptionCommand => ({
  kind: 'settle',
  cycle,
  outcome: { news: 'cancelled', reason: 'regret' },
});
const cancel = ask({ kind: 'cancel', reasonCode: 'other' }, '2026-03-15');
const prices = (...commands: SubscriptionCommand[]) =>
  schedule(stateAfter(...commands)).map(({ unitPriceMinor }) => unitPriceMinor);
const facts = (...commands: SubscriptionCommand[]) =>
  eventsOf(...commands).flatMap((event) =>
    event.type.includes('prepaid') ? [[event.type.slice(13), event.data]] : [],
  );
const order = { firstCycle: 1, orderId: 'ord_first', lineId: 'lin_1' };

describe('a prepaid program', () => {
  it('is paid when the order that sold it has left, once', () => {
    expect(facts(sold(), first, first)).toMatchObject([
      ['prepaid-run-opened.v1', { ...order, shipments: 3, goodsMinor: 10_000 }],
      ['prepaid-run-paid.v1', { ...order, shipments: 3, goodsMinor: 10_000 }],
    ]);
  });

  it('counts each shipment that leaves, and renews with the delivery after the last', () => {
    const run = [sold(), first, wake('2026-02-28'), captured(2), wake('2026-03-31'), captured(3)];
    expect(stateAfter(...run).runs).toEqual([]);
    expect(facts(...run).slice(2)).toMatchObject([
      ['prepaid-shipment-left.v1', { ...order, cycle: 2 }],
      ['prepaid-shipment-left.v1', { ...order, cycle: 3 }],
    ]);
    const renewed = facts(...run, wake('2026-04-30'), captured(4)).slice(4);
    const next = { firstCycle: 4, lineId: 'line-1', shipments: 3, goodsMinor: 12_000 };
    expect(renewed).toMatchObject([
      ['prepaid-run-opened.v1', next],
      ['prepaid-run-paid.v1', next],
    ]);
  });

  it('counts shipments that left before the order that pays for them', () => {
    const late = facts(sold(), wake('2026-02-28'), captured(2), first);
    expect(late.map(([type]) => type)).toEqual([
      'prepaid-run-opened.v1',
      'prepaid-run-paid.v1',
      'prepaid-shipment-left.v1',
    ]);
  });

  it('skips do not count', () => {
    const skipped = [sold(), first, ask({ kind: 'skip' })];
    expect(prices(...skipped).slice(0, 5)).toEqual([0, 0, 0, 12_000, 0]);
  });

  it('gives up what has not left when it is cancelled, by the rule of the plan', () => {
    const lapsed = facts(sold(), first, wake('2026-02-28'), captured(2), cancel).slice(3);
    expect(lapsed).toMatchObject([
      ['prepaid-shipments-lapsed.v1', { shipments: 1, goodsMinor: 3333, unshipped: 'refund' }],
      ['prepaid-run-ended.v1', { because: 'cancelled' }],
    ]);
    expect(facts(sold({ unshipped: undefined }), first, cancel)[2]).toMatchObject([
      'prepaid-shipments-lapsed.v1',
      { shipments: 2, goodsMinor: 6666, unshipped: 'keep' },
    ]);
  });

  it('waits for an order that is on its way: it leaves, or is given up with the others', () => {
    const released: SubscriptionCommand = {
      kind: 'settle',
      cycle: 2,
      outcome: { news: 'released' },
    };
    const onItsWay = [sold(), first, wake('2026-02-28'), released, cancel];
    expect(facts(...onItsWay)[2]).toMatchObject([
      'prepaid-shipments-lapsed.v1',
      { shipments: 1, goodsMinor: 3333 },
    ]);
    expect(facts(...onItsWay, captured(2)).at(-1)?.[0]).toBe('prepaid-shipment-left.v1');
    expect(facts(...onItsWay, voided(2)).at(-1)).toMatchObject([
      'prepaid-shipments-lapsed.v1',
      { shipments: 1, goodsMinor: 3333, because: 'order-cancelled' },
    ]);
    expect(stateAfter(...onItsWay, voided(2)).runs).toEqual([]);
  });

  it('shows in the preview of a cancellation what is refunded, and cannot undo it', () => {
    const state = stateAfter(sold(), first);
    const change = { kind: 'cancel', reasonCode: 'other' } as const;
    expect(preview(state, [change], noonOf('2026-02-01')).cannotUndo).toEqual([
      'Shipments that were paid for and will not leave: 2. USD 66.66 is refunded with its tax.',
    ]);
    const made = ask(change);
    const events = subscriptionDecider.decide(made, state);
    const after = stateAfter(sold(), first, made);
    given(subscriptionDecider, eventsOf(sold(), first, made))
      .when({
        kind: 'undo',
        authority: 'supervisor',
        made: { changeId: 'c', before: state, after, events, later: [], undone: false },
        now: noonOf('2026-02-01'),
      })
      .thenFails('undo-too-late');
  });

  it('pays for a run of its own when it is reactivated', () => {
    const again = ask({ kind: 'reactivate' }, '2026-03-16');
    expect(prices(sold(), first, cancel, again).slice(0, 4)).toEqual([12_000, 0, 0, 12_000]);
  });

  it('begins anew when the order that pays was cancelled, or has failed and is given up', () => {
    expect(prices(sold(), voided(1)).slice(0, 4)).toEqual([12_000, 0, 0, 12_000]);
    const renewing = [sold(), first, ...[2, 3].flatMap((cycle) => [wake(`2026-0${cycle}-28`)])];
    const opened = [...renewing, wake('2026-03-31'), wake('2026-04-30')];
    expect(prices(...opened, voided(4)).slice(0, 2)).toEqual([12_000, 0]);
    const failed = [...opened, declined(4, true)];
    expect(stateAfter(...failed).runs.some(({ firstCycle }) => firstCycle === 4)).toBe(true);
    const again = ask({ kind: 'reactivate' }, '2026-05-16');
    expect(prices(...failed, again).slice(0, 2)).toEqual([12_000, 0]);
  });

  it('gives up the rest when the plan changes', () => {
    const { plan } = starting().terms;
    const agreed = { plan: { ...plan, planId: 'plan_other' }, policies: DEFAULT_POLICIES };
    const changed = facts(sold(), first, ask({ kind: 'plan', agreed }));
    expect(changed.slice(2)).toMatchObject([
      ['prepaid-shipments-lapsed.v1', { shipments: 2, because: 'plan-changed' }],
    ]);
  });

  it.each([
    { kind: 'quantity', quantity: 2 } as const,
    { kind: 'product', sku: 'BERRIES-30' } as const,
  ])('ships no more than was paid for: %j', (change) => {
    given(subscriptionDecider, eventsOf(sold(), first))
      .when(ask(change))
      .thenFails('shipments-paid-for');
  });
});

describe('a prepaid term whose first order was not heard of', () => {
  const settle = (outcome: 'captured' | 'cancelled'): SubscriptionCommand => ({
    kind: 'settle-term',
    outcome,
  });

  it('is paid by hand, once, and counts what has left since', () => {
    const since = [sold(), wake('2026-02-28'), captured(2)];
    expect(facts(...since, settle('captured'), settle('captured'), first).slice(1)).toMatchObject([
      ['prepaid-run-paid.v1', order],
      ['prepaid-shipment-left.v1', { ...order, cycle: 2 }],
    ]);
  });

  it('ends where the order was cancelled: the next delivery pays for a run of its own', () => {
    expect(prices(sold())).toEqual([0, 0, 12_000, 0, 0, 12_000]);
    expect(prices(sold(), settle('cancelled'))).toEqual([12_000, 0, 0, 12_000, 0, 0]);
  });

  it('is refused where none is awaited', () => {
    for (const told of [[starting()], [sold(), first], [sold(), settle('cancelled')]]) {
      expect(() => stateAfter(...told, settle('cancelled'))).toThrow(
        expect.objectContaining({ code: 'no-term-awaited' }),
      );
    }
  });
});
