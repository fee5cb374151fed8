import type { LocalDate } from '@continuo/kernel/instant';
import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { otherWorkFirst } from '@continuo/service/other-work-first';
import { Inject, Injectable } from '@nestjs/common';
import type { Kysely } from 'kysely';
import { cyclesAhead } from './cycles-ahead';
import { stockForecastProjection } from './projection';
import type { ForecastRow, StockForecastTables } from './tables';

export interface ForecastFilter {
  /** Days on which goods leave, both inclusive. */
  readonly from: LocalDate;
  readonly until: LocalDate;
  readonly sku?: string;
  readonly callCentreId?: string;
}

export interface ForecastDay {
  readonly ship_on: LocalDate;
  readonly sku: string;
  readonly cycles: number;
  readonly units: number;
  readonly past_due_units: number;
}

/** Programs read at a time. */
const PAGE = 1_000;

@Injectable()
export class StockForecastQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  /** Units by the day on which they leave and by SKU, over all coming cycles of all programs up to a date. */
  async report(
    filter: ForecastFilter,
  ): Promise<{ readonly items: readonly ForecastDay[]; readonly position: number }> {
    const position = await this.readStore.position(stockForecastProjection.name);
    const days = new Map<string, ForecastDay>();
    const db = this.readStore.query<StockForecastTables>();
    let after = '';
    for (;;) {
      const page = await programs(db, filter, after);
      const last = page.at(-1);
      if (!last) break;
      await count(db, page, filter, days);
      after = last.subscription_id;
      if (page.length < PAGE) break;
      await otherWorkFirst();
    }
    const items = [...days.values()].sort((a, b) =>
      a.ship_on === b.ship_on ? compare(a.sku, b.sku) : compare(a.ship_on, b.ship_on),
    );
    return { items, position };
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : 1);

function programs(
  db: Kysely<StockForecastTables>,
  { until, callCentreId }: ForecastFilter,
  after: string,
): Promise<readonly ForecastRow[]> {
  let query = db
    .selectFrom('stock_forecast')
    .selectAll()
    .where('subscription_id', '>', after)
    .where('next_cycle_on', '<=', until);
  if (callCentreId !== undefined) query = query.where('call_centre_id', '=', callCentreId);
  return query.orderBy('subscription_id').limit(PAGE).execute();
}

async function count(
  db: Kysely<StockForecastTables>,
  page: readonly ForecastRow[],
  { from, until, sku }: ForecastFilter,
  days: Map<string, ForecastDay>,
): Promise<void> {
  const [exceptions, lines] = await Promise.all([
    ofPage(db, page, 'stock_forecast_exceptions'),
    ofPage(db, page, 'stock_forecast_lines'),
  ]);
  for (const program of page) {
    const { subscription_id: id, status } = program;
    const ahead = cyclesAhead(program, exceptions.get(id) ?? [], lines.get(id) ?? [], until);
    for (const { shipOn, units } of ahead) {
      if (shipOn < from || shipOn > until) continue;
      for (const [shipped, count] of units) {
        if (count === 0 || (sku !== undefined && shipped !== sku)) continue;
        const key = `${shipOn} ${shipped}`;
        const day = days.get(key);
        days.set(key, {
          ship_on: shipOn,
          sku: shipped,
          cycles: (day?.cycles ?? 0) + 1,
          units: (day?.units ?? 0) + count,
          past_due_units: (day?.past_due_units ?? 0) + (status === 'past-due' ? count : 0),
        });
      }
    }
  }
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
    byProgram.set(row.subscription_id, [...(byProgram.get(row.subscription_id) ?? []), row]);
  }
  return byProgram;
}
