import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import type { Instant } from '@continuo/kernel/instant';
import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { type LedgerTables, type PostingRow, ledgerProjection } from './projection';

export interface PostingFilter {
  readonly paymentId?: string;
  readonly account?: string;
  readonly currency?: string;
  /** Position and number of the last posting of the page before. */
  readonly after?: { readonly position: number; readonly number: number };
  readonly maxCount: number;
}

/** Until when, both inclusive: an instant in business time, a place in the record. */
export interface LedgerCut {
  readonly asOf?: Instant;
  readonly position?: number;
}

export interface TrialBalanceRow {
  readonly currency: string;
  readonly account: string;
  readonly debits_minor: number;
  readonly credits_minor: number;
}

const DEBITS = sql<number>`sum(case when amount_minor > 0 then amount_minor else 0 end)`;
const CREDITS = sql<number>`sum(case when amount_minor < 0 then -amount_minor else 0 end)`;

@Injectable()
export class LedgerQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  /** What each account was debited and credited up to a cut; an account may come twice. */
  async balances({ asOf, position: upTo }: LedgerCut = {}): Promise<{
    rows: readonly TrialBalanceRow[];
    position: number;
  }> {
    const position = await this.readStore.position(ledgerProjection.name);
    // A place in the record cuts through days: everything up to it is added up.
    if (upTo !== undefined) return { rows: await this.posted({ asOf, position: upTo }), position };
    const day = asOf?.slice(0, 10);
    let days = this.tables
      .selectFrom('ledger_balances')
      .select(['currency', 'account'])
      .select(sql<number>`sum(debits_minor)`.as('debits_minor'))
      .select(sql<number>`sum(credits_minor)`.as('credits_minor'))
      .groupBy(['currency', 'account'])
      .orderBy('currency')
      .orderBy('account');
    if (day !== undefined) days = days.where('day', '<', day);
    const rows = await days.execute();
    if (asOf === undefined) return { rows, position };
    return { rows: [...rows, ...(await this.posted({ asOf, day }))], position };
  }

  /** In the order they were posted. */
  async postings({
    paymentId,
    account,
    currency,
    after,
    maxCount,
  }: PostingFilter): Promise<{ rows: readonly PostingRow[]; position: number }> {
    const position = await this.readStore.position(ledgerProjection.name);
    let query = this.tables
      .selectFrom('ledger_postings')
      .selectAll()
      .orderBy('position')
      .orderBy('number')
      .limit(maxCount);
    if (paymentId !== undefined) query = query.where('payment_id', '=', paymentId);
    if (account !== undefined) query = query.where('account', '=', account);
    if (currency !== undefined) query = query.where('currency', '=', currency);
    if (after) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('position', 'number'), '>', tuple(after.position, after.number)),
      );
    }
    return { rows: await query.execute(), position };
  }

  /** Sums of the postings themselves, of one day or from the beginning. */
  private posted({ asOf, position, day }: LedgerCut & { readonly day?: string }) {
    let query = this.tables
      .selectFrom('ledger_postings')
      .select(['currency', 'account'])
      .select(DEBITS.as('debits_minor'))
      .select(CREDITS.as('credits_minor'))
      .groupBy(['currency', 'account'])
      .orderBy('currency')
      .orderBy('account');
    if (day !== undefined) query = query.where('posted_at', '>=', day);
    if (asOf !== undefined) query = query.where('posted_at', '<=', asOf);
    if (position !== undefined) query = query.where('position', '<=', position);
    return query.execute();
  }

  private get tables() {
    return this.readStore.query<LedgerTables>();
  }
}
