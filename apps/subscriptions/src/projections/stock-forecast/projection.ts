import { idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import type { Change, Projection, Row } from '@continuo/read-store/projection';
import type { PlanPolicies } from '../../domain/plan/policies';
import type { SubscriptionEvent } from '../../domain/subscription/events';
import type { CycleTerms } from '../../domain/subscription/terms';
import { statusAfter } from '../status-after';
import { STOCK_FORECAST_TABLES } from './tables';

type Recorded = RecordedEvent & SubscriptionEvent;

function evolve(recorded: RecordedEvent): readonly Change[] {
  const event = recorded as Recorded;
  const key = { subscription_id: idOf(event.stream) };
  const set = calendarAfter(event);
  const changes: Change[] = [];
  if (event.type === 'subscription.started.v1') {
    changes.push({
      op: 'put',
      table: 'stock_forecast',
      row: { ...key, ...startedRow(event), ...set },
    });
  } else if (Object.keys(set).length > 0) {
    changes.push({ op: 'set', table: 'stock_forecast', key, set });
  }
  return [...changes, ...exceptionsAfter(event, key), ...linesAfter(event, key)];
}

function startedRow({
  data,
}: Extract<SubscriptionEvent, { type: 'subscription.started.v1' }>): Row {
  return {
    call_centre_id: data.sale.callCentreId,
    sku: data.sku,
    quantity: data.quantity,
    components: componentsOf(data.components),
    interval: data.interval,
    next_cycle: 2,
    locked: 0,
    total_cycles: data.plan.totalCycles,
  };
}

/** Columns of the calendar that an event moves: it says itself where they now stand. */
function calendarAfter(event: Recorded): Row {
  const { data } = event;
  const status = statusAfter(event);
  return {
    ...(status !== undefined && { status }),
    ...('nextCycleOn' in data && { next_cycle_on: data.nextCycleOn }),
    ...('anchor' in data && { anchor_cycle: data.anchor.cycle, anchor_on: data.anchor.on }),
    ...('nextCycle' in data && { next_cycle: data.nextCycle }),
    ...columnsAfter(event),
  };
}

function columnsAfter(event: Recorded): Row {
  switch (event.type) {
    case 'subscription.cycle-locked.v2':
      return { next_cycle: event.data.cycle + 1 };
    case 'subscription.cycles-missed.v1': {
      const last = event.data.missed.at(-1);
      return last ? { next_cycle: last.cycle + 1 } : {};
    }
    case 'subscription.interval-changed.v1':
    case 'subscription.calendar-restored.v1':
      return { interval: event.data.to };
    case 'subscription.product-changed.v1':
      return { sku: event.data.to.sku, components: componentsOf(event.data.to.components) };
    case 'subscription.component-swapped.v1':
      return { components: componentsOf(event.data.components) };
    case 'subscription.quantity-changed.v1':
      return { quantity: event.data.to };
    case 'subscription.paused.v1':
      return { paused_until: event.data.until };
    case 'subscription.reinstated.v1':
      return event.data.to.status === 'paused' ? { paused_until: event.data.to.until } : {};
    case 'subscription.terms-agreed.v1':
      return { shipping_rule: shippingRule(event.data.policies) };
    case 'subscription.plan-changed.v1': {
      const { plan, policies } = event.data.to;
      return { total_cycles: plan.totalCycles, shipping_rule: shippingRule(policies) };
    }
    case 'subscription.won-back.v1': {
      const { totalCycles } = event.data;
      return totalCycles === undefined ? {} : { total_cycles: totalCycles };
    }
    case 'subscription.cancellation-scheduled.v1': {
      const { lastCycle, deliveries } = event.data.ending;
      return { last_cycle: lastCycle, last_delivery: deliveries };
    }
    case 'subscription.cancellation-withdrawn.v1':
    case 'subscription.cancelled.v1':
      return { last_cycle: null, last_delivery: null };
    default:
      return {};
  }
}

function shippingRule({ chargeToShipDays, holidays, shipsOnWeekends }: PlanPolicies): string {
  return JSON.stringify({ chargeToShipDays, holidays, shipsOnWeekends });
}

function componentsOf(components: CycleTerms['components']): string | null {
  if (!components) return null;
  return JSON.stringify(components.map(({ sku, quantity }) => ({ sku, quantity })));
}

/** Cycles ahead that are skipped, or have a date of their own. */
function exceptionsAfter(event: Recorded, key: Row): readonly Change[] {
  const table = 'stock_forecast_exceptions';
  const put = (cycle: number, on: string, skipped: 0 | 1): Change => ({
    op: 'put',
    table,
    row: { ...key, cycle, on, skipped },
  });
  const { data } = event;
  if ('skips' in data) {
    return [
      { op: 'remove', table, key },
      ...data.skips.map(({ cycle, on }) => put(cycle, on, 1)),
      ...data.dates.map(({ cycle, on }) => put(cycle, on, 0)),
    ];
  }
  switch (event.type) {
    case 'subscription.cycle-skipped.v1':
      return [put(event.data.cycle, event.data.on, 1)];
    case 'subscription.cycle-unskipped.v1':
      return [put(event.data.cycle, event.data.on, 0)];
    case 'subscription.cycle-sent-now.v1':
      return [put(event.data.cycle, event.data.to, 0)];
    case 'subscription.reactivated.v1':
    case 'subscription.won-back.v1':
      return [{ op: 'remove', table, key }];
    default:
      return [];
  }
}

/** Products beside the program's own: of every cycle, or of the next alone. */
function linesAfter(event: Recorded, key: Row): readonly Change[] {
  const table = 'stock_forecast_lines';
  const add = (scope: 'every' | 'next', product: CycleTerms, sign: 1 | -1): Change[] =>
    (product.components ?? [{ sku: product.sku, quantity: 1 }]).map(({ sku, quantity }) => ({
      op: 'add',
      table,
      key: { ...key, scope, sku },
      add: { units: sign * quantity * product.quantity },
    }));
  switch (event.type) {
    case 'subscription.product-added.v1':
      return add('every', event.data.product, 1);
    case 'subscription.product-removed.v1':
      return add('every', event.data.product, -1);
    case 'subscription.product-component-swapped.v1': {
      const { product, components } = event.data;
      return [...add('every', product, -1), ...add('every', { ...product, components }, 1)];
    }
    case 'subscription.add-on-taken.v1':
      return add('next', event.data.product, 1);
    case 'subscription.add-on-dropped.v1':
      return add('next', event.data.product, -1);
    case 'subscription.cycle-locked.v2':
      return [
        { op: 'remove', table, key: { ...key, scope: 'next' } },
        { op: 'add', table: 'stock_forecast', key, add: { locked: 1 } },
      ];
    default:
      return [];
  }
}

/** Which units leave on which day, as things stand? */
export const stockForecastProjection: Projection = {
  name: 'stock-forecast',
  version: 2,
  categories: ['subscription'],
  tables: STOCK_FORECAST_TABLES,
  evolve,
};
