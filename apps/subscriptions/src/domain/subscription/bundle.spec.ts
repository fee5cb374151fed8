import { given } from '@continuo/testing/decider';
import { subscriptionDecider } from './decider';
import { ask, eventsOf, noonOf, starting, stateAfter, wake } from './examples';
import { preview } from './preview';
import { schedule } from './schedule';

const greens = { sku: 'GREENS-30', name: 'Greens', quantity: 2, weight: 3 };
const shaker = { sku: 'SHAKER-01', name: 'Shaker', quantity: 1, weight: 1 };
const alternates = [{ sku: 'SHAKER-XL', name: 'Large shaker' }];
const set = {
  sku: 'STARTER',
  name: 'Starter set',
  unitPriceMinor: 4995,
  components: [
    { ...greens, alternates: [] },
    { ...shaker, alternates },
  ],
};
const sold = () => {
  const { plan } = starting().terms;
  const { sku, name, unitPriceMinor } = set;
  return starting({
    plan: { ...plan, products: [set, ...plan.products] },
    ...{ sku, name, unitPriceMinor, components: [greens, shaker] },
  });
};
const swap = ask({ kind: 'component', component: 'SHAKER-01', sku: 'SHAKER-XL' });
const after = (...commands: Parameters<typeof eventsOf>) =>
  given(subscriptionDecider, eventsOf(...commands));
const large = { ...shaker, sku: 'SHAKER-XL', name: 'Large shaker' };

describe('a program that ships a bundle', () => {
  it('is priced as one, and its cycle says what is to be shipped', () => {
    const [next] = schedule(stateAfter(sold()));
    expect(next).toMatchObject({ sku: 'STARTER', unitPriceMinor: 4995, goodsMinor: 4995 });
    expect(next?.components).toEqual([greens, shaker]);
    expect(eventsOf(sold(), wake('2026-02-28')).at(-1)?.data).toMatchObject({
      sku: 'STARTER',
      components: [greens, shaker],
    });
  });

  it('swaps a component where the plan allows it, at the same price, and back', () => {
    after(sold())
      .when(swap)
      .then([
        {
          type: 'subscription.component-swapped.v1',
          data: {
            customerId: 'cus_1',
            sku: 'STARTER',
            from: shaker,
            to: large,
            components: [greens, large],
            fromCycle: 2,
            nextCycleOn: '2026-02-28',
          },
        },
      ]);
    after(sold(), swap).when(swap).thenNothing();
    const back = ask({ kind: 'component', component: 'SHAKER-XL', sku: 'SHAKER-01' });
    expect(stateAfter(sold(), swap, back).components).toEqual([greens, shaker]);
  });

  it('refuses what the bundle does not ship, and what the plan does not allow instead', () => {
    after(sold())
      .when(ask({ kind: 'component', component: 'BERRIES-30', sku: 'SHAKER-XL' }))
      .thenFails('component-unknown', { skus: ['GREENS-30', 'SHAKER-01'] });
    after(sold())
      .when(ask({ kind: 'component', component: 'SHAKER-01', sku: 'BERRIES-30' }))
      .thenFails('component-not-swappable', { skus: ['SHAKER-XL'] });
    after(sold())
      .when(ask({ kind: 'component', component: 'GREENS-30', sku: 'SHAKER-XL' }))
      .thenFails('component-not-swappable', { skus: [] });
    after(starting())
      .when(ask({ kind: 'component', component: 'GREENS-30', sku: 'SHAKER-XL' }))
      .thenFails('component-unknown', { skus: [] });
  });

  it('shows a swap in the preview and in the words', () => {
    const change = { kind: 'component', component: 'SHAKER-01', sku: 'SHAKER-XL' } as const;
    const shown = preview(stateAfter(sold()), [change], noonOf('2026-02-01'));
    expect(shown.after[0]?.components).toEqual([greens, large]);
    expect(shown.words).toContain('1 x Starter set (2 x Greens, 1 x Large shaker)');
  });

  it('ships no bundle after a change of product, and the bundle as it was when that is undone', () => {
    const before = stateAfter(sold(), swap);
    const other = ask({ kind: 'product', sku: 'BERRIES-30' });
    const events = subscriptionDecider.decide(other, before);
    const changed = stateAfter(sold(), swap, other);
    expect(changed.components).toBeUndefined();
    const made = {
      changeId: 'c',
      before,
      after: changed,
      events,
      later: [],
      undone: false,
    };
    const undo = {
      kind: 'undo',
      authority: 'supervisor',
      made,
      now: noonOf('2026-02-01'),
    } as const;
    expect(stateAfter(sold(), swap, other, undo).components).toEqual([greens, large]);
  });

  it('undoes a swap', () => {
    const before = stateAfter(sold());
    const events = subscriptionDecider.decide(swap, before);
    const changed = stateAfter(sold(), swap);
    const made = { changeId: 'c', before, after: changed, events, later: [], undone: false };
    const undo = {
      kind: 'undo',
      authority: 'supervisor',
      made,
      now: noonOf('2026-02-01'),
    } as const;
    expect(stateAfter(sold(), swap, undo).components).toEqual([greens, shaker]);
  });

  it('is one of the products that can be added', () => {
    const added = ask({ kind: 'add-product', sku: 'STARTER', quantity: 1 });
    const { plan } = starting().terms;
    const program = starting({ plan: { ...plan, products: [...plan.products, set] } });
    expect(schedule(stateAfter(program, added))[0]?.lines).toEqual([
      {
        sku: 'STARTER',
        name: 'Starter set',
        unitPriceMinor: 4995,
        quantity: 1,
        components: [greens, shaker],
      },
    ]);
  });
});
