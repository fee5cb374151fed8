import type { ReadModels } from '@continuo/read-store/read-store';
import { sql } from 'kysely';
import type { Match } from '../../domain/reconciliation/breaks';
import { type CurrencyTotal, totalsOf } from '../../domain/reconciliation/totals';
import {
  type AttemptRow,
  type MovementRow,
  type ReconciliationTables,
  reconciliationProjection,
} from './projection';

const AGREED = sql<boolean>`(ours_count = 1 and theirs_count = 1 and ours_minor = theirs_minor
  and ours_currency = theirs_currency and posted_fee_minor = theirs_fee_minor)`;

export interface MatchCursor {
  readonly kind: string;
  readonly reference: string;
}

export class ReconciliationQuery {
  constructor(private readonly models: ReadModels) {}

  position(): Promise<number> {
    return this.models.position(reconciliationProjection.name);
  }

  /** Movements on which both sides agree. */
  async agreed(): Promise<number> {
    const { count } = await this.tables
      .selectFrom('reconciliation_movements')
      .select(sql<number>`count(*)`.as('count'))
      .where(AGREED)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  /** What has moved in all, by currency. */
  async totals(): Promise<readonly CurrencyTotal[]> {
    const [ours, theirs] = await Promise.all([
      this.sumOf('ours_currency', 'ours_minor'),
      this.sumOf('theirs_currency', 'theirs_minor'),
    ]);
    return totalsOf([
      ...ours.map((side) => ({ ours: side, theirs: null })),
      ...theirs.map((side) => ({ ours: null, theirs: side })),
    ]);
  }

  private async sumOf(
    currency: 'ours_currency' | 'theirs_currency',
    minor: 'ours_minor' | 'theirs_minor',
  ) {
    const rows = await this.tables
      .selectFrom('reconciliation_movements')
      .select([currency, sql<number>`sum(${sql.ref(minor)})`.as('sum')])
      .where(currency, 'is not', null)
      .groupBy(currency)
      .execute();
    return rows.map((row) => ({
      currency: String((row as Record<string, unknown>)[currency]),
      amountMinor: Number(row.sum),
    }));
  }

  /** Movements on which they do not, or not yet, by kind and reference. */
  async differing(after: MatchCursor | undefined, maxCount: number): Promise<readonly Match[]> {
    let query = this.tables
      .selectFrom('reconciliation_movements')
      .selectAll()
      .where(sql<boolean>`not coalesce(${AGREED}, false)`)
      .where(sql<boolean>`(ours_count > 0 or theirs_count > 0)`)
      .orderBy('kind')
      .orderBy('reference')
      .limit(maxCount);
    if (after) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('kind', 'reference'), '>', tuple(after.kind, after.reference)),
      );
    }
    const rows = await query.execute();
    const attempts = await this.attempts(
      rows.flatMap(({ ours_count, idempotency_key }) =>
        ours_count === 0 && idempotency_key !== null ? [idempotency_key] : [],
      ),
    );
    return rows.map((row) => matchOf(row, attempts.get(row.idempotency_key ?? '')));
  }

  private async attempts(keys: readonly string[]): Promise<ReadonlyMap<string, AttemptRow>> {
    if (keys.length === 0) return new Map();
    const rows = await this.tables
      .selectFrom('reconciliation_attempts')
      .selectAll()
      .where('idempotency_key', 'in', keys)
      .execute();
    return new Map(rows.map((row) => [row.idempotency_key, row]));
  }

  private get tables() {
    return this.models.query<ReconciliationTables>();
  }
}

function matchOf(row: MovementRow, attempt: AttemptRow | undefined): Match {
  return {
    kind: row.kind as Match['kind'],
    reference: row.reference,
    ours:
      row.ours_count === 0
        ? null
        : {
            count: row.ours_count,
            amountMinor: row.ours_minor,
            currency: row.ours_currency ?? '',
            eventId: row.event_id ?? '',
            eventType: row.event_type ?? '',
            paymentId: row.payment_id ?? '',
            at: row.moved_at ?? '',
          },
    theirs:
      row.theirs_count === 0
        ? null
        : {
            count: row.theirs_count,
            amountMinor: row.theirs_minor,
            feeMinor: row.theirs_fee_minor,
            currency: row.theirs_currency ?? '',
            lineId: row.line_id ?? '',
            settledAt: row.settled_at,
            reportedAt: row.reported_at,
          },
    postedFeeMinor: row.theirs_count === 0 ? null : row.posted_fee_minor,
    attempt: attempt
      ? {
          eventId: attempt.event_id,
          eventType: attempt.event_type,
          paymentId: attempt.payment_id,
          at: attempt.attempted_at,
          open: attempt.open === 1,
        }
      : null,
  };
}
