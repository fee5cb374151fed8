import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import {
  cohort,
  type Cohort,
  type CohortFilter,
  cohortOf,
  columnsOf,
  type Dimension,
  sortedBy,
  stands,
} from './cohort';
import { averageText, rateText } from './curve';
import { programLivesProjection } from './projection';
import type { Reported } from './reported';

export type ReasonRow = Omit<Cohort, 'start_month'> & {
  readonly month?: string;
  readonly reason_code: string;
  readonly cancellations: number;
  readonly share: string | null;
  readonly in_trial: number;
  readonly past_due: number;
  readonly came_back: number;
  readonly cycles_per_program: string | null;
};

@Injectable()
export class ReasonsQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  /** Why customers cancelled; `from`, `until` and the dimension `month` are those of the cancellation. */
  async report(
    { from, until, ...filter }: CohortFilter,
    by: readonly Dimension[],
  ): Promise<Reported<ReasonRow>> {
    const position = await this.readStore.position(programLivesProjection.name);
    const columns = columnsOf(by.filter((dimension) => dimension !== 'month'));
    let cancelled = cohort(this.readStore, filter)
      .innerJoin(
        'program_lives_changes as change',
        'change.subscription_id',
        'life.subscription_id',
      )
      .where('change.kind', '=', 'cancel')
      .where(stands('change'));
    if (from !== undefined) cancelled = cancelled.where('change.month', '>=', from);
    if (until !== undefined) cancelled = cancelled.where('change.month', '<=', until);
    const each = cancelled.select(columns.map((column) => `life.${column}` as const)).select([
      by.includes('month') ? 'change.month' : sql<string>`''`.as('month'),
      'change.detail as reason_code',
      'change.from_status',
      sql<number>`1 + (select count(*) from program_lives_cycles as cycle
          where cycle.subscription_id = change.subscription_id
            and cycle.locked_revision < change.revision)`.as('deliveries'),
      sql<number>`case when exists (select 1 from program_lives_changes as back
          where back.subscription_id = change.subscription_id and back.kind = 'return'
            and back.revision > change.revision and ${stands('back')}) then 1 else 0 end`.as(
        'back',
      ),
    ]);
    const groups = [...columns, 'month', 'reason_code'] as const;
    const rows = await this.readStore
      .query()
      .selectFrom(each.as('gone'))
      .groupBy(groups.map((column) => `gone.${column}` as const))
      .select(groups.map((column) => `gone.${column}` as const))
      .select(({ fn, eb }) => [
        fn.countAll<number>().as('cancellations'),
        fn
          .sum<number>(
            eb.case().when('gone.from_status', '=', 'trial').then(eb.lit(1)).else(eb.lit(0)).end(),
          )
          .as('in_trial'),
        fn
          .sum<number>(
            eb
              .case()
              .when('gone.from_status', 'in', ['past-due', 'held'])
              .then(eb.lit(1))
              .else(eb.lit(0))
              .end(),
          )
          .as('past_due'),
        fn.sum<number>('gone.back').as('came_back'),
        fn.sum<number>('gone.deliveries').as('deliveries'),
      ])
      .execute();
    const cohortKey = (row: (typeof rows)[number]) =>
      JSON.stringify([row.month, cohortOf(row, columns)]);
    const totals = new Map<string, number>();
    for (const row of rows) {
      const key = cohortKey(row);
      totals.set(key, (totals.get(key) ?? 0) + row.cancellations);
    }
    const items = rows.map((row): ReasonRow => {
      const { cancellations, in_trial, past_due, came_back, deliveries } = row;
      return {
        ...(by.includes('month') && { month: row.month }),
        ...cohortOf(row, columns),
        reason_code: row.reason_code ?? '',
        cancellations,
        share: rateText(cancellations / (totals.get(cohortKey(row)) ?? 1)),
        in_trial,
        past_due,
        came_back,
        cycles_per_program: averageText(deliveries, cancellations),
      };
    });
    return { items: sortedBy(items, ['month', ...columns, 'reason_code'] as never), position };
  }
}
