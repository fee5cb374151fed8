import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { OrderListTables } from './projection';

type OrderRow = OrderListTables['order_list_orders'];

export interface OrderSummary extends Pick<
  OrderRow,
  | 'order_id'
  | 'customer_id'
  | 'call_id'
  | 'campaign_id'
  | 'call_centre_id'
  | 'agent_id'
  | 'payment'
  | 'currency'
  | 'total_minor'
  | 'captured_minor'
  | 'refunded_minor'
  | 'placed_on'
  | 'reference'
  | 'position'
> {
  readonly status: string;
}

export interface OrderFilter {
  readonly customerId?: string;
  readonly callId?: string;
  readonly status?: string;
  /** Number of an imported order in its source. */
  readonly reference?: string;
  /** Null for all call centres. */
  readonly callCentreId: string | null;
}

/** The order's own rule (domain/order/evolve.ts, `statusOf`), over counters. */
const STATUS = sql<string>`case
  when stage = 'draft' then 'draft'
  when stage = 'imported' then 'imported'
  when stage = 'abandoned' then 'cancelled'
  when units_shipped + units_cancelled >= units and packages = 0 then 'cancelled'
  when units_shipped + units_cancelled >= units and packages_delivered >= packages then 'delivered'
  when units_shipped + units_cancelled >= units then 'shipped'
  when held_for is not null then 'held'
  when packages > 0 then 'part-shipped'
  when releases > 0 then 'released'
  else 'placed' end`;

const COLUMNS = [
  'order_id',
  'customer_id',
  'call_id',
  'campaign_id',
  'call_centre_id',
  'agent_id',
  'payment',
  'currency',
  'total_minor',
  'captured_minor',
  'refunded_minor',
  'placed_on',
  'reference',
  'position',
] as const;

@Injectable()
export class OrderListQuery {
  constructor(@Inject(READ_STORE) private readonly store: ReadStore) {}

  /**
   * Orders, the newest first.
   * @param before position of the last one that was seen, undefined to begin
   */
  async newest(
    filter: OrderFilter,
    { before, count }: { readonly before?: number; readonly count: number },
  ): Promise<readonly OrderSummary[]> {
    let query = this.store
      .query<OrderListTables>()
      .selectFrom('order_list_orders')
      .select(COLUMNS)
      .select(STATUS.as('status'))
      .orderBy('position', 'desc')
      .limit(count);
    const { customerId, callId, status, reference, callCentreId } = filter;
    if (customerId !== undefined) query = query.where('customer_id', '=', customerId);
    if (callId !== undefined) query = query.where('call_id', '=', callId);
    if (reference !== undefined) query = query.where('reference', '=', reference);
    if (callCentreId !== null) query = query.where('call_centre_id', '=', callCentreId);
    if (status !== undefined) query = query.where(STATUS, '=', status);
    if (before !== undefined) query = query.where('position', '<', before);
    return query.execute();
  }

  /** Place of the record that the list reflects. */
  position(): Promise<number> {
    return this.store.position('order-list');
  }

  /** What is placed and not yet captured, by currency: cancelled orders owe nothing. */
  async balances(
    customerId: string,
    callCentreId: string | null,
  ): Promise<readonly { currency: string; balance_minor: number }[]> {
    let query = this.store
      .query<OrderListTables>()
      .selectFrom('order_list_orders')
      .select('currency')
      .select(sql<number>`sum(total_minor - captured_minor)`.as('balance_minor'))
      .where('customer_id', '=', customerId)
      .where('stage', '=', 'placed')
      .where(sql<boolean>`units_cancelled < units`)
      .groupBy('currency')
      .orderBy('currency');
    if (callCentreId !== null) query = query.where('call_centre_id', '=', callCentreId);
    return query.execute();
  }
}
