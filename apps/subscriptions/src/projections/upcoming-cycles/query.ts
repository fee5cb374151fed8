import type { LocalDate } from '@continuo/kernel/instant';
import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import {
  upcomingCyclesProjection,
  type UpcomingCycleRow,
  type UpcomingCycleTables,
} from './projection';

export interface UpcomingFilter {
  readonly from?: LocalDate;
  readonly until?: LocalDate;
  readonly sku?: string;
  readonly callCentreId?: string;
  /** Date and program of the last row of the page before. */
  readonly after?: readonly [dueOn: LocalDate, subscriptionId: string];
  readonly maxCount: number;
}

export type DatedCycle = UpcomingCycleRow & { readonly due_on: LocalDate };

@Injectable()
export class UpcomingCyclesQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  /** The next cycle of each program, the earliest first. */
  async list(filter: UpcomingFilter): Promise<{ rows: readonly DatedCycle[]; position: number }> {
    const { from, until, sku, callCentreId, after, maxCount } = filter;
    const position = await this.readStore.position(upcomingCyclesProjection.name);
    let query = this.readStore
      .query<UpcomingCycleTables>()
      .selectFrom('upcoming_cycles')
      .selectAll()
      .where('due_on', 'is not', null);
    if (from !== undefined) query = query.where('due_on', '>=', from);
    if (until !== undefined) query = query.where('due_on', '<=', until);
    if (sku !== undefined) query = query.where('sku', '=', sku);
    if (callCentreId !== undefined) query = query.where('call_centre_id', '=', callCentreId);
    if (after !== undefined) {
      const [dueOn, id] = after;
      query = query.where((is) =>
        is.or([
          is('due_on', '>', dueOn),
          is.and([is('due_on', '=', dueOn), is('subscription_id', '>', id)]),
        ]),
      );
    }
    const rows = await query.orderBy('due_on').orderBy('subscription_id').limit(maxCount).execute();
    return { rows: rows as DatedCycle[], position };
  }
}
