import { never } from '@continuo/kernel/decider';
import type { ChangeFact, SubscriptionEvent } from './events';
import { passBy, without, withoutStatus } from './fold-helpers';
import type { FurtherChangeFact } from './further-events';
import type { StartedSubscription } from './state';
import type { CycleDate, CycleTerms } from './terms';

/** What was changed, undone and asked for beyond the calendar and the product. */
export function evolveFurther(
  state: StartedSubscription,
  event: FurtherChangeFact,
): StartedSubscription {
  switch (event.type) {
    case 'subscription.cycle-sent-now.v1': {
      const { cycle, to } = event.data;
      return { ...state, dates: [...without(state.dates, cycle), { cycle, on: to }] };
    }
    case 'subscription.anchor-moved.v1': {
      const { anchor, skips, dates, nextCycle } = event.data;
      return { ...state, anchor, skips, dates, nextCycle };
    }
    case 'subscription.price-overridden.v1':
      return { ...state, override: event.data.to };
    case 'subscription.product-added.v1':
      return { ...state, extras: withOne(state.extras, event.data.product) };
    case 'subscription.product-removed.v1':
      return { ...state, extras: withoutOne(state.extras, event.data.product) };
    case 'subscription.component-swapped.v1':
      return { ...state, components: event.data.components };
    case 'subscription.product-component-swapped.v1': {
      const { product, components } = event.data;
      const after = (each: CycleTerms) =>
        each.sku === product.sku ? { ...each, components } : each;
      return { ...state, extras: state.extras.map(after) };
    }
    case 'subscription.add-on-taken.v1':
      return { ...state, addOns: withOne(state.addOns, event.data.product) };
    case 'subscription.add-on-dropped.v1':
      return { ...state, addOns: withoutOne(state.addOns, event.data.product) };
    case 'subscription.plan-changed.v1': {
      const { plan, policies, prepaidSince } = event.data.to;
      return { ...state, plan, policies, prepaidSince, deliveriesSold: plan.totalCycles };
    }
    case 'subscription.address-changed.v1':
      return { ...state, shipTo: event.data.to };
    case 'subscription.put-on-hold.v1':
      return { ...withoutStatus(state), status: 'held', reason: event.data.holdReason };
    case 'subscription.released-from-hold.v1': {
      const { passed, nextCycle, status } = event.data;
      return { ...withoutStatus(passBy(state, nextCycle, lastOf(state, passed))), status };
    }
    case 'subscription.cancellation-scheduled.v1':
      return { ...state, ending: event.data.ending };
    case 'subscription.cancellation-withdrawn.v1':
      return { ...state, ending: null };
    case 'subscription.won-back.v1': {
      const { anchor, nextCycle, passed, totalCycles } = event.data;
      const bare = { ...state, skips: [], dates: [], anchor, ...soldAgain(state, totalCycles) };
      const after = passBy(bare, nextCycle, lastOf(state, passed));
      return { ...withoutStatus(after), trialEndsOn: null, status: 'active' };
    }
    case 'subscription.trial-converted.v1': {
      const { to, anchor, skips, dates, nextCycle } = event.data;
      const calendar = { anchor, skips, dates, nextCycle };
      return { ...state, ...calendar, trialEndsOn: to, awaitingReceipt: false };
    }
    case 'subscription.calendar-restored.v1': {
      const { to, anchor, skips, dates, nextCycle, lastDueOn } = event.data;
      return { ...state, interval: to, anchor, skips, dates, nextCycle, lastDueOn };
    }
    case 'subscription.receipt-withdrawn.v1': {
      const { trialEndsOn, anchor } = event.data;
      // Of another first charge the customer is reminded again.
      const told = state.told.filter(({ cycle }) => cycle < state.nextCycle);
      return { ...state, trialEndsOn, anchor, told, awaitingReceipt: true };
    }
    case 'subscription.card-updated.v1':
      return { ...state, payment: { ...state.payment, token: event.data.to } };
    case 'subscription.payment-method-restored.v1':
      return { ...state, payment: event.data.to };
    case 'subscription.reinstated.v1': {
      const { to, trialEndsOn, nextCycle, lastDueOn } = event.data;
      return { ...withoutStatus(passBy(state, nextCycle, lastDueOn)), trialEndsOn, ...to };
    }
    case 'subscription.approval-requested.v2': {
      const { requestId, changes, approvals, requestedBy, foreseen } = event.data;
      const request = { requestId, changes, approvals, requestedBy, foreseen };
      return { ...state, requests: [...state.requests, request] };
    }
    case 'subscription.approval-given.v1':
    case 'subscription.approval-refused.v1': {
      const { requestId } = event.data;
      return {
        ...state,
        requests: state.requests.filter((request) => request.requestId !== requestId),
      };
    }
    case 'subscription.save-offers-shown.v1':
    case 'subscription.trial-declined.v1':
    case 'subscription.change-undone.v1':
    case 'subscription.consent-recorded.v1':
      return state;
    default:
      return never(event);
  }
}

