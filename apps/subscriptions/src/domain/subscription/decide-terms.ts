import { requireZone } from '@continuo/kernel/calendar';
import type { Zone } from '@continuo/kernel/instant';
import type { Change } from './change';
import { planPriceMinor } from './cycle-terms';
import { isSameBundle, productTerms } from './bundle';
import { decideInterval } from './decide-calendar';
import { type Draft, UNDECIDED } from './draft';
import { intervalNotOffered, noCycleAhead, productNotInPlan } from './errors';
import {
  addOnNotTaken,
  planNotAlternate,
  productInProgram,
  productIsMain,
  productNotInProgram,
  shipmentsPaidFor,
} from './errors-of-changes';
import { evolve } from './evolve';
import { runAhead } from './prepaid';
import { isComplete, nextAhead } from './schedule';
import type { StartedSubscription } from './state';
import type { ProgramProduct } from './terms';

type Of<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>;

/** For good, which ends a price for a number of cycles; or for the next cycles only. */
export function decidePrice(state: StartedSubscription, change: Of<'price'>): Draft[] {
  const { unitPriceMinor: toMinor, cycles } = change;
  const { customerId, unitPriceMinor: fromMinor, override } = state;
  const drafts: Draft[] = [];
  const common = { customerId, planPriceMinor: planPriceMinor(state), fromCycle: nextAhead(state) };
  const to = cycles === undefined ? null : { unitPriceMinor: toMinor, cyclesLeft: cycles };
  const same =
    override?.unitPriceMinor === to?.unitPriceMinor && override?.cyclesLeft === to?.cyclesLeft;
  if (!same) {
    const data = { ...common, from: override, to, standingMinor: fromMinor };
    drafts.push({
      type: 'subscription.price-overridden.v1',
      data: { ...data, nextCycleOn: UNDECIDED },
    });
  }
  if (cycles === undefined && fromMinor !== toMinor) {
    const data = { ...common, fromMinor, toMinor, nextCycleOn: UNDECIDED };
    drafts.push({ type: 'subscription.price-changed.v1', data });
  }
  return drafts;
}

/** An alternate of the plan, at its own price. */
export function decideProduct(state: StartedSubscription, wanted: string): Draft[] {
  if (wanted === state.sku) return [];
  const product = productOf(state, wanted);
  if (product.unitPriceMinor > planPriceMinor(state) && runAhead(state)) throw shipmentsPaidFor();
  return swap(state, product);
}

function swap(state: StartedSubscription, to: ProgramProduct): Draft[] {
  const { customerId, sku, unitPriceMinor } = state;
  const same = isSameBundle(state.components, to.components);
  if (sku === to.sku && unitPriceMinor === to.unitPriceMinor && same) return [];
  const from = productTerms(state);
  const data = {
    customerId,
    from,
    to: productTerms(to),
    fromCycle: nextAhead(state),
    nextCycleOn: UNDECIDED,
  };
  return [{ type: 'subscription.product-changed.v1', data }];
}

export function decideQuantity(state: StartedSubscription, to: number): Draft[] {
  const { customerId, quantity: from } = state;
  if (from === to) return [];
  if (to > from && runAhead(state)) throw shipmentsPaidFor();
  const data = { customerId, from, to, fromCycle: nextAhead(state), nextCycleOn: UNDECIDED };
  return [{ type: 'subscription.quantity-changed.v1', data }];
}

/** One more product in every cycle to come. */
export function decideAddProduct(state: StartedSubscription, change: Of<'add-product'>): Draft[] {
  const product = { ...productTerms(productOf(state, change.sku)), quantity: change.quantity };
  if ([state, ...state.extras].some(({ sku }) => sku === change.sku)) {
    throw productInProgram(change.sku);
  }
  const { customerId } = state;
  const data = { customerId, product, fromCycle: nextAhead(state), nextCycleOn: UNDECIDED };
  return [{ type: 'subscription.product-added.v1', data }];
}

export function decideRemoveProduct(state: StartedSubscription, wanted: string): Draft[] {
  if (wanted === state.sku) throw productIsMain(wanted);
  const product = state.extras.find(({ sku }) => sku === wanted);
  if (!product) throw productNotInProgram(state.extras.map(({ sku }) => sku));
  const { customerId } = state;
  const data = { customerId, product, fromCycle: nextAhead(state), nextCycleOn: UNDECIDED };
  return [{ type: 'subscription.product-removed.v1', data }];
}

