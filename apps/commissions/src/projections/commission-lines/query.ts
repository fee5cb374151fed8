import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import {
  type CommissionLineRow,
  type CommissionLineTables,
  commissionLinesProjection,
} from './projection';

@Injectable()
export class CommissionLinesQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  /** An agent's lines of a month, in the order of the record. */
  async ofStatement(filter: {
    agentId: string;
    period: string;
    /** Only lines of sales for this call centre. */
    callCentreId?: string;
    /** `position` of the last row of the page before. */
    after?: number;
    maxCount: number;
  }): Promise<{ rows: readonly CommissionLineRow[]; position: number }> {
    const position = await this.readStore.position(commissionLinesProjection.name);
    let query = this.readStore
      .query<CommissionLineTables>()
      .selectFrom('commission_lines')
      .selectAll()
      .where('agent_id', '=', filter.agentId)
      .where('period', '=', filter.period)
      .where('position', '>', filter.after ?? 0)
      .orderBy('position')
      .limit(filter.maxCount);
    if (filter.callCentreId !== undefined) {
      query = query.where('call_centre_id', '=', filter.callCentreId);
    }
    return { rows: await query.execute(), position };
  }

  async find(lineId: string): Promise<CommissionLineRow | undefined> {
    return this.readStore
      .query<CommissionLineTables>()
      .selectFrom('commission_lines')
      .selectAll()
      .where('line_id', '=', lineId)
      .executeTakeFirst();
  }
}
