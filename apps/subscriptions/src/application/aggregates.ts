import type { Aggregate } from '@continuo/event-store/aggregate';
import { type PlanCommand, planDecider } from '../domain/plan/decider';
import type { PlanEvent } from '../domain/plan/events';
import type { PlanState } from '../domain/plan/state';
import type { SubscriptionCommand } from '../domain/subscription/commands';
import { subscriptionDecider } from '../domain/subscription/decider';
import type { SubscriptionEvent } from '../domain/subscription/events';
import { dueAt } from '../domain/subscription/schedule';
import type { SubscriptionState } from '../domain/subscription/state';

export const PLAN: Aggregate<PlanCommand, PlanEvent, PlanState> = {
  category: 'plan',
  decider: planDecider,
  events: { 'plan.version-published.v1': true },
};

export const SUBSCRIPTION: Aggregate<SubscriptionCommand, SubscriptionEvent, SubscriptionState> = {
  category: 'subscription',
  decider: subscriptionDecider,
  events: {
    'subscription.started.v1': true,
    'subscription.trial-ended.v1': true,
    'subscription.cycle-locked.v1': true,
    'subscription.cycles-missed.v1': true,
    'subscription.cycle-charge-unsettled.v1': true,
    'subscription.cycle-paid.v1': true,
    'subscription.cycle-declined.v1': true,
    'subscription.cycle-failed.v1': true,
    'subscription.cycle-released.v1': true,
    'subscription.cycle-shipped.v1': true,
    'subscription.cycle-voided.v1': true,
    'subscription.fell-past-due.v1': true,
    'subscription.recovered.v1': true,
    'subscription.held.v1': true,
    'subscription.expired.v1': true,
    'subscription.interval-changed.v1': true,
    'subscription.price-changed.v1': true,
    'subscription.product-changed.v1': true,
    'subscription.quantity-changed.v1': true,
    'subscription.cycle-date-changed.v1': true,
    'subscription.cycle-skipped.v1': true,
    'subscription.cycle-unskipped.v1': true,
    'subscription.paused.v1': true,
    'subscription.resumed.v1': true,
    'subscription.cancelled.v1': true,
    'subscription.reactivated.v1': true,
    'subscription.payment-method-changed.v1': true,
    'subscription.zone-changed.v1': true,
  },
  dueAt,
  snapshotVersion: 1,
};
