import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import type { Expression, ExpressionBuilder } from 'kysely';
import { CHARGED, cohort, type CohortFilter, sortedBy } from './cohort';
import { averageText, rateText } from './curve';
import { programLivesProjection } from './projection';
import type { Reported } from './reported';
import type { CycleRow } from './tables';

export interface FailedPaymentsRow {
  readonly month: string;
  readonly decline: string;
  readonly decline_code: string;
  readonly currency: string;
  readonly cycles: number;
  readonly declines: number;
  readonly recovered: number;
  readonly failed: number;
  readonly void: number;
  readonly open: number;
  readonly recovery_rate: string | null;
  readonly recovered_minor: number;
  readonly failed_minor: number;
  readonly open_minor: number;
  readonly days_to_recover: string | null;
}

type Cycles = ExpressionBuilder<{ readonly cycle: CycleRow }, 'cycle'>;

@Injectable()
export class FailedPaymentsQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  /** What became of cycles with a declined charge; `from` and `until` are months in which they fell due. */
  async report({ from, until, ...filter }: CohortFilter): Promise<Reported<FailedPaymentsRow>> {
    const position = await this.readStore.position(programLivesProjection.name);
    let declined = cohort(this.readStore, filter)
      .innerJoin('program_lives_cycles as cycle', 'cycle.subscription_id', 'life.subscription_id')
      .where('cycle.decline', 'is not', null);
    if (from !== undefined) declined = declined.where('cycle.due_month', '>=', from);
    if (until !== undefined) declined = declined.where('cycle.due_month', '<=', until);
    const rows = await declined
      .groupBy(['cycle.due_month', 'cycle.decline', 'cycle.decline_code', 'life.currency'])
      .select(({ fn, eb }) => [
        'cycle.due_month as month',
        'cycle.decline',
        'cycle.decline_code',
        'life.currency',
        fn.countAll<number>().as('cycles'),
        fn.sum<number>('cycle.declines').as('declines'),
        fn.sum<number>(inStatus(eb, CHARGED, eb.lit(1))).as('recovered'),
        fn.sum<number>(inStatus(eb, ['failed'], eb.lit(1))).as('failed'),
        fn.sum<number>(inStatus(eb, ['void'], eb.lit(1))).as('void'),
        fn.sum<number>(inStatus(eb, OPEN, eb.lit(1))).as('open'),
        fn
          .sum<number>(
            inStatus(
              eb,
              CHARGED,
              fn.coalesce('cycle.paid_minor', 'cycle.shipped_minor', eb.lit(0)),
            ),
          )
          .as('recovered_minor'),
        fn.sum<number>(inStatus(eb, ['failed'], eb.ref('cycle.due_minor'))).as('failed_minor'),
        fn.sum<number>(inStatus(eb, OPEN, eb.ref('cycle.due_minor'))).as('open_minor'),
        fn
          .sum<number>(
            inStatus(
              eb,
              CHARGED,
              fn.coalesce(eb('cycle.paid_day', '-', eb.ref('cycle.due_day')), eb.lit(0)),
            ),
          )
          .as('days'),
      ])
      .execute();
    const items = rows.map(({ days, decline, decline_code, ...row }) => ({
      ...row,
      decline: decline ?? '',
      decline_code: decline_code ?? '',
      recovery_rate: rateText(share(row.recovered, row.recovered + row.failed)),
      days_to_recover: averageText(days, row.recovered),
    }));
    return { items: sortedBy(items, ['month', 'decline', 'decline_code', 'currency']), position };
  }
}

/** Statuses of a cycle whose charge is not settled. */
const OPEN = ['locked', 'charging'];

const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);

function inStatus(eb: Cycles, statuses: readonly string[], value: Expression<number | null>) {
  return eb.case().when('cycle.status', 'in', statuses).then(value).else(eb.lit(0)).end();
}
