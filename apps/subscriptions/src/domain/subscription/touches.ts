import type { SubscriptionEvent } from './events';

/** A part of a program that changes touch; `cycle <n>` is the date of that cycle alone. */
export type Part =
  | 'calendar'
  | `cycle ${number}`
  | 'product'
  | 'price'
  | 'quantity'
  | 'components'
  | 'products'
  | 'add-ons'
  | 'plan'
  | 'address'
  | 'payment-method'
  | 'zone'
  | 'receipt'
  | 'ending'
  | 'standing';

/** What an agent's change has touched; nothing for what time, money and goods bring about. */
export function partsOf(event: SubscriptionEvent): readonly Part[] {
  switch (event.type) {
    case 'subscription.interval-changed.v1':
    case 'subscription.anchor-moved.v1':
    case 'subscription.calendar-restored.v1':
      return ['calendar'];
    case 'subscription.cycle-date-changed.v1':
      return event.data.moveFollowing ? ['calendar'] : [`cycle ${event.data.cycle}`];
    case 'subscription.cycle-sent-now.v1':
    case 'subscription.cycle-skipped.v1':
    case 'subscription.cycle-unskipped.v1':
      return [`cycle ${event.data.cycle}`];
    case 'subscription.product-changed.v1':
      return ['product', 'price', 'components'];
    case 'subscription.component-swapped.v1':
      return ['components'];
    case 'subscription.price-changed.v1':
    case 'subscription.price-overridden.v1':
      return ['price'];
    case 'subscription.price-version-moved.v1':
      return ['product', 'price', 'plan'];
    case 'subscription.quantity-changed.v1':
      return ['quantity'];
    case 'subscription.product-added.v1':
    case 'subscription.product-removed.v1':
    case 'subscription.product-component-swapped.v1':
      return ['products'];
    case 'subscription.add-on-taken.v1':
    case 'subscription.add-on-dropped.v1':
      return ['add-ons'];
    case 'subscription.plan-changed.v1':
      return ['plan'];
    case 'subscription.address-changed.v1':
      return ['address'];
    case 'subscription.payment-method-changed.v1':
    case 'subscription.payment-method-restored.v1':
    case 'subscription.card-updated.v1':
      return ['payment-method'];
    case 'subscription.zone-changed.v1':
      return ['zone'];
    case 'subscription.trial-started.v1':
    case 'subscription.receipt-withdrawn.v1':
      return ['receipt'];
    case 'subscription.cancellation-scheduled.v1':
    case 'subscription.cancellation-withdrawn.v1':
      return ['ending'];
    case 'subscription.paused.v1':
    case 'subscription.put-on-hold.v1':
    case 'subscription.reinstated.v1':
      return ['standing'];
    case 'subscription.cancelled.v1':
      return ['standing', 'ending'];
    case 'subscription.resumed.v1':
    case 'subscription.released-from-hold.v1':
    case 'subscription.reactivated.v1':
    case 'subscription.won-back.v1':
    case 'subscription.trial-converted.v1':
      return ['calendar', 'standing'];
    default:
      return [];
  }
}

/** Whether one change stands in the way of undoing another: both have touched the same part. */
export function collide(a: Part, b: Part): boolean {
  if (a === b) return true;
  const dates = (part: Part) => part === 'calendar' || part.startsWith('cycle ');
  const runs = (part: Part) => dates(part) || part === 'standing' || part === 'plan';
  if (a === 'receipt' || b === 'receipt') return runs(a) || runs(b);
  return dates(a) && dates(b) && (a === 'calendar' || b === 'calendar');
}
