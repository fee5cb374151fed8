import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type HistoryTotals, totalsOf } from '../support/history-totals';
import { ImportHarness } from '../support/import-harness';
import { realData } from '../support/real-data';

const HEADER = 'Invoice,StockCode,Description,Quantity,InvoiceDate,Price,CustomerID,Country';
/** A few of everything: true duplicates, cancellations, adjustments, write-offs, two moments, mixed case, no customer. */
const ROWS = [
  '489434,85048,GLASS BALL,12,2009-12-01 07:45:00,6.95,13085,United Kingdom',
  '489434,85048,GLASS BALL,12,2009-12-01 07:45:00,6.95,13085,United Kingdom',
  '489434,79323p,"LIGHTS, PINK",12,2009-12-01 07:45:00,6.75,13085,United Kingdom',
  '489434,79323P,LIGHTS,3,2009-12-01 07:46:00,0.001,13085,United Kingdom',
  'C489449,22087,PAPER BUNTING,-12,2009-12-01 10:33:00,2.95,16321,Australia',
  '489435,85048,GLASS BALL,1,2010-06-01 09:00:00,6.95,,EIRE',
  '489435,22087,damaged,-4,2010-06-01 09:00:00,0,,EIRE',
  'A506401,B,Adjust bad debt,1,2010-04-29 13:36:00,-53594.365,,United Kingdom',
  '489435,85048,GLASS BALL,1,2010-06-01 09:00:00,6.95,,EIRE',
];
const MAPPING = 'online-retail';
const ROWS_IN_ALL = 525_461;

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'continuo-history-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function csv(name: string, rows: readonly string[]): string {
  const file = join(folder, name);
  writeFileSync(file, [HEADER, ...rows, ''].join('\n'));
  return file;
}

/** All that the record holds, without what tells one import from another. */
async function recordOf(harness: ImportHarness) {
  const { events } = await harness.store.readAll({ after: 0, maxCount: 1_000_000 });
  const lines = events.flatMap(({ stream, type, data }) =>
    'lines' in data
      ? (data.lines as object[]).map((line) =>
          JSON.stringify([stream, 'orderedAt' in data && data.orderedAt, line]),
        )
      : [`${stream} ${type}`],
  );
  return lines.sort();
}

async function withHarness<T>(use: (harness: ImportHarness) => Promise<T>): Promise<T> {
  const harness = await ImportHarness.open();
  try {
    return await use(harness);
  } finally {
    await harness.remove();
  }
}

const recordAfter = (...files: readonly string[]) =>
  withHarness(async (harness) => {
    for (const file of files) await harness.import({ file, mapping: MAPPING });
    return recordOf(harness);
  });

function expectTotals(
  report: Awaited<ReturnType<ImportHarness['import']>>,
  expected: HistoryTotals,
) {
  const { gross, cancelled, net } = report.currencies.GBP ?? {};
  const { rows, orders, cancellations, adjustments, customers, products } = report;
  expect({
    rows,
    orders,
    cancellations,
    adjustments,
    customers,
    products,
    gross,
    cancelled,
    net,
  }).toEqual(expected);
}

describe('a small history', () => {
  it('is imported with its totals', () =>
    withHarness(async (harness) => {
      const file = csv('small.csv', ROWS);
      const report = await harness.import({ file, mapping: MAPPING });
      expectTotals(report, totalsOf(file));
      expect(report).toMatchObject({
        imported: 9,
        already_known: 0,
        rejected: 0,
        rejected_file: null,
      });
      // The one line finer than a penny: 3 x 0.001 rounds to nothing, -53594.365 away from zero.
      expect(report.currencies.GBP).toMatchObject({
        net: '-53368.062',
        stored: '-53368.07',
        difference: '-0.008',
      });
    }));

  it('read twice changes nothing the second time', () =>
    withHarness(async (harness) => {
      const file = csv('twice.csv', ROWS);
      await harness.import({ file, mapping: MAPPING });
      const head = await harness.store.head();
      const again = await harness.import({ file, mapping: MAPPING });
      expect(again).toMatchObject({ imported: 0, already_known: 9 });
      expect(await harness.store.head()).toBe(head);
    }));

  it('in overlapping parts, in either order, is the same history', async () => {
    const whole = await recordAfter(csv('whole.csv', ROWS));
    const first = csv('first.csv', ROWS.slice(0, 7));
    const second = csv('second.csv', ROWS.slice(1));
    // Two rows are the same and one of them is in both parts: a reading knows the most it has seen of it.
    expect(await recordAfter(csv('a.csv', ROWS.slice(0, 6)), csv('b.csv', ROWS))).toEqual(whole);
    expect(await recordAfter(csv('b.csv', ROWS), csv('a.csv', ROWS.slice(0, 6)))).toEqual(whole);
    expect(await recordAfter(first, second)).toEqual(await recordAfter(second, first));
  });

  it('in any order of its rows, held a few at a time, is the same history', async () => {
    const whole = await recordAfter(csv('ordered.csv', ROWS));
    const scattered = csv(
      'scattered.csv',
      [0, 5, 4, 1, 7, 8, 2, 6, 3].map((row) => ROWS[row] ?? ''),
    );
    const record = await withHarness(async (harness) => {
      const limits = { quietRows: 1, heldRows: 2 };
      const report = await harness.import({ file: scattered, mapping: MAPPING, limits });
      expect(report).toMatchObject({ rows: 9, imported: 9 });
      return recordOf(harness);
    });
    expect(record).toEqual(whole);
  });

  it('is only looked at in a dry run', () =>
    withHarness(async (harness) => {
      const file = csv('dry.csv', ROWS);
      const report = await harness.import({ file, mapping: MAPPING, dryRun: true });
      expect(report).toMatchObject({ dry_run: true, imported: 9, already_known: 0 });
      expect(await harness.store.head()).toBe(0);
    }));

  it('is from the time it tells of, and says who brought it', () =>
    withHarness(async (harness) => {
      await harness.import({ file: csv('time.csv', ROWS), mapping: MAPPING });
      const { events } = await harness.store.readAll({ after: 0, maxCount: 100 });
      const years = new Set(events.map(({ metadata }) => metadata.effectiveAt.slice(0, 4)));
      expect([...years].sort()).toEqual(['2009', '2010']);
      expect(new Set(events.map(({ metadata }) => metadata.actor.kind))).toEqual(
        new Set(['import']),
      );
      expect(JSON.stringify(events)).not.toContain('13085');
    }));
});

