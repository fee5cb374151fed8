import { join } from 'node:path';
import type { ReadStore } from '@continuo/read-store/read-store';
import { Checkpoints } from '@continuo/read-store/sqlite/checkpoints';
import { openReadDatabase } from '@continuo/read-store/sqlite/read-database';
import { physicalName } from '@continuo/read-store/sql';
import type { Row } from '@continuo/read-store/projection';
import { KeptReadModels } from '@continuo/testing/kept-read-models.fixture';
import { FailedPaymentsQuery } from '@continuo/subscriptions/projections/program-lives/failed-payments.query';
import { LifetimeValueQuery } from '@continuo/subscriptions/projections/program-lives/lifetime-value.query';
import { programLivesProjection } from '@continuo/subscriptions/projections/program-lives/projection';
import { ReasonsQuery } from '@continuo/subscriptions/projections/program-lives/reasons.query';
import { RetentionQuery } from '@continuo/subscriptions/projections/program-lives/retention.query';
import { SavesQuery } from '@continuo/subscriptions/projections/program-lives/saves.query';
import { SurvivalQuery } from '@continuo/subscriptions/projections/program-lives/survival.query';
import { stockForecastProjection } from '@continuo/subscriptions/projections/stock-forecast/projection';
import { StockForecastQuery } from '@continuo/subscriptions/projections/stock-forecast/query';
import type { Figure } from './bench';
import { programRows, ROWS_EVENTS, storedEvents } from './program-rows';
import { elapsedMs, scratchFolder } from './scratch';

/** A record of about 1,000,000 events. */
const PROGRAMS = 1_000_000 / ROWS_EVENTS;

/**
 * The slowest report over what 1,000,000 events of programs have left in the read models, against `JSON.parse` of those events:
 * the least that a report by scanning the record would cost.
 */
export async function run(): Promise<Figure> {
  const file = join(scratchFolder(), 'read.db');
  fill(file);
  const models = new KeptReadModels(file);
  const times: Record<string, number> = {};
  for (const [name, report] of Object.entries(reportsOf(models))) {
    await report();
    times[name] = await elapsedMs(report);
  }
  await models.close();
  process.stderr.write(
    `${Object.entries(times)
      .map(([name, ms]) => ` ${name} ${Math.round(ms)} ms`)
      .join(',')};`,
  );
  const value = Math.max(...Object.values(times));
  const bound = await elapsedMs(() => {
    for (let program = 0; program < PROGRAMS; program += 1)
      for (const text of storedEvents(program)) JSON.parse(text);
  });
  return { name: 'reports', value, bound, unit: 'ms', ratio: value / bound, aim: '<= 1' };
}

function reportsOf(models: ReadStore): Record<string, () => Promise<unknown>> {
  const year = { from: '2026-01', until: '2026-12' };
  return {
    retention: () => new RetentionQuery(models).report(year, ['month', 'campaign'], 12),
    survival: () => new SurvivalQuery(models).report(year, 3, 3),
    'lifetime-value': () => new LifetimeValueQuery(models).report(year, ['month', 'campaign']),
    saves: () => new SavesQuery(models).report(year, 60, '2027-01-31'),
    reasons: () => new ReasonsQuery(models).report(year, ['campaign']),
    'failed-payments': () => new FailedPaymentsQuery(models).report(year),
    'stock-forecast': () =>
      new StockForecastQuery(models).report({ from: '2027-01-01', until: '2027-03-31' }),
  };
}

/** As the projector leaves them. */
function fill(file: string): void {
  const db = openReadDatabase(file);
  const checkpoints = new Checkpoints(db);
  const generations = [programLivesProjection, stockForecastProjection].map((projection) =>
    checkpoints.create(projection),
  );
  const generationOf = (table: string) =>
    generations.find(({ tables }) => tables.includes(table))?.generation ?? 1;
  const inserts = new Map<string, (row: Row) => void>();
  db.exec('BEGIN');
  for (let program = 0; program < PROGRAMS; program += 1) {
    for (const [table, row] of programRows(program)) {
      let insert = inserts.get(table);
      if (!insert) {
        const columns = Object.keys(row).map((column) => `"${column}"`);
        const statement = db.prepare(
          `INSERT INTO "${physicalName(table, generationOf(table))}" (${columns.join()}) VALUES (${columns.map(() => '?').join()})`,
        );
        insert = (each) => void statement.run(...Object.values(each));
        inserts.set(table, insert);
      }
      insert(row);
    }
  }
  db.exec('COMMIT');
  db.close();
}
