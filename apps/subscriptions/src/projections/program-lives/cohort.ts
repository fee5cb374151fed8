import type { ReadModels } from '@continuo/read-store/read-store';
import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { LifeRow, ProgramLivesTables } from './tables';

/** By what programs can be put together, and the column that says it. */
export const DIMENSIONS = {
  month: 'start_month',
  campaign: 'campaign_id',
  plan: 'plan_id',
  agent: 'agent_id',
  'call-centre': 'call_centre_id',
} as const;

export type Dimension = keyof typeof DIMENSIONS;
export type CohortColumn = (typeof DIMENSIONS)[Dimension];
/** The values of the dimensions that were asked for. */
export type Cohort = Partial<Pick<LifeRow, CohortColumn>>;

/** Which programs; months of the first order, both inclusive. */
export interface CohortFilter {
  readonly from?: string;
  readonly until?: string;
  readonly campaignId?: string;
  readonly planId?: string;
  readonly agentId?: string;
  readonly callCentreId?: string;
}

export function columnsOf(by: readonly Dimension[]): readonly CohortColumn[] {
  return [...new Set(by)].map((dimension) => DIMENSIONS[dimension]);
}

/** Statuses of a cycle that was charged: authorised, and not given back since. */
export const CHARGED = ['paid', 'released', 'shipped'];

/** The programs of a cohort, as `life`. */
export function cohort(models: ReadModels, filter: CohortFilter) {
  const { from, until, campaignId, planId, agentId, callCentreId } = filter;
  let query = models.query<ProgramLivesTables>().selectFrom('program_lives as life');
  if (from !== undefined) query = query.where('life.start_month', '>=', from);
  if (until !== undefined) query = query.where('life.start_month', '<=', until);
  if (campaignId !== undefined) query = query.where('life.campaign_id', '=', campaignId);
  if (planId !== undefined) query = query.where('life.plan_id', '=', planId);
  if (agentId !== undefined) query = query.where('life.agent_id', '=', agentId);
  if (callCentreId !== undefined) query = query.where('life.call_centre_id', '=', callCentreId);
  return query;
}

/** Per program: its charged cycles after the first order, and the money of them. */
export function charged(models: ReadModels) {
  return models
    .query<ProgramLivesTables>()
    .selectFrom('program_lives_cycles as cycle')
    .where('cycle.status', 'in', CHARGED)
    .groupBy('cycle.subscription_id')
    .select(({ fn }) => [
      'cycle.subscription_id',
      fn.countAll<number>().as('cycles'),
      fn.sum<number>(fn.coalesce('cycle.paid_minor', 'cycle.shipped_minor')).as('charged_minor'),
    ]);
}

/** A change that stands: no part of an undo, and not undone (unless that undo was undone in its turn). */
export function stands(alias: string): RawBuilder<SqlBool> {
  const of = (column: string) => sql.ref(`${alias}.${column}`);
  return sql`${of('compensates')} is null and (${of('undone_by')} is null or not exists (
    select 1 from program_lives_changes as undo
    where undo.subscription_id = ${of('subscription_id')} and undo.change_id = ${of('undone_by')}
      and undo.kind = 'undo' and undo.undone_by is null))`;
}

/** Rows in the order of these columns, none first. */
export function sortedBy<Row extends object>(
  rows: readonly Row[],
  columns: readonly (keyof Row)[],
): readonly Row[] {
  return [...rows].sort((a, b) => {
    for (const column of columns) {
      const x = a[column] ?? '';
      const y = b[column] ?? '';
      if (x !== y) return x < y ? -1 : 1;
    }
    return 0;
  });
}

/** The dimensions of a row alone. */
export function cohortOf(row: Cohort, columns: readonly CohortColumn[]): Cohort {
  return Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
}
