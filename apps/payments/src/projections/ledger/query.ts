import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import {
  type BalanceRow,
  type LedgerTables,
  type PostingRow,
  ledgerProjection,
} from './projection';

export interface PostingFilter {
  readonly paymentId?: string;
  /** Position and number of the last posting of the page before. */
  readonly after?: { readonly position: number; readonly number: number };
  readonly maxCount: number;
}

@Injectable()
export class LedgerQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  async balances(): Promise<{ rows: readonly BalanceRow[]; position: number }> {
    const position = await this.readStore.position(ledgerProjection.name);
    const rows = await this.readStore
      .query<LedgerTables>()
      .selectFrom('ledger_balances')
      .select(['currency', 'account', 'balance_minor'])
      .orderBy('currency')
      .orderBy('account')
      .execute();
    return { rows, position };
  }

  /** In the order they were posted. */
  async postings({
    paymentId,
    after,
    maxCount,
  }: PostingFilter): Promise<{ rows: readonly PostingRow[]; position: number }> {
    const position = await this.readStore.position(ledgerProjection.name);
    let query = this.readStore
      .query<LedgerTables>()
      .selectFrom('ledger_postings')
      .selectAll()
      .orderBy('position')
      .orderBy('number')
      .limit(maxCount);
    if (paymentId !== undefined) query = query.where('payment_id', '=', paymentId);
    if (after) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('position', 'number'), '>', tuple(after.position, after.number)),
      );
    }
    return { rows: await query.execute(), position };
  }
}
