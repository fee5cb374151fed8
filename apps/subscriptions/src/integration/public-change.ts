import type { SubscriptionChanged } from '@continuo/contracts/subscriptions';
import type { SubscriptionEvent } from '../domain/subscription/events';
import type { SubscriptionStatus } from '../domain/subscription/state';

type PublicChange = Omit<SubscriptionChanged, 'subscription_id' | 'customer_id'>;

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
    case 'subscription.card-updated.v1':
      return tell('payment-method', event.data.from, event.data.to);
    case 'subscription.fell-past-due.v1':
      return tell('past-due', null, event.data.retryAt);
    case 'subscription.recovered.v1':
      return tell('recovered', null, null);
    case 'subscription.held.v1':
      return tell('held', null, event.data.reason);
    case 'subscription.cycles-missed.v1':
      return tell('missed', event.data.missed.map(({ on }) => on).join(' '), event.data.policy);
    case 'subscription.terms-agreed.v1':
      return tell('terms', null, null);
    case 'subscription.trial-started.v1':
      return tell('trial-started', null, event.data.trialEndsOn);
    case 'subscription.receipt-withdrawn.v1':
      return tell('trial-started', event.data.from, null);
    case 'subscription.cycle-sent-now.v1':
    case 'subscription.anchor-moved.v1':
      return tell('next-date', event.data.from, event.data.to);
    case 'subscription.trial-converted.v1': {
      const { from, to, consentReference } = event.data;
      return { ...tell('next-date', from, to), consent_reference: consentReference };
    }
    case 'subscription.consent-recorded.v1': {
      const { words, reference } = event.data;
      return {
        ...tell('consent', null, words),
        ...(reference && { consent_reference: reference }),
      };
    }
    case 'subscription.price-overridden.v1': {
      const { from, to } = event.data;
      const text = (price: typeof from) =>
        price && `${price.unitPriceMinor} for ${price.cyclesLeft} cycles`;
      return tell('price-override', text(from), text(to));
    }
    case 'subscription.product-added.v1':
      return tell('product-added', null, event.data.product.sku);
    case 'subscription.product-removed.v1':
      return tell('product-removed', event.data.product.sku, null);
    case 'subscription.component-swapped.v1':
    case 'subscription.product-component-swapped.v1':
      return tell('component', event.data.from.sku, event.data.to.sku);
    case 'subscription.add-on-taken.v1':
      return tell('add-on', null, event.data.product.sku);
    case 'subscription.add-on-dropped.v1':
      return tell('add-on', event.data.product.sku, null);
    case 'subscription.plan-changed.v1':
      return tell('plan', event.data.from.plan.planId, event.data.to.plan.planId);
    case 'subscription.address-changed.v1':
      return tell('address', null, null);
    case 'subscription.put-on-hold.v1':
      return tell('held', event.data.from.status, event.data.holdReason);
    case 'subscription.released-from-hold.v1':
      return tell('resume', event.data.from, null);
    case 'subscription.cancellation-scheduled.v1':
      return tell('ending', null, event.data.ending.reasonCode);
    case 'subscription.cancellation-withdrawn.v1':
      return tell('ending', event.data.from.reasonCode, null);
    case 'subscription.won-back.v1':
      return tell(
        'win-back',
        event.data.totalCycles === undefined ? 'cancelled' : 'expired',
        'active',
      );
    case 'subscription.calendar-restored.v1':
      return tell('interval', event.data.from, event.data.to);
    case 'subscription.payment-method-restored.v1':
      return tell('payment-method', event.data.from.token, event.data.to.token);
    case 'subscription.reinstated.v1':
      return tell(REINSTATED[event.data.to.status], event.data.from.status, event.data.to.status);
    case 'subscription.price-version-moved.v1':
      return tell('price', String(event.data.fromMinor), String(event.data.toMinor));
    case 'subscription.expired.v1':
      return tell('expired', null, null);
    default:
      return undefined;
  }
}

/** As which change the others learn that a program stands as it did before. */
const REINSTATED: Readonly<Record<SubscriptionStatus, string>> = {
  trial: 'reactivate',
  active: 'reactivate',
  paused: 'pause',
  'past-due': 'past-due',
  held: 'held',
  cancelled: 'expired',
  expired: 'expired',
};
