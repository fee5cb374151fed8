import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import {
  charged,
  cohort,
  type Cohort,
  type CohortFilter,
  cohortOf,
  columnsOf,
  type Dimension,
  sortedBy,
} from './cohort';
import { averageText, perEach } from './curve';
import { programLivesProjection } from './projection';
import type { Reported } from './reported';

export type LifetimeValueRow = Cohort & {
  readonly currency: string;
  readonly programs: number;
  readonly running: number;
  readonly charged_cycles: number;
  readonly cycles_per_program: string | null;
  readonly charged_minor: number;
  readonly value_per_program_minor: number | null;
};

@Injectable()
export class LifetimeValueQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  /** What the programs of each cohort have been charged so far, after their first orders. */
  async report(
    filter: CohortFilter,
    by: readonly Dimension[],
  ): Promise<Reported<LifetimeValueRow>> {
    const position = await this.readStore.position(programLivesProjection.name);
    const columns = columnsOf(by);
    const rows = await cohort(this.readStore, filter)
      .leftJoin(
        charged(this.readStore).as('charged'),
        'charged.subscription_id',
        'life.subscription_id',
      )
      .groupBy([...columns.map((column) => `life.${column}` as const), 'life.currency'])
      .select(columns.map((column) => `life.${column}` as const))
      .select(({ fn, eb }) => [
        'life.currency',
        fn.countAll<number>().as('programs'),
        fn
          .sum<number>(
            eb
              .case()
              .when('life.status', 'in', ['cancelled', 'expired', 'held'])
              .then(eb.lit(0))
              .else(eb.lit(1))
              .end(),
          )
          .as('running'),
        fn.sum<number | null>('charged.cycles').as('cycles'),
        fn.sum<number | null>('charged.charged_minor').as('charged_minor'),
      ])
      .execute();
    const items = rows.map((row): LifetimeValueRow => {
      const { currency, programs, running } = row;
      const cycles = row.cycles ?? 0;
      const chargedMinor = row.charged_minor ?? 0;
      return {
        ...cohortOf(row, columns),
        currency,
        programs,
        running,
        charged_cycles: cycles,
        cycles_per_program: averageText(cycles, programs),
        charged_minor: chargedMinor,
        value_per_program_minor: perEach(chargedMinor, programs),
      };
    });
    return { items: sortedBy(items, [...columns, 'currency']), position };
  }
}
