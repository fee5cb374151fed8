import type { SubscriptionEvent } from '../domain/subscription/events';
import type { SubscriptionStatus } from '../domain/subscription/state';

/** The status that an event brings a program into; undefined when it leaves it as it is. */
export function statusAfter(event: SubscriptionEvent): SubscriptionStatus | undefined {
  switch (event.type) {
    case 'subscription.started.v1':
      return event.data.trialEndsOn === null ? 'active' : 'trial';
    case 'subscription.trial-ended.v1':
    case 'subscription.recovered.v1':
    case 'subscription.reactivated.v1':
    case 'subscription.won-back.v1':
      return 'active';
    case 'subscription.resumed.v1':
      return event.data.status;
    case 'subscription.released-from-hold.v1':
      return event.data.status;
    case 'subscription.reinstated.v1':
      return event.data.to.status;
    case 'subscription.paused.v1':
      return 'paused';
    case 'subscription.fell-past-due.v1':
      return 'past-due';
    case 'subscription.held.v1':
    case 'subscription.put-on-hold.v1':
      return 'held';
    case 'subscription.cancelled.v1':
      return 'cancelled';
    case 'subscription.expired.v1':
      return 'expired';
    default:
      return undefined;
  }
}
