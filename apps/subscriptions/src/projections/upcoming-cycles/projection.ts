import { idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import type { Change, Projection } from '@continuo/read-store/projection';
import type { SubscriptionEvent } from '../../domain/subscription/events';
import { termsAfter } from '../terms-after';

/** The next cycle of a program; `due_on` is null while none is going to happen. */
export interface UpcomingCycleRow {
  readonly subscription_id: string;
  readonly due_on: string | null;
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unit_price_minor: number;
  readonly currency: string;
  readonly call_centre_id: string | null;
}

export interface UpcomingCycleTables {
  readonly upcoming_cycles: UpcomingCycleRow;
}

function evolve(recorded: RecordedEvent): readonly Change[] {
  const event = recorded as RecordedEvent & SubscriptionEvent;
  const table = 'upcoming_cycles';
  if (event.type === 'subscription.started.v1') {
    const { data } = event;
    const row: UpcomingCycleRow = {
      subscription_id: data.subscriptionId,
      due_on: data.nextCycleOn,
      sku: data.sku,
      name: data.name,
      quantity: data.quantity,
      unit_price_minor: data.unitPriceMinor,
      currency: data.currency,
      call_centre_id: data.sale.callCentreId,
    };
    return [{ op: 'put', table, row: { ...row } }];
  }
  const set = {
    ...('nextCycleOn' in event.data && { due_on: event.data.nextCycleOn }),
    ...termsAfter(event),
  };
  if (Object.keys(set).length === 0) return [];
  return [{ op: 'set', table, key: { subscription_id: idOf(event.stream) }, set }];
}

/** What will be charged and has to be in stock, and when? */
export const upcomingCyclesProjection: Projection = {
  name: 'upcoming-cycles',
  version: 1,
  categories: ['subscription'],
  tables: {
    upcoming_cycles: {
      columns: {
        subscription_id: 'text',
        due_on: 'text',
        sku: 'text',
        name: 'text',
        quantity: 'integer',
        unit_price_minor: 'integer',
        currency: 'text',
        call_centre_id: 'text',
      },
      key: ['subscription_id'],
      indexes: [
        ['due_on', 'subscription_id'],
        ['sku', 'due_on'],
      ],
    },
  },
  evolve,
};
