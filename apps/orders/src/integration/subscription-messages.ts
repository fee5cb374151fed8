import type {
  CycleDue,
  NoticeDue,
  PlanPublished,
  SubscriptionChanged,
  SubscriptionStarted,
} from '@continuo/contracts/subscriptions';
import type { IntegrationMessage } from '@continuo/messaging/message';
import type { DueCycle } from '../application/place-cycle-order/place-cycle-order.command';
import type { PublishedPlan } from '../domain/plan-copy/events';
import type {
  Doing,
  ProgramChange,
  ProgramNotice,
  StartedProgram,
} from '../domain/program-copy/events';

export function publishedPlanOf(data: PlanPublished): PublishedPlan {
  return {
    planId: data.plan_id,
    version: data.version,
    name: data.name,
    intervals: data.intervals,
    defaultInterval: data.default_interval,
    products: data.products.map(({ sku, name, prices_minor, components }) => ({
      sku,
      name,
      pricesMinor: prices_minor,
      ...(components && { components }),
    })),
    trialDays: data.trial_days,
    taxCategory: data.tax_category,
    shippingMinor: data.shipping_minor,
    ...(data.prepaid && { prepaid: data.prepaid }),
  };
}

export function startedProgramOf(data: SubscriptionStarted): StartedProgram {
  return {
    subscriptionId: data.subscription_id,
    customerId: data.customer_id,
    orderId: data.order_id,
    planId: data.plan_id,
    sku: data.sku,
    quantity: data.quantity,
    interval: data.interval,
    unitPriceMinor: data.unit_price_minor,
    currency: data.currency,
    nextCycleOn: data.next_cycle_on,
  };
}

export function doingOf({ actor, callId, scriptVersion, time }: IntegrationMessage): Doing {
  return { actor, callId: callId ?? null, scriptVersion: scriptVersion ?? null, at: time };
}

export function programChangeOf(message: IntegrationMessage<SubscriptionChanged>): ProgramChange {
  const { data } = message;
  return {
    subscriptionId: data.subscription_id,
    customerId: data.customer_id,
    change: data.change,
    from: data.from,
    to: data.to,
    nextCycleOn: data.next_cycle_on,
    consentReference: data.consent_reference ?? null,
    doing: doingOf(message),
  };
}

export function programNoticeOf({ data, time }: IntegrationMessage<NoticeDue>): ProgramNotice {
  return {
    subscriptionId: data.subscription_id,
    notice: data.notice,
    cycle: data.cycle,
    dueOn: data.due_on,
    totalBeforeTaxMinor: data.total_before_tax_minor,
    currency: data.currency,
    words: data.words,
    at: time,
  };
}

export function dueCycleOf(data: CycleDue): DueCycle {
  const { payment, sale, ship_to } = data;
  return {
    subscriptionId: data.subscription_id,
    customerId: data.customer_id,
    cycle: data.cycle,
    currency: data.currency,
    zone: data.zone,
    dueOn: data.due_on,
    shipOn: data.ship_on ?? data.due_on,
    sku: data.sku,
    name: data.name,
    quantity: data.quantity,
    unitPriceMinor: data.unit_price_minor,
    shippingMinor: data.shipping_minor,
    taxCategory: data.tax_category,
    components: data.components,
    payment: {
      token: payment.token,
      initiator: payment.initiator,
      networkTransactionId: payment.network_transaction_id,
    },
    shipTo: { sealed: ship_to.sealed, stream: ship_to.stream, field: ship_to.field },
    sale: {
      campaignId: sale.campaign_id,
      callId: sale.call_id,
      agentId: sale.agent_id,
      callCentreId: sale.call_centre_id,
    },
    further: (data.lines ?? []).map(({ sku, name, quantity, unit_price_minor, components }) => ({
      sku,
      name,
      quantity,
      unitPriceMinor: unit_price_minor,
      components,
    })),
  };
}
