import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import type { CustomerProgramsTables } from './projection';

export type ProgramSummary = Omit<
  CustomerProgramsTables['customer_programs_programs'],
  'customer_id'
>;

@Injectable()
export class CustomerProgramsQuery {
  constructor(@Inject(READ_STORE) private readonly store: ReadStore) {}

  /** Ids of the programs of a customer that may still charge. */
  async runningOf(customerId: string): Promise<readonly string[]> {
    const rows = await this.store
      .query<CustomerProgramsTables>()
      .selectFrom('customer_programs_programs')
      .select('subscription_id')
      .where('customer_id', '=', customerId)
      .where('status', 'not in', ['cancelled', 'expired'])
      .orderBy('subscription_id')
      .execute();
    return rows.map(({ subscription_id }) => subscription_id);
  }

  async of(customerId: string): Promise<readonly ProgramSummary[]> {
    return this.store
      .query<CustomerProgramsTables>()
      .selectFrom('customer_programs_programs')
      .select([
        'subscription_id',
        'plan_id',
        'sku',
        'quantity',
        'interval',
        'unit_price_minor',
        'currency',
        'next_cycle_on',
        'status',
      ])
      .where('customer_id', '=', customerId)
      .orderBy('subscription_id')
      .limit(50)
      .execute();
  }
}
