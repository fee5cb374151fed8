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

/** Another product in the place of a component, as many units at the same part of the price. */
export function swapped(
  state: StartedSubscription,
  from: BundleComponent,
  other: Pick<BundleComponent, 'sku' | 'name'>,
): Draft {
  const { customerId, sku, components = [] } = state;
  const to = { ...shipped(from), sku: other.sku, name: other.name };
  const after = components.map((each) => (each.sku === from.sku ? to : each));
  const data = { customerId, sku, from, to, components: after, fromCycle: nextAhead(state) };
  return { type: 'subscription.component-swapped.v1', data: { ...data, nextCycleOn: UNDECIDED } };
}

/** Undoes a swap, as far as the program still ships what it brought. */
export function swappedBack(state: StartedSubscription, event: SubscriptionEvent): Draft[] {
  if (event.type !== 'subscription.component-swapped.v1' || event.data.sku !== state.sku) return [];
  const { from, to } = event.data;
  const there = state.components?.find(({ sku }) => sku === to.sku);
  return there ? [swapped(state, there, from)] : [];
}
