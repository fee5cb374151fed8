import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { records } from '@continuo/orders/adapters/csv/csv-source';
import { ImportHarness } from '../support/import-harness';
import { writeMadeUpHistory } from '../support/made-up-history';
import { realData } from '../support/real-data';
import type { BenchOptions, Figure } from './bench';

const MADE_UP_ROWS = 200_000;

/** Seconds of reading a file of order history into the record, against parsing the same file alone. */
export async function run(_options: BenchOptions): Promise<Figure> {
  const harness = await ImportHarness.open();
  try {
    const real = realData('online-retail/online_retail_II_2009-2010.csv.gz');
    const file = existsSync(real) ? real : resolve(harness.folder, 'made-up.csv');
    if (file !== real) writeMadeUpHistory(file, MADE_UP_ROWS);
    const before = await secondsToParse(file);
    const report = await harness.import({ file, mapping: 'online-retail' });
    if (report.imported !== report.rows) throw new Error('not all rows were imported');
    // Before and after: what else the machine does weighs on both sides.
    const bound = (before + (await secondsToParse(file))) / 2;
    const value = report.seconds;
    return { name: 'import', value, bound, unit: 's', ratio: value / bound, aim: '<= 5' };
  } finally {
    await harness.remove();
  }
}

async function secondsToParse(file: string): Promise<number> {
  const startedAt = performance.now();
  let cells = 0;
  for await (const record of records(file, {}) as AsyncIterable<string[]>) cells += record.length;
  if (cells === 0) throw new Error('nothing was parsed');
  return (performance.now() - startedAt) / 1000;
}
