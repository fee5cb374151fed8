import { idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import type { Change, Projection, Row } from '@continuo/read-store/projection';
import { localDateOf } from '@continuo/kernel/calendar';
import { sumMinor } from '@continuo/kernel/money';
import type { ImportedOrderEvent, RecordedLines } from '../../domain/imported-order/events';
import type { Opening, OrderEvent, Placement } from '../../domain/order/events';
import { HOLD_PAYMENT_UNKNOWN } from '../../domain/order/events';

/** One row per order; its status follows from the counters (see `query.ts`). */
export interface OrderListTables {
  order_list_orders: {
    order_id: string;
    /** Null for some imported orders, and for no other. */
    customer_id: string | null;
    call_id: string | null;
    campaign_id: string | null;
    call_centre_id: string | null;
    agent_id: string | null;
    stage: 'draft' | 'abandoned' | 'placed' | 'imported';
    held_for: string | null;
    payment: 'none' | 'requested' | 'authorised' | 'declined' | 'unknown';
    units: number;
    units_shipped: number;
    units_cancelled: number;
    packages: number;
    packages_delivered: number;
    releases: number;
    currency: string;
    total_minor: number;
    captured_minor: number;
    refunded_minor: number;
    placed_on: string | null;
    /** Number of an imported order in its source. */
    reference: string | null;
    /** Place of the first event in the record: lists run from the newest. */
    position: number;
  };
}

const TABLE = 'order_list_orders';

function evolve(recorded: RecordedEvent): readonly Change[] {
  const event = recorded as RecordedEvent & (OrderEvent | ImportedOrderEvent);
  const key = { order_id: idOf(recorded.stream) };
  const set = (row: Row): readonly Change[] => [{ op: 'set', table: TABLE, key, set: row }];
  const add = (counts: Readonly<Record<string, number>>): readonly Change[] => [
    { op: 'add', table: TABLE, key, add: counts },
  ];
  switch (event.type) {
    case 'order.draft-opened.v1':
      return [put({ ...opened(event.data, recorded), stage: 'draft', payment: 'none' })];
    case 'order.draft-abandoned.v1':
      return set({ stage: 'abandoned' });
    case 'order.placed.v2':
      return [put(Object.assign(opened(event.data, recorded), placed(event.data)))];
    case 'order.payment-retried.v1':
      return set({ payment: 'requested' });
    case 'order.payment-authorised.v1':
      return set({ payment: 'authorised' });
    case 'order.payment-declined.v1':
      return event.data.instalment > 1 ? [] : set({ payment: 'declined' });
    case 'order.payment-captured.v1':
      return add({ captured_minor: event.data.amountMinor });
    case 'order.payment-refunded.v1':
      return add({ refunded_minor: event.data.amountMinor });
    case 'order.held.v1': {
      const { reason } = event.data;
      if (reason !== HOLD_PAYMENT_UNKNOWN) return set({ held_for: reason });
      return set({ held_for: reason, payment: 'unknown' });
    }
    case 'order.hold-lifted.v1':
      return set({ held_for: null });
    case 'order.released.v1':
      return set({ releases: event.data.release });
    case 'order.package-shipped.v1':
      return add({ packages: 1, units_shipped: unitsOf(event.data.lines) });
    case 'order.package-delivered.v1':
      return add({ packages_delivered: 1 });
    case 'order.cancelled.v1':
      return [...add({ units_cancelled: unitsOf(event.data.lines) }), ...set({ held_for: null })];
    case 'imported-order.lines-recorded.v1': {
      const total_minor = sumMinor(event.data.lines.map(({ amountMinor }) => amountMinor));
      // More lines of it may have come with another file.
      if (recorded.revision > 0) return add({ total_minor });
      return [put({ ...imported(event.data, recorded), total_minor })];
    }
    default:
      return [];
  }
}

/** Columns that events add to. */
const COUNTED_FROM = {
  units: 0,
  units_shipped: 0,
  units_cancelled: 0,
  packages: 0,
  packages_delivered: 0,
  releases: 0,
  captured_minor: 0,
  refunded_minor: 0,
};

function put(row: Row): Change {
  return { op: 'put', table: TABLE, row };
}

function opened(
  { orderId, customerId, sale, currency }: Opening | Placement,
  { position }: RecordedEvent,
): Row {
  return {
    order_id: orderId,
    customer_id: customerId,
    call_id: sale.callId,
    campaign_id: sale.campaignId,
    call_centre_id: sale.callCentreId,
    agent_id: sale.agentId,
    held_for: null,
    currency,
    total_minor: 0,
    placed_on: null,
    position,
    ...COUNTED_FROM,
  };
}

function imported(
  { orderId, customerId, currency, orderedAt, zone, number }: RecordedLines,
  { position }: RecordedEvent,
): Row {
  return {
    order_id: orderId,
    customer_id: customerId,
    stage: 'imported',
    payment: 'none',
    ...COUNTED_FROM,
    currency,
    placed_on: localDateOf(orderedAt, zone),
    reference: number,
    position,
  };
}

function placed({ lines, totals, placedOn }: Placement): Row {
  return {
    stage: 'placed',
    payment: 'requested',
    units: unitsOf(lines),
    total_minor: totals.totalMinor,
    placed_on: placedOn,
  };
}

function unitsOf(lines: readonly { readonly quantity: number }[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

export const orderListProjection: Projection = {
  name: 'order-list',
  version: 1,
  categories: ['order', 'importedorder'],
  tables: {
    [TABLE]: {
      columns: {
        order_id: 'text',
        customer_id: 'text',
        call_id: 'text',
        campaign_id: 'text',
        call_centre_id: 'text',
        agent_id: 'text',
        stage: 'text',
        held_for: 'text',
        payment: 'text',
        units: 'integer',
        units_shipped: 'integer',
        units_cancelled: 'integer',
        packages: 'integer',
        packages_delivered: 'integer',
        releases: 'integer',
        currency: 'text',
        total_minor: 'integer',
        captured_minor: 'integer',
        refunded_minor: 'integer',
        placed_on: 'text',
        reference: 'text',
        position: 'integer',
      },
      key: ['order_id'],
      indexes: [
        ['position'],
        ['customer_id', 'position'],
        ['call_id', 'position'],
        ['reference', 'position'],
      ],
    },
  },
  evolve,
};
