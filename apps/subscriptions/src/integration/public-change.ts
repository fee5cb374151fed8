import type { SubscriptionChanged } from '@continuo/contracts/subscriptions';
import type { SubscriptionEvent } from '../domain/subscription/events';

type PublicChange = Pick<SubscriptionChanged, 'change' | 'from' | 'to' | 'next_cycle_on'>;

/** What the others are told of a change: what, from what, to what; undefined for what stays here. */
export function publicChange(event: SubscriptionEvent): PublicChange | undefined {
  const tell = (change: string, from: string | null, to: string | null): PublicChange => ({
    change,
    from,
    to,
    next_cycle_on: 'nextCycleOn' in event.data ? event.data.nextCycleOn : null,
  });
  switch (event.type) {
    case 'subscription.interval-changed.v1':
      return tell('interval', event.data.from, event.data.to);
    case 'subscription.price-changed.v1':
      return tell('price', String(event.data.fromMinor), String(event.data.toMinor));
    case 'subscription.product-changed.v1':
      return tell('product', event.data.from.sku, event.data.to.sku);
    case 'subscription.quantity-changed.v1':
      return tell('quantity', String(event.data.from), String(event.data.to));
    case 'subscription.cycle-date-changed.v1':
      return tell('next-date', event.data.from, event.data.to);
    case 'subscription.cycle-skipped.v1':
      return tell('skip', event.data.on, null);
    case 'subscription.cycle-unskipped.v1':
      return tell('unskip', null, event.data.on);
    case 'subscription.paused.v1':
      return tell('pause', event.data.from, event.data.until);
    case 'subscription.resumed.v1':
      return tell('resume', event.data.until, null);
    case 'subscription.reactivated.v1':
      return tell('reactivate', event.data.from, 'active');
    case 'subscription.payment-method-changed.v1':
      return tell('payment-method', event.data.from, event.data.to);
    case 'subscription.fell-past-due.v1':
      return tell('past-due', null, event.data.retryAt);
    case 'subscription.recovered.v1':
      return tell('recovered', null, null);
    case 'subscription.held.v1':
      return tell('held', null, event.data.reason);
    case 'subscription.cycles-missed.v1':
      return tell('missed', event.data.missed.map(({ on }) => on).join(' '), event.data.policy);
    case 'subscription.expired.v1':
      return tell('expired', null, null);
    default:
      return undefined;
  }
}
