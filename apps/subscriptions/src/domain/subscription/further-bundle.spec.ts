import { given } from '@continuo/testing/decider';
import { recorded } from '@continuo/testing/examples';
import { project } from '@continuo/testing/projection';
import { stockForecastProjection } from '../../projections/stock-forecast/projection';
import type { Change } from './change';
import type { SubscriptionCommand } from './commands';
import { subscriptionDecider } from './decider';
import { ask, eventsOf, noonOf, starting, stateAfter, wake } from './examples';
import { preview } from './preview';
import { schedule } from './schedule';

const soap = { sku: 'SOAP', name: 'Soap', quantity: 2, weight: 1 };
const brush = { sku: 'BRUSH', name: 'Brush', quantity: 1, weight: 1 };
const soft = { ...brush, sku: 'BRUSH-SOFT', name: 'Soft brush' };
const mild = { ...soap, sku: 'SOAP-MILD', name: 'Mild soap' };
const set = {
  sku: 'BATH-SET',
  name: 'Bath set',
  unitPriceMinor: 2995,
  components: [
    { ...soap, alternates: [{ sku: mild.sku, name: mild.name }] },
    { ...brush, alternates: [{ sku: soft.sku, name: soft.name }] },
  ],
};
/** The program's own product is a bundle as well, which ships a brush too. */
const kit = { ...set, sku: 'KIT', name: 'Kit', components: [set.components[1]!] };

const sold = (own: object = {}) => {
  const { plan } = starting().terms;
  return starting({ plan: { ...plan, products: [...plan.products, set, kit] }, ...own });
};
const soldKit = sold({ sku: 'KIT', name: 'Kit', unitPriceMinor: 2995, components: [brush] });
const add = { kind: 'add-product', sku: 'BATH-SET', quantity: 3 } as const;
const swap = (component: string, sku: string, bundle?: string): Change => ({
  kind: 'component',
  component,
  sku,
  ...(bundle !== undefined && { bundle }),
});
const furtherOf = (...commands: SubscriptionCommand[]) =>
  stateAfter(...commands).extras.map(({ components }) => components);
const after = (...commands: SubscriptionCommand[]) =>
  given(subscriptionDecider, eventsOf(...commands));

describe('a bundle that every cycle ships beside the product of the program', () => {
  it('has its components swapped from the next cycle on', () => {
    const product = { sku: 'BATH-SET', name: 'Bath set', unitPriceMinor: 2995, quantity: 3 };
    const change = ask(swap('BRUSH', 'BRUSH-SOFT'));
    after(sold(), ask(add))
      .when(change)
      .then([
        {
          type: 'subscription.product-component-swapped.v1',
          data: {
            customerId: 'cus_1',
            product: { ...product, components: [soap, brush] },
            from: brush,
            to: soft,
            components: [soap, soft],
            fromCycle: 2,
            nextCycleOn: '2026-02-28',
          },
        },
      ]);
    after(sold(), ask(add), change).when(change).thenNothing();
    const locked = eventsOf(sold(), ask(add), change, wake('2026-02-28')).at(-1);
    expect(locked?.data).toMatchObject({ lines: [{ ...product, components: [soap, soft] }] });
  });

  it('previews the swap as it is made, at the same price', () => {
    const before = stateAfter(sold(), ask(add));
    const shown = preview(before, [swap('SOAP', 'SOAP-MILD')], noonOf('2026-02-01'));
    const made = stateAfter(sold(), ask(add), ask(swap('SOAP', 'SOAP-MILD')));
    expect(shown.after).toEqual(schedule(made));
    expect(shown.after[0]?.lines[0]?.components).toEqual([mild, brush]);
    expect(shown.after[0]?.goodsMinor).toBe(shown.before[0]?.goodsMinor);
  });

  it('is named where the product of the program ships the component too', () => {
    const before = [soldKit, ask(add)];
    const unnamed = [...before, ask(swap('BRUSH', 'BRUSH-SOFT'))];
    expect(stateAfter(...unnamed).components).toEqual([soft]);
    expect(furtherOf(...unnamed)).toEqual([[soap, brush]]);
    const named = [...before, ask(swap('BRUSH', 'BRUSH-SOFT', 'BATH-SET'))];
    expect(stateAfter(...named).components).toEqual([brush]);
    expect(furtherOf(...named)).toEqual([[soap, soft]]);
  });

  it('refuses a bundle, or a component, that the program does not ship', () => {
    after(sold(), ask(add))
      .when(ask(swap('BRUSH', 'BRUSH-SOFT', 'KIT')))
      .thenFails('bundle-not-in-program', { skus: ['BATH-SET'] });
    after(sold())
      .when(ask(swap('BRUSH', 'BRUSH-SOFT', 'BATH-SET')))
      .thenFails('bundle-not-in-program', { skus: [] });
    after(soldKit, ask(add))
      .when(ask(swap('SOAP', 'SOAP-MILD', 'KIT')))
      .thenFails('component-unknown', { skus: ['BRUSH'] });
    after(sold(), ask(add))
      .when(ask(swap('BRUSH', 'SOAP-MILD')))
      .thenFails('component-not-swappable', { skus: ['BRUSH-SOFT'] });
  });

  it.each<[string, Change[]]>([
    ['one swap', [swap('BRUSH', 'BRUSH-SOFT')]],
    ['two swaps', [swap('BRUSH', 'BRUSH-SOFT'), swap('SOAP', 'SOAP-MILD')]],
    ['a swap before it is taken out', [swap('SOAP', 'SOAP-MILD'), remove('BATH-SET')]],
  ])('is as it was when %s is undone', (_, changes) => {
    const before = [sold(), ask(add)];
    const request = {
      kind: 'changes',
      changes,
      authority: 'agent',
      now: noonOf('2026-02-01'),
      askApproval: undefined,
    } as const;
    const state = stateAfter(...before);
    const made = {
      changeId: 'c',
      before: state,
      after: stateAfter(...before, request),
      events: subscriptionDecider.decide(request, state),
      later: [],
      undone: false,
    };
    expect(made.after.extras).not.toEqual(state.extras);
    const now = noonOf('2026-02-01');
    const undo = { kind: 'undo', authority: 'supervisor', made, now } as const;
    expect(stateAfter(...before, request, undo).extras).toEqual(state.extras);
  });

  it('is forecast with what it ships now', () => {
    const events = eventsOf(sold(), ask(add), ask(swap('BRUSH', 'BRUSH-SOFT')));
    const rows = project(stockForecastProjection, recorded('subscription-sub_1', events));
    const units = rows['stock_forecast_lines']?.map(({ sku, units: count }) => [sku, count]);
    expect(units).toEqual([
      ['BRUSH', 0],
      ['BRUSH-SOFT', 3],
      ['SOAP', 6],
    ]);
  });
});

function remove(sku: string): Change {
  return { kind: 'remove-product', sku };
}
