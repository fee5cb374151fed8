import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import type { SubscriptionStatus } from '../../domain/subscription/state';
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
import { countOf, curve, type CurvePoint, grouped, rateText } from './curve';
import { programLivesProjection } from './projection';
import type { Reported } from './reported';

export type RetentionRow = Cohort & { readonly programs: number } & CurvePoint;

@Injectable()
export class RetentionQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  /** How many programs of each cohort go on from cycle to cycle; cycle 1 is the first order. */
  async report(
    filter: CohortFilter,
    by: readonly Dimension[],
    cycles: number,
  ): Promise<Reported<RetentionRow>> {
    const position = await this.readStore.position(programLivesProjection.name);
    const columns = columnsOf(by);
    const counted = await cohort(this.readStore, filter)
      .leftJoin(
        charged(this.readStore).as('charged'),
        'charged.subscription_id',
        'life.subscription_id',
      )
      .groupBy([
        ...columns.map((column) => `life.${column}` as const),
        'life.status',
        'charged.cycles',
      ])
      .select(columns.map((column) => `life.${column}` as const))
      .select(({ fn }) => ['life.status', 'charged.cycles', fn.countAll<number>().as('programs')])
      .execute();
    const rows = counted.map((row) => ({
      ...cohortOf(row, columns),
      status: row.status as SubscriptionStatus,
      deliveries: 1 + (row.cycles ?? 0),
      programs: row.programs,
    }));
    const cohorts = grouped(sortedBy(rows, columns), (row) =>
      JSON.stringify(columns.map((column) => row[column])),
    );
    const items = cohorts.flatMap((tallies) => {
      const programs = countOf(tallies);
      const row = { ...cohortOf(tallies[0] ?? {}, columns), programs };
      return [firstOrder(programs), ...curve(tallies, 1, cycles)].map((point) => ({
        ...row,
        ...point,
      }));
    });
    return { items, position };
  }
}

/** Every program began with a charged order. */
function firstOrder(programs: number): CurvePoint {
  return {
    cycle: 1,
    at_risk: programs,
    charged: programs,
    cancelled: 0,
    held: 0,
    open: 0,
    retention_rate: rateText(1),
    survival_rate: rateText(1),
  };
}
