import type { LocalDate } from '@continuo/kernel/instant';
import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { otherWorkFirst } from '@continuo/service/other-work-first';
import { Inject, Injectable } from '@nestjs/common';
import { type Kysely, sql, type SqlBool } from 'kysely';
import { type Course, cyclesAhead, type Shipment } from './cycles-ahead';
import { ForecastDays, type ForecastDay } from './forecast-days';
import { stockForecastProjection } from './projection';
import type { ForecastRow, StockForecastTables } from './tables';

export interface ForecastFilter {
  /** Days on which goods leave, both inclusive. */
  readonly from: LocalDate;
  readonly until: LocalDate;
  readonly sku?: string;
  readonly callCentreId?: string;
}

/** Programs, or courses, taken at a time: what waits meanwhile is done in between. */
const PAGE = 1_000;

/** Programs that skip or move a cycle, or ship more than their own product. */
const OWN_COURSE = sql<SqlBool>`(exists (select 1 from stock_forecast_exceptions as exception
    where exception.subscription_id = program.subscription_id
      and exception.cycle >= program.next_cycle)
  or exists (select 1 from stock_forecast_lines as line
    where line.subscription_id = program.subscription_id and line.units <> 0))`;

@Injectable()
export class StockForecastQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  /** Units by the day on which they leave and by SKU, over all coming cycles of all programs up to a date. */
  report(
    filter: ForecastFilter,
  ): Promise<{ readonly items: readonly ForecastDay[]; readonly position: number }> {
    // A program that moved on between the two counts would be in both, or in neither.
    return this.readStore.snapshot(async (models) => {
      const days = new ForecastDays(filter.from, filter.until, filter.sku);
      const db = models.query<StockForecastTables>();
      await countCourses(db, filter, days);
      await countPrograms(db, filter, days);
      return {
        items: days.sorted(),
        position: await models.position(stockForecastProjection.name),
      };
    });
  }
}

/** Most programs follow a course that many others follow too: its dates are counted once. */
async function countCourses(
  db: Kysely<StockForecastTables>,
  filter: ForecastFilter,
  days: ForecastDays,
): Promise<void> {
  const columns = [
    'program.sku',
    'program.quantity',
    'program.components',
    'program.status',
    'program.paused_until',
    'program.interval',
    'program.anchor_cycle',
    'program.anchor_on',
    'program.next_cycle',
    'program.total_cycles',
    'program.last_cycle',
    'program.last_delivery',
    'program.shipping_rule',
  ] as const;
  // How many were shipped matters to those alone that end after a number of them.
  const locked = sql<number>`case when program.total_cycles is null and program.last_delivery is null
    then 0 else program.locked end`;
  const courses = await ahead(db, filter)
    .where(({ not }) => not(OWN_COURSE))
    .groupBy([...columns, locked])
    .select(columns)
    .select(({ fn }) => [locked.as('locked'), fn.countAll<number>().as('programs')])
    .execute();
  for (const [index, { programs, ...course }] of courses.entries()) {
    if (index % PAGE === PAGE - 1) await otherWorkFirst();
    days.add(cyclesAhead(course, [], [], filter.until), course.status, programs);
  }
}

async function countPrograms(
  db: Kysely<StockForecastTables>,
  filter: ForecastFilter,
  days: ForecastDays,
): Promise<void> {
  let after = '';
  for (;;) {
    const page: readonly ForecastRow[] = await ahead(db, filter)
      .where('program.subscription_id', '>', after)
      .where(OWN_COURSE)
      .selectAll()
      .orderBy('program.subscription_id')
      .limit(PAGE)
      .execute();
    const [exceptions, lines] = await Promise.all([
      ofPage(db, page, 'stock_forecast_exceptions'),
      ofPage(db, page, 'stock_forecast_lines'),
    ]);
    for (const program of page) {
      const { subscription_id: id, status } = program;
      const shipments: readonly Shipment[] = cyclesAhead(
        program satisfies Course,
        exceptions.get(id) ?? [],
        lines.get(id) ?? [],
        filter.until,
      );
      days.add(shipments, status, 1);
    }
    after = page.at(-1)?.subscription_id ?? '';
    if (page.length < PAGE) return;
    await otherWorkFirst();
  }
}

/** Programs whose next cycle is charged by the last day, as `program`. */
function ahead(db: Kysely<StockForecastTables>, { until, callCentreId }: ForecastFilter) {
  const query = db
    .selectFrom('stock_forecast as program')
    .where('program.next_cycle_on', '<=', until);
  return callCentreId === undefined
    ? query
    : query.where('program.call_centre_id', '=', callCentreId);
}

/** Rows of the programs of a page, by program. */
async function ofPage<Table extends 'stock_forecast_exceptions' | 'stock_forecast_lines'>(
  db: Kysely<StockForecastTables>,
  page: readonly ForecastRow[],
  table: Table,
): Promise<ReadonlyMap<string, readonly StockForecastTables[Table][]>> {
  const rows = (await db
    .selectFrom<'stock_forecast_exceptions' | 'stock_forecast_lines'>(table)
    .selectAll()
    .where('subscription_id', '>=', page[0]?.subscription_id ?? '')
    .where('subscription_id', '<=', page.at(-1)?.subscription_id ?? '')
    .execute()) as unknown as readonly StockForecastTables[Table][];
  const byProgram = new Map<string, StockForecastTables[Table][]>();
  for (const row of rows) {
    const known = byProgram.get(row.subscription_id);
    if (known) known.push(row);
    else byProgram.set(row.subscription_id, [row]);
  }
  return byProgram;
}
