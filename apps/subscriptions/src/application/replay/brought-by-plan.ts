import type { SubscriptionEvent } from '../../domain/subscription/events';

/** The product and the interval that a change of plan brought with it stand right behind it. */
export function broughtByPlan(
  plan: SubscriptionEvent,
  beside: readonly SubscriptionEvent[],
): { sku?: string; interval?: string } {
  const [next, afterNext] = beside.slice(beside.indexOf(plan) + 1);
  if (next?.type === 'subscription.interval-changed.v1') return { interval: next.data.to };
  if (next?.type !== 'subscription.product-changed.v1') return {};
  const { sku } = next.data.to;
  if (afterNext?.type !== 'subscription.interval-changed.v1') return { sku };
  return { sku, interval: afterNext.data.to };
}

/** Whether a change of plan has brought it, which is asked for again as a whole. */
export function comesWithPlan(
  event: SubscriptionEvent,
  beside: readonly SubscriptionEvent[],
): boolean {
  const at = beside.indexOf(event);
  const before = beside[at - 1];
  if (before?.type === 'subscription.plan-changed.v1') return true;
  return (
    event.type === 'subscription.interval-changed.v1' &&
    before?.type === 'subscription.product-changed.v1' &&
    beside[at - 2]?.type === 'subscription.plan-changed.v1'
  );
}
