import {
  CYCLE_DUE,
  NOTICE_DUE,
  type CycleDue,
  type NoticeDue,
  PLAN_PUBLISHED,
  type PlanPublished,
  SUBSCRIPTION_CANCELLED,
  SUBSCRIPTION_CHANGED,
  SUBSCRIPTION_STARTED,
  type SubscriptionCancelled,
  type SubscriptionChanged,
  type SubscriptionStarted,
} from '@continuo/contracts/subscriptions';
import { idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import type { Publication } from '@continuo/messaging/message';
import type { Publisher } from '@continuo/messaging/messaging';
import type { PlanEvent } from '../domain/plan/events';
import { shipped } from '../domain/subscription/bundle';
import type { SubscriptionEvent } from '../domain/subscription/events';
import type { ProgramSale } from '../domain/subscription/terms';
import { publicChange } from './public-change';
import { prepaid } from './publish-prepaid';

/** What the other services learn of plans and programs. */
export const subscriptionsPublisher: Publisher = {
  service: 'subscriptions',
  categories: ['plan', 'subscription'],
  translate: (recorded) => {
    const event = recorded as RecordedEvent & (PlanEvent | SubscriptionEvent);
    if (event.type === 'plan.version-published.v2') return planPublished(event.data);
    return program(idOf(recorded.stream), event);
  },
};

function program(subscriptionId: string, event: SubscriptionEvent): Publication | undefined {
  const subject = { subscription_id: subscriptionId, customer_id: event.data.customerId };
  switch (event.type) {
    case 'subscription.started.v1':
      return started(event.data);
    case 'subscription.cycle-locked.v2':
      return cycleDue(subject, event.data);
    case 'subscription.cancelled.v1': {
      const { reasonCode, openOrders } = event.data;
      const data: SubscriptionCancelled = {
        ...subject,
        reason: reasonCode,
        open_orders: openOrders.map(({ cycle, orderId }) => ({ cycle, order_id: orderId })),
      };
      return { type: SUBSCRIPTION_CANCELLED.type, data };
    }
    case 'subscription.notice-due.v1':
      return noticeDue(subject, event.data);
    case 'subscription.price-move-announced.v1': {
      const { fromCycle: cycle, ...told } = event.data;
      return noticeDue(subject, { ...told, notice: 'price-change', cycle });
    }
    case 'subscription.reinstated.v1':
      if (event.data.to.status === 'cancelled') {
        const data: SubscriptionCancelled = { ...subject, reason: event.data.to.reasonCode };
        return { type: SUBSCRIPTION_CANCELLED.type, data };
      }
      return changed(subject, event);
    case 'subscription.prepaid-run-opened.v1':
    case 'subscription.prepaid-run-paid.v1':
    case 'subscription.prepaid-shipment-left.v1':
    case 'subscription.prepaid-shipments-lapsed.v1':
    case 'subscription.prepaid-run-ended.v1':
      return prepaid(subject, event);
    default:
      return changed(subject, event);
  }
}

interface Subject {
  readonly subscription_id: string;
  readonly customer_id: string;
}

function changed(subject: Subject, event: SubscriptionEvent): Publication | undefined {
  const change = publicChange(event);
  if (!change) return undefined;
  const data: SubscriptionChanged = { ...subject, ...change };
  return { type: SUBSCRIPTION_CHANGED.type, data };
}

function noticeDue(subject: Subject, data: DataOfType<'subscription.notice-due.v1'>): Publication {
  const message: NoticeDue = {
    ...subject,
    notice: data.notice,
    cycle: data.cycle,
    due_on: data.dueOn,
    total_before_tax_minor: data.totalBeforeTaxMinor,
    currency: data.currency,
    words: data.words,
  };
  return { type: NOTICE_DUE.type, data: message };
}

type DataOfType<Type extends SubscriptionEvent['type']> = Extract<
  SubscriptionEvent,
  { readonly type: Type }
>['data'];

function started(data: DataOfType<'subscription.started.v1'>): Publication {
  const message: SubscriptionStarted = {
    subscription_id: data.subscriptionId,
    customer_id: data.customerId,
    order_id: data.orderId,
    line_id: data.lineId,
    plan_id: data.plan.planId,
    plan_version: data.plan.version,
    sku: data.sku,
    quantity: data.quantity,
    interval: data.interval,
    unit_price_minor: data.unitPriceMinor,
    currency: data.currency,
    next_cycle_on: data.nextCycleOn ?? data.startedOn,
    sale: publicSale(data.sale),
  };
  return { type: SUBSCRIPTION_STARTED.type, data: message };
}

function cycleDue(subject: Subject, data: DataOfType<'subscription.cycle-locked.v2'>): Publication {
  const message: CycleDue = {
    ...subject,
    cycle: data.cycle,
    plan_id: data.planId,
    currency: data.currency,
    zone: data.zone,
    due_on: data.dueOn,
    sku: data.sku,
    name: data.name,
    quantity: data.quantity,
    unit_price_minor: data.unitPriceMinor,
    shipping_minor: data.shippingMinor,
    tax_category: data.taxCategory,
    payment: {
      token: data.payment.token,
      initiator: 'recurring',
      network_transaction_id: data.payment.networkTransactionId,
    },
    ship_to: { ...data.shipTo },
    sale: publicSale(data.sale),
    ship_on: data.shipOn,
    ...(data.components && { components: data.components.map(shipped) }),
    lines: data.lines.map(({ sku, name, quantity, unitPriceMinor, components }) => ({
      sku,
      name,
      quantity,
      unit_price_minor: unitPriceMinor,
      ...(components && { components: components.map(shipped) }),
    })),
  };
  return { type: CYCLE_DUE.type, data: message };
}

function planPublished(data: PlanEvent['data']): Publication {
  const message: PlanPublished = {
    plan_id: data.planId,
    version: data.version,
    name: data.name,
    intervals: [...data.intervals],
    default_interval: data.defaultInterval,
    products: data.products.map(({ sku, name, pricesMinor, components }) => ({
      sku,
      name,
      prices_minor: { ...pricesMinor },
      ...(components && { components: components.map(shipped) }),
    })),
    trial_days: data.trialDays,
    tax_category: data.taxCategory,
    shipping_minor: { ...data.shippingMinor },
    ...prepaidOf(data),
  };
  return { type: PLAN_PUBLISHED.type, data: message };
}

function prepaidOf({ rules }: PlanEvent['data']): Pick<PlanPublished, 'prepaid'> {
  if (!rules.prepaid) return {};
  const { deliveries, then } = rules.prepaid;
  return { prepaid: { deliveries, then } };
}

function publicSale({ campaignId, callId, agentId, callCentreId }: ProgramSale) {
  return {
    campaign_id: campaignId,
    call_id: callId,
    agent_id: agentId,
    call_centre_id: callCentreId,
  };
}
