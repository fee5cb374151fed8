import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import {
  subscriptionListProjection,
  type SubscriptionRow,
  type SubscriptionTables,
} from './projection';

export interface SubscriptionFilter {
  readonly customerId?: string;
  readonly status?: string;
  /** Only what this call centre has sold. */
  readonly callCentreId?: string;
  /** `started_position` of the last row of the page before. */
  readonly before?: number;
  readonly maxCount: number;
}

@Injectable()
export class SubscriptionListQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  /** Programs, the last started first. */
  async list(
    filter: SubscriptionFilter,
  ): Promise<{ rows: readonly SubscriptionRow[]; position: number }> {
    const { customerId, status, callCentreId, before, maxCount } = filter;
    const position = await this.readStore.position(subscriptionListProjection.name);
    let query = this.readStore
      .query<SubscriptionTables>()
      .selectFrom('subscription_list')
      .selectAll();
    if (customerId !== undefined) query = query.where('customer_id', '=', customerId);
    if (status !== undefined) query = query.where('status', '=', status);
    if (callCentreId !== undefined) query = query.where('call_centre_id', '=', callCentreId);
    if (before !== undefined) query = query.where('started_position', '<', before);
    const rows = await query.orderBy('started_position', 'desc').limit(maxCount).execute();
    return { rows, position };
  }

  /** Ids of a plan's programs after one of them, in their order, once the read model reflects a position. */
  async ofPlan(
    planId: string,
    after: string | null,
    maxCount: number,
    position: number,
  ): Promise<readonly string[]> {
    await this.readStore.caughtUp(subscriptionListProjection.name, position);
    const rows = await this.readStore
      .query<SubscriptionTables>()
      .selectFrom('subscription_list')
      .select('subscription_id')
      .where('plan_id', '=', planId)
      .where('subscription_id', '>', after ?? '')
      .orderBy('subscription_id')
      .limit(maxCount)
      .execute();
    return rows.map(({ subscription_id }) => subscription_id);
  }

  /** The programs that an order has sold, once the read model reflects a position. */
  async soldBy(orderId: string, position: number): Promise<readonly string[]> {
    await this.readStore.caughtUp(subscriptionListProjection.name, position);
    const rows = await this.readStore
      .query<SubscriptionTables>()
      .selectFrom('subscription_list')
      .select('subscription_id')
      .where('order_id', '=', orderId)
      .execute();
    return rows.map(({ subscription_id }) => subscription_id);
  }
}
