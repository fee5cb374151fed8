import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import type { CommissionStatementRow, CommissionStatementTables } from './projection';

export type CurrencyTotals = Pick<
  CommissionStatementRow,
  'currency' | 'lines' | 'accrued_minor' | 'reversed_minor' | 'earned_minor'
>;

@Injectable()
export class CommissionStatementsQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  /** An agent's totals of a month, one per currency. */
  async totals(filter: {
    agentId: string;
    period: string;
    callCentreId?: string;
  }): Promise<readonly CurrencyTotals[]> {
    let query = this.readStore
      .query<CommissionStatementTables>()
      .selectFrom('commission_statements')
      .selectAll()
      .where('agent_id', '=', filter.agentId)
      .where('period', '=', filter.period);
    if (filter.callCentreId !== undefined) {
      query = query.where('call_centre_id', '=', filter.callCentreId);
    }
    const byCurrency = new Map<string, CurrencyTotals>();
    for (const row of await query.orderBy('currency').execute()) {
      const known = byCurrency.get(row.currency);
      byCurrency.set(row.currency, {
        currency: row.currency,
        lines: row.lines + (known?.lines ?? 0),
        accrued_minor: row.accrued_minor + (known?.accrued_minor ?? 0),
        reversed_minor: row.reversed_minor + (known?.reversed_minor ?? 0),
        earned_minor: row.earned_minor + (known?.earned_minor ?? 0),
      });
    }
    return [...byCurrency.values()];
  }
}
