import { idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import type { Change, Projection, Row } from '@continuo/read-store/projection';
import type { ProgramChange, ProgramCopyEvent } from '../../domain/program-copy/events';

/** A customer's programs, as subscriptions told of them: for the agent who takes the call. */
export interface CustomerProgramsTables {
  customer_programs_programs: {
    subscription_id: string;
    customer_id: string;
    plan_id: string;
    sku: string;
    quantity: number;
    interval: string;
    unit_price_minor: number;
    currency: string;
    next_cycle_on: string | null;
    status: 'active' | 'paused' | 'past-due' | 'held' | 'expired' | 'cancelled';
  };
}

const TABLE = 'customer_programs_programs';

function evolve(recorded: RecordedEvent): readonly Change[] {
  const event = recorded as RecordedEvent & ProgramCopyEvent;
  const key = { subscription_id: idOf(recorded.stream) };
  switch (event.type) {
    case 'program-copy.started.v1': {
      const { subscriptionId, customerId, planId, sku, quantity } = event.data;
      const { interval, unitPriceMinor, currency, nextCycleOn } = event.data;
      const row = {
        subscription_id: subscriptionId,
        customer_id: customerId,
        plan_id: planId,
        sku,
        quantity,
        interval,
        unit_price_minor: unitPriceMinor,
        currency,
        next_cycle_on: nextCycleOn,
        status: 'active',
      };
      return [{ op: 'put', table: TABLE, row }];
    }
    case 'program-copy.changed.v2': {
      const set = { ...changed(event.data), next_cycle_on: event.data.nextCycleOn };
      return [{ op: 'set', table: TABLE, key, set }];
    }
    case 'program-copy.cancelled.v2':
      return [{ op: 'set', table: TABLE, key, set: { status: 'cancelled', next_cycle_on: null } }];
    default:
      return [];
  }
}

function changed({ change, to }: ProgramChange): Row {
  switch (change) {
    case 'interval':
      return { interval: to };
    case 'product':
      return { sku: to };
    case 'quantity':
      return wholeNumber(to) === null ? {} : { quantity: wholeNumber(to) };
    case 'price':
      return wholeNumber(to) === null ? {} : { unit_price_minor: wholeNumber(to) };
    case 'pause':
      return { status: 'paused' };
    case 'past-due':
    case 'held':
    case 'expired':
      return { status: change };
    case 'plan':
      return { plan_id: to };
    case 'resume':
    case 'recovered':
    case 'reactivate':
    case 'win-back':
      return { status: 'active' };
    default:
      return {};
  }
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

export const customerProgramsProjection: Projection = {
  name: 'customer-programs',
  version: 2,
  categories: ['programcopy'],
  tables: {
    [TABLE]: {
      columns: {
        subscription_id: 'text',
        customer_id: 'text',
        plan_id: 'text',
        sku: 'text',
        quantity: 'integer',
        interval: 'text',
        unit_price_minor: 'integer',
        currency: 'text',
        next_cycle_on: 'text',
        status: 'text',
      },
      key: ['subscription_id'],
      indexes: [['customer_id']],
    },
  },
  evolve,
};
