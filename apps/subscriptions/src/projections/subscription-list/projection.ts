import { idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import type { Change, Projection } from '@continuo/read-store/projection';
import type { SubscriptionEvent } from '../../domain/subscription/events';
import { statusAfter } from '../status-after';
import { termsAfter } from '../terms-after';

export interface SubscriptionRow {
  readonly subscription_id: string;
  readonly customer_id: string;
  readonly status: string;
  readonly order_id: string;
  readonly plan_id: string;
  readonly plan_version: number;
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unit_price_minor: number;
  readonly currency: string;
  readonly interval: string;
  readonly next_cycle_on: string | null;
  readonly campaign_id: string | null;
  readonly call_centre_id: string | null;
  readonly started_on: string;
  readonly started_position: number;
  readonly revision: number;
}

export interface SubscriptionTables {
  readonly subscription_list: SubscriptionRow;
}

function evolve(recorded: RecordedEvent): readonly Change[] {
  const event = recorded as RecordedEvent & SubscriptionEvent;
  const subscriptionId = idOf(event.stream);
  if (event.type === 'subscription.started.v1') {
    return [{ op: 'put', table: 'subscription_list', row: { ...startedRow(event) } }];
  }
  const status = statusAfter(event);
  const set = {
    revision: event.revision,
    ...(status !== undefined && { status }),
    ...('nextCycleOn' in event.data && { next_cycle_on: event.data.nextCycleOn }),
    ...(event.type === 'subscription.interval-changed.v1' && { interval: event.data.to }),
    ...(event.type === 'subscription.calendar-restored.v1' && { interval: event.data.to }),
    ...(event.type === 'subscription.plan-changed.v1' && {
      plan_id: event.data.to.plan.planId,
      plan_version: event.data.to.plan.version,
    }),
    ...(event.type === 'subscription.price-version-moved.v1' && {
      plan_version: event.data.toVersion,
    }),
    ...termsAfter(event),
  };
  const key = { subscription_id: subscriptionId };
  return [{ op: 'set', table: 'subscription_list', key, set }];
}

function startedRow(
  event: RecordedEvent & Extract<SubscriptionEvent, { type: 'subscription.started.v1' }>,
): SubscriptionRow {
  const { data } = event;
  return {
    subscription_id: data.subscriptionId,
    customer_id: data.customerId,
    status: statusAfter(event) ?? 'active',
    order_id: data.orderId,
    plan_id: data.plan.planId,
    plan_version: data.plan.version,
    sku: data.sku,
    name: data.name,
    quantity: data.quantity,
    unit_price_minor: data.unitPriceMinor,
    currency: data.currency,
    interval: data.interval,
    next_cycle_on: data.nextCycleOn,
    campaign_id: data.sale.campaignId,
    call_centre_id: data.sale.callCentreId,
    started_on: data.startedOn,
    started_position: event.position,
    revision: event.revision,
  };
}

/** Which programs does a customer have, and which are in a status? */
export const subscriptionListProjection: Projection = {
  name: 'subscription-list',
  version: 3,
  categories: ['subscription'],
  tables: {
    subscription_list: {
      columns: {
        subscription_id: 'text',
        customer_id: 'text',
        status: 'text',
        order_id: 'text',
        plan_id: 'text',
        plan_version: 'integer',
        sku: 'text',
        name: 'text',
        quantity: 'integer',
        unit_price_minor: 'integer',
        currency: 'text',
        interval: 'text',
        next_cycle_on: 'text',
        campaign_id: 'text',
        call_centre_id: 'text',
        started_on: 'text',
        started_position: 'integer',
        revision: 'integer',
      },
      key: ['subscription_id'],
      indexes: [
        ['customer_id', 'started_position'],
        ['status', 'started_position'],
        ['started_position'],
        ['order_id'],
        ['plan_id', 'subscription_id'],
      ],
    },
  },
  evolve,
};
