import type { BundleComponent } from '../plan/terms';
import { type Draft, UNDECIDED } from './draft';
import type { SubscriptionEvent } from './events';
import { nextAhead } from './schedule';
import type { StartedSubscription } from './state';
import type { CycleTerms, ProgramProduct } from './terms';

/** What is shipped of a component: what the plan allows instead stays with the plan. */
export const shipped = ({ sku, name, quantity, weight }: BundleComponent): BundleComponent => ({
  sku,
  name,
  quantity,
  weight,
});

/** A product as a program ships it. */
export function productTerms(product: ProgramProduct | CycleTerms): Omit<CycleTerms, 'quantity'> {
  const { sku, name, unitPriceMinor, components } = product;
  return { sku, name, unitPriceMinor, ...(components && { components: components.map(shipped) }) };
}

export function isSameBundle(a: CycleTerms['components'], b: CycleTerms['components']): boolean {
  const text = (components: CycleTerms['components']) => JSON.stringify(components?.map(shipped));
  return text(a) === text(b);
}

/** Another product in the place of a component of a bundle, as many units at the same part of the price; `product` null is the program's own. */
export function swapped(
  state: StartedSubscription,
  product: CycleTerms | null,
  from: BundleComponent,
  other: Pick<BundleComponent, 'sku' | 'name'>,
): Draft {
  const { customerId, sku } = state;
  const to = { ...shipped(from), sku: other.sku, name: other.name };
  const { components = [] } = product ?? state;
  const after = components.map((each) => (each.sku === from.sku ? to : each));
  const data = { customerId, from, to, components: after, fromCycle: nextAhead(state) };
  const ahead = { ...data, nextCycleOn: UNDECIDED };
  return product
    ? { type: 'subscription.product-component-swapped.v1', data: { ...ahead, product } }
    : { type: 'subscription.component-swapped.v1', data: { ...ahead, sku } };
}

/** Undoes a swap, as far as the program still ships what it brought. */
export function swappedBack(state: StartedSubscription, event: SubscriptionEvent): Draft[] {
  switch (event.type) {
    case 'subscription.component-swapped.v1':
      return event.data.sku === state.sku ? backTo(state, null, event.data) : [];
    case 'subscription.product-component-swapped.v1': {
      const product = state.extras.find(({ sku }) => sku === event.data.product.sku);
      return product ? backTo(state, product, event.data) : [];
    }
    default:
      return [];
  }
}

function backTo(
  state: StartedSubscription,
  product: CycleTerms | null,
  { from, to }: { readonly from: BundleComponent; readonly to: BundleComponent },
): Draft[] {
  const there = (product ?? state).components?.find(({ sku }) => sku === to.sku);
  return there ? [swapped(state, product, there, from)] : [];
}