const FURTHER: Readonly<Record<FurtherChangeFact['type'], true>> = {
  'subscription.cycle-sent-now.v1': true,
  'subscription.anchor-moved.v1': true,
  'subscription.price-overridden.v1': true,
  'subscription.product-added.v1': true,
  'subscription.product-removed.v1': true,
  'subscription.component-swapped.v1': true,
  'subscription.product-component-swapped.v1': true,
  'subscription.add-on-taken.v1': true,
  'subscription.add-on-dropped.v1': true,
  'subscription.plan-changed.v1': true,
  'subscription.address-changed.v1': true,
  'subscription.put-on-hold.v1': true,
  'subscription.released-from-hold.v1': true,
  'subscription.cancellation-scheduled.v1': true,
  'subscription.cancellation-withdrawn.v1': true,
  'subscription.won-back.v1': true,
  'subscription.trial-converted.v1': true,
  'subscription.calendar-restored.v1': true,
  'subscription.receipt-withdrawn.v1': true,
  'subscription.card-updated.v1': true,
  'subscription.payment-method-restored.v1': true,
  'subscription.reinstated.v1': true,
  'subscription.approval-requested.v2': true,
  'subscription.approval-given.v1': true,
  'subscription.approval-refused.v1': true,
  'subscription.save-offers-shown.v1': true,
  'subscription.trial-declined.v1': true,
  'subscription.change-undone.v1': true,
  'subscription.consent-recorded.v1': true,
};

export function isFurtherChange(
  event: SubscriptionEvent,
): event is Extract<ChangeFact, FurtherChangeFact> {
  return Object.hasOwn(FURTHER, event.type);
}

/** An expired program that was won back: its deliveries, and a prepaid run, begin anew. */
function soldAgain(
  { plan, counts }: StartedSubscription,
  totalCycles: number | undefined,
): Partial<Pick<StartedSubscription, 'plan' | 'prepaidSince'>> {
  if (totalCycles === undefined) return {};
  return { plan: { ...plan, totalCycles }, prepaidSince: counts.locked + 2 };
}

function lastOf(state: StartedSubscription, passed: readonly CycleDate[]): string {
  return passed.at(-1)?.on ?? state.lastDueOn;
}

/** By SKU, so that a product that was taken out and put back stands where it stood. */
function withOne(products: readonly CycleTerms[], product: CycleTerms): readonly CycleTerms[] {
  const after = products.findIndex(({ sku }) => sku > product.sku);
  return after < 0 ? [...products, product] : products.toSpliced(after, 0, product);
}

function withoutOne(products: readonly CycleTerms[], product: CycleTerms): readonly CycleTerms[] {
  const at = products.findLastIndex(
    ({ sku, quantity }) => sku === product.sku && quantity === product.quantity,
  );
  return products.filter((_, index) => index !== at);
}
