import type { Aggregate } from '@continuo/event-store/aggregate';
import {
  type FirstOrderCommand,
  type FirstOrderEvent,
  type FirstOrderState,
  firstOrderDecider,
} from '../domain/first-order/decider';
import { type PlanCommand, planDecider } from '../domain/plan/decider';
import type { PlanEvent } from '../domain/plan/events';
import type { PlanState } from '../domain/plan/state';
import { planUpcasters } from '../domain/plan/upcasters';
import { type RolloutCommand, rolloutDecider } from '../domain/rollout/decider';
import type { RolloutEvent } from '../domain/rollout/events';
import type { RolloutState } from '../domain/rollout/state';
import type { SubscriptionCommand } from '../domain/subscription/commands';
import { subscriptionDecider } from '../domain/subscription/decider';
import type { SubscriptionEvent } from '../domain/subscription/events';
import { dueAt } from '../domain/subscription/due';
import type { SubscriptionState } from '../domain/subscription/state';
import { subscriptionUpcasters } from '../domain/subscription/upcasters';
import {
  type UpdatedCard,
  type UpdatedCardCommand,
  type UpdatedCardEvent,
  updatedCardDecider,
} from '../domain/updated-card/decider';

export const PLAN: Aggregate<PlanCommand, PlanEvent, PlanState> = {
  category: 'plan',
  decider: planDecider,
  events: { 'plan.version-published.v2': true },
  upcasters: planUpcasters,
};

/** A process manager: woken while a cohort or a stop is under way. */
export const ROLLOUT: Aggregate<RolloutCommand, RolloutEvent, RolloutState> = {
  category: 'pricerollout',
  decider: rolloutDecider,
  events: {
    'price-rollout.planned.v1': true,
    'price-rollout.cohort-started.v1': true,
    'price-rollout.page-carried-out.v1': true,
    'price-rollout.paused.v1': true,
    'price-rollout.resumed.v1': true,
    'price-rollout.stopped.v1': true,
  },
  dueAt: (state) => (state.status === 'none' ? null : state.wakeAt),
};

export const SUBSCRIPTION: Aggregate<SubscriptionCommand, SubscriptionEvent, SubscriptionState> = {
  category: 'subscription',
  decider: subscriptionDecider,
  events: {
    'subscription.started.v1': true,
    'subscription.trial-ended.v1': true,
    'subscription.cycle-locked.v2': true,
    'subscription.terms-agreed.v1': true,
    'subscription.trial-started.v1': true,
    'subscription.receipt-withdrawn.v1': true,
    'subscription.notice-due.v1': true,
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
    'subscription.card-updated.v1': true,
    'subscription.payment-method-restored.v1': true,
    'subscription.reinstated.v1': true,
    'subscription.approval-requested.v2': true,
    'subscription.approval-given.v1': true,
    'subscription.approval-refused.v1': true,
    'subscription.save-offers-shown.v1': true,
    'subscription.prepaid-run-opened.v1': true,
    'subscription.prepaid-run-paid.v1': true,
    'subscription.prepaid-shipment-left.v1': true,
    'subscription.prepaid-shipments-lapsed.v1': true,
    'subscription.prepaid-run-ended.v1': true,
    'subscription.price-move-announced.v1': true,
    'subscription.price-version-moved.v1': true,
    'subscription.price-move-withdrawn.v1': true,
    'subscription.trial-declined.v1': true,
    'subscription.change-undone.v1': true,
    'subscription.consent-recorded.v1': true,
  },
  upcasters: subscriptionUpcasters,
  dueAt,
  snapshotVersion: 7,
};

/** By card: its token, hashed. */
export const UPDATED_CARD: Aggregate<UpdatedCardCommand, UpdatedCardEvent, UpdatedCard> = {
  category: 'updatedcard',
  decider: updatedCardDecider,
  events: { 'updated-card.replaced.v1': true },
};

/** By id of an order: what was told of it that programs which it sells have to know when they start. */
export const FIRST_ORDER: Aggregate<FirstOrderCommand, FirstOrderEvent, FirstOrderState> = {
  category: 'firstorder',
  decider: firstOrderDecider,
  events: {
    'first-order.captured-early.v1': true,
    'first-order.cancelled-early.v1': true,
    'first-order.received.v1': true,
  },
};