/** Once, with the next cycle that ships. */
export function decideAddOn(state: StartedSubscription, change: Of<'add-on'>): Draft[] {
  if (isComplete(state)) throw noCycleAhead();
  const product = { ...productTerms(productOf(state, change.sku)), quantity: change.quantity };
  const { customerId } = state;
  const data = { customerId, product, fromCycle: nextAhead(state), nextCycleOn: UNDECIDED };
  return [{ type: 'subscription.add-on-taken.v1', data }];
}

/** Before it is handed over with its shipment. */
export function decideRemoveAddOn(state: StartedSubscription, wanted: string): Draft[] {
  const { customerId, addOns } = state;
  const product = addOns.findLast(({ sku }) => sku === wanted);
  if (!product) throw addOnNotTaken(addOns.map(({ sku }) => sku));
  const data = { customerId, product, fromCycle: nextAhead(state), nextCycleOn: UNDECIDED };
  return [{ type: 'subscription.add-on-dropped.v1', data }];
}

/** Another plan or version: its products, prices and rules count from the next cycle; the next date stays. */
export function decidePlan(state: StartedSubscription, change: Of<'plan'>): Draft[] {
  const { agreed } = change;
  const { plan, policies, prepaidSince, customerId } = state;
  if (plan.planId === agreed.plan.planId && plan.version === agreed.plan.version)
    return withinPlan(state, change);
  // Another plan would bring dates back that have long passed.
  if (isComplete(state)) throw noCycleAhead();
  const { alternatePlans } = policies;
  const known = alternatePlans.length === 0 || alternatePlans.includes(agreed.plan.planId);
  if (!known && agreed.plan.planId !== plan.planId) throw planNotAlternate(alternatePlans);
  const interval = change.interval ?? state.interval;
  if (!agreed.plan.intervals.includes(interval)) throw intervalNotOffered(agreed.plan.intervals);
  const changed: Draft = {
    type: 'subscription.plan-changed.v1',
    data: {
      customerId,
      from: { plan, policies, prepaidSince },
      to: { ...agreed, prepaidSince: state.counts.locked + 2 },
      fromCycle: nextAhead(state),
      nextCycleOn: UNDECIDED,
    },
  };
  const after = evolve(state, changed) as StartedSubscription;
  const product = productOf(after, change.sku ?? state.sku);
  return [changed, ...swap(after, product), ...decideInterval(after, interval)];
}

/** The plan is held already: what else was asked for is changed. */
function withinPlan(state: StartedSubscription, change: Of<'plan'>): Draft[] {
  const product = decideProduct(state, change.sku ?? state.sku);
  const after = product.reduce(evolve, state) as StartedSubscription;
  return [...product, ...decideInterval(after, change.interval ?? after.interval)];
}

export function decideAddress(state: StartedSubscription, { shipTo: to }: Of<'address'>): Draft[] {
  const { customerId, shipTo: from } = state;
  const data = { customerId, from, to, fromCycle: nextAhead(state), nextCycleOn: UNDECIDED };
  return [{ type: 'subscription.address-changed.v1', data }];
}

export function decidePaymentMethod(state: StartedSubscription, to: string): Draft[] {
  const { customerId } = state;
  const { token: from } = state.payment;
  if (from === to) return [];
  const data = { customerId, from, to, nextCycleOn: UNDECIDED };
  return [{ type: 'subscription.payment-method-changed.v1', data }];
}

/** Dates stay; the instants at which they begin move. */
export function decideZone(state: StartedSubscription, to: Zone): Draft[] {
  requireZone(to);
  const { customerId, zone: from } = state;
  if (from === to) return [];
  return [
    {
      type: 'subscription.zone-changed.v1',
      data: { customerId, from, to, nextCycleOn: UNDECIDED },
    },
  ];
}

function productOf({ plan }: StartedSubscription, wanted: string): ProgramProduct {
  const { products } = plan;
  const product = products.find(({ sku }) => sku === wanted);
  if (!product) throw productNotInPlan(products.map(({ sku }) => sku));
  return product;
}
