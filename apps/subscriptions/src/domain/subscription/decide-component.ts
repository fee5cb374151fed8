import { swapped } from './bundle';
import type { Change } from './change';
import type { Draft } from './draft';
import { componentFixed, componentUnknown } from './errors-of-changes';
import type { StartedSubscription } from './state';

/** One component of the program's bundle for another that the plan allows in its place; the price stays. */
export function decideComponent(
  state: StartedSubscription,
  { component, sku }: Extract<Change, { kind: 'component' }>,
): Draft[] {
  const { components = [], plan } = state;
  const skus = components.map((part) => part.sku);
  const from = components.find((part) => part.sku === component);
  if (!from) {
    if (skus.includes(sku)) return [];
    throw componentUnknown(skus);
  }
  const places = plan.products.find((product) => product.sku === state.sku)?.components ?? [];
  const choices = places
    .map(({ sku: own, name, alternates }) => [{ sku: own, name }, ...alternates])
    .find((place) => place.some((choice) => choice.sku === component));
  const others = (choices ?? []).filter((choice) => choice.sku !== component);
  const to = others.find((choice) => choice.sku === sku);
  if (!to)
    throw componentFixed(
      component,
      others.map((choice) => choice.sku),
    );
  return [swapped(state, from, to)];
}