const history = realData('online-retail/online_retail_II_2009-2010.csv.gz');
const northwind = realData('northwind');
const real = existsSync(history) ? describe : describe.skip;

real(`the real history (skipped where ${history} is absent)`, () => {
  const cli = resolve(__dirname, '../../dist/apps/platform/src/cli.js');

  /** The command line as a process of its own; answers its report, null when it was killed. */
  function runCli(
    dataDir: string,
    killWhen?: () => boolean,
  ): Promise<Record<string, unknown> | null> {
    const child = spawn(process.execPath, [
      cli,
      'import',
      'orders',
      history,
      '--mapping',
      MAPPING,
      '--json',
      '--data-dir',
      dataDir,
    ]);
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const watch = (async () => {
      while (killWhen && child.exitCode === null) {
        if (killWhen()) return void child.kill('SIGKILL');
        await sleep(20);
      }
    })();
    return new Promise((done, failed) => {
      child.on('exit', (code, signal) => {
        void watch;
        if (signal === 'SIGKILL') done(null);
        else if (code === 0) done(JSON.parse(output) as Record<string, unknown>);
        else failed(new Error(`exit ${code}: ${errors}`));
      });
    });
  }

  /** A reading that came to its end, with the totals that the file has by independent arithmetic. */
  async function readWhole(dataDir: string) {
    const report = (await runCli(dataDir)) as Awaited<ReturnType<ImportHarness['import']>> | null;
    if (!report) throw new Error('no report');
    expectTotals(report, totalsOf(history));
    expect(report.rejected).toBe(0);
    return report;
  }

  it('is in with the totals of the file in one go, and known when it is read again', async () => {
    const dataDir = join(folder, 'whole');
    expect(await readWhole(dataDir)).toMatchObject({ imported: ROWS_IN_ALL, already_known: 0 });
    expect(await readWhole(dataDir)).toMatchObject({ imported: 0, already_known: ROWS_IN_ALL });
  }, 600_000);

  it('is in with the same totals though the first reading was killed in the middle', async () => {
    const dataDir = join(folder, 'killed');
    const record = join(dataDir, 'record.db');
    const bytesWritten = () => (existsSync(record) ? statSync(record).size : 0);
    expect(await runCli(dataDir, () => bytesWritten() > 30 << 20)).toBeNull();
    const report = await readWhole(dataDir);
    expect(report.already_known).toBeGreaterThan(0);
    expect(report.imported).toBeGreaterThan(0);
    expect(report.imported + report.already_known).toBe(ROWS_IN_ALL);
  }, 600_000);
});

const northwindToo = existsSync(northwind) ? it : it.skip;

northwindToo(`Northwind (skipped where ${northwind} is absent) is read with its joined files`, () =>
  withHarness(async (harness) => {
    const report = await harness.import({ file: northwind, mapping: 'northwind' });
    // Independent arithmetic: unit price x quantity x (1 - discount), in millionths of a cent.
    const [, ...rows] = readFileSync(join(northwind, 'order_details.csv'), 'utf8')
      .trim()
      .split('\n');
    const whole = (text: string, places: number) => BigInt(Math.round(Number(text) * 10 ** places));
    const net = rows.reduce((sum, row) => {
      const [, , price = '', quantity = '', discount = ''] = row.trim().split(',');
      return sum + whole(price, 4) * BigInt(quantity) * (10_000n - whole(discount, 4));
    }, 0n);
    expect(report).toMatchObject({
      rows: rows.length,
      imported: rows.length,
      orders: 830,
      customers: 89,
      products: 77,
    });
    expect(Number(report.currencies.USD?.net).toFixed(8)).toBe((Number(net) / 1e8).toFixed(8));
  }),
);
