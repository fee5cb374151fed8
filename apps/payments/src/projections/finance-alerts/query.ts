import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import {
  type FinanceAlertRow,
  type FinanceAlertTables,
  financeAlertsProjection,
} from './projection';

interface AlertFilter {
  readonly code?: string;
  readonly paymentId?: string;
  /** Place in the record of the last alert of the page before. */
  readonly before?: number;
}

@Injectable()
export class FinanceAlertsQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  /** The latest first. */
  async list(
    { code, paymentId, before }: AlertFilter,
    maxCount: number,
  ): Promise<{ rows: readonly FinanceAlertRow[]; position: number }> {
    const position = await this.readStore.position(financeAlertsProjection.name);
    let query = this.readStore
      .query<FinanceAlertTables>()
      .selectFrom('finance_alerts')
      .selectAll()
      .orderBy('position', 'desc')
      .limit(maxCount);
    if (code !== undefined) query = query.where('code', '=', code);
    if (paymentId !== undefined) query = query.where('payment_id', '=', paymentId);
    if (before !== undefined) query = query.where('position', '<', before);
    return { rows: await query.execute(), position };
  }
}
