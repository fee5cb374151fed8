import type { BundleComponent } from '../plan/terms';
import { swapped } from './bundle';
import type { Change } from './change';
import type { Draft } from './draft';
import { bundleNotInProgram, componentFixed, componentUnknown } from './errors-of-changes';
import type { StartedSubscription } from './state';
import type { CycleTerms } from './terms';

/**
 * One component of a bundle for another that the plan allows in its place; the price stays. The bundle is the program's product, or
 * one that every cycle ships beside it.
 */
export function decideComponent(
  state: StartedSubscription,
  { bundle, component, sku }: Extract<Change, { kind: 'component' }>,
): Draft[] {
  const bundles = bundlesOf(state, bundle);
  const parts = bundles.flatMap(({ components }) => components);
  const holder = bundles.find(({ components }) => has(components, component));
  const from = holder?.components.find((part) => part.sku === component);
  if (!holder || !from) {
    if (has(parts, sku)) return [];
    throw componentUnknown(parts.map((part) => part.sku));
  }
  const others = placeOf(state, holder, component).filter((choice) => choice.sku !== component);
  const to = others.find((choice) => choice.sku === sku);
  if (!to)
    throw componentFixed(
      component,
      others.map((choice) => choice.sku),
    );
  return [swapped(state, holder.product, from, to)];
}

interface Bundle {
  /** Null: the program's own product. */
  readonly product: CycleTerms | null;
  readonly sku: string;
  readonly components: readonly BundleComponent[];
}

/** The program's own first. Throws DomainError `bundle-not-in-program` where another one is named. */
function bundlesOf({ sku, components, extras }: StartedSubscription, named?: string): Bundle[] {
  const own = components ? [{ product: null, sku, components }] : [];
  const further = extras.flatMap((product) =>
    product.components ? [{ product, sku: product.sku, components: product.components }] : [],
  );
  const all = [...own, ...further];
  if (named === undefined) return all;
  const bundle = all.find((each) => each.sku === named);
  if (!bundle) throw bundleNotInProgram(all.map((each) => each.sku));
  return [bundle];
}

/** What the plan allows in the place of a component, itself included. */
function placeOf({ plan }: StartedSubscription, { sku }: Bundle, component: string) {
  const places = plan.products.find((product) => product.sku === sku)?.components ?? [];
  const choices = places.map(({ sku: own, name, alternates }) => [
    { sku: own, name },
    ...alternates,
  ]);
  return choices.find((place) => place.some((choice) => choice.sku === component)) ?? [];
}

function has(parts: readonly BundleComponent[], wanted: string): boolean {
  return parts.some(({ sku }) => sku === wanted);
}
