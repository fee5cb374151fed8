import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { importOrders, ImportError, type ImportReport } from '@continuo/orders/order-import.module';
import { LocalPersonalData } from '@continuo/personal-data/local/local-personal-data';
import { readConfig } from '@continuo/service/config';
import { SystemClock } from '@continuo/service/system/system-clock';
import { acquireDataLock } from '@continuo/sqlite/data-lock';
import { Command } from 'commander';
import { CommandFailure } from './failure';
import { dataDirOption, jsonOption, print, printJson } from './options';

interface Options {
  readonly mapping: string;
  readonly dryRun?: true;
  readonly rejects?: string;
  readonly dataDir: string;
  readonly json?: true;
}

/** `continuo import orders FILE --mapping NAME`: order history; charges, ships and accrues nothing. */
export function importCommand(): Command {
  const orders = new Command('orders')
    .description('read order history from a CSV or CSV.gz file into customers, products and orders')
    .argument('<file>', 'the file, or the folder that holds what the mapping names')
    .requiredOption(
      '--mapping <name>',
      'online-retail, northwind, or the path of a mapping file of your own',
    )
    .option('--dry-run', 'read and check everything, write nothing')
    .option(
      '--rejects <file>',
      'where rejected rows are listed (default: <file>.rejected.csv here)',
    )
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nReading a file again, or one that overlaps, adds only what is new. Stop the server of the data directory meanwhile.',
    )
    .action(async (file: string, options: Options) => {
      const report = await run(file, options);
      if (options.json) printJson(report);
      else for (const line of summary(report)) print(line);
    });
  return new Command('import').addCommand(orders);
}

async function run(file: string, options: Options): Promise<ImportReport> {
  const config = readConfig({ ...process.env, CONTINUO_DATA_DIR: options.dataDir });
  const clock = new SystemClock();
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const lock = acquireDataLock(config.dataDir);
  try {
    const store = await SqliteEventStore.open({
      file: join(config.dataDir, 'record.db'),
      now: clock.now(),
    });
    const personalData = await LocalPersonalData.open({
      dataDir: config.dataDir,
      clock,
      keyEncryptionKey: config.keyEncryptionKey,
    });
    try {
      return await importOrders(
        {
          file,
          mapping: options.mapping,
          dryRun: options.dryRun ?? false,
          rejectsFile: options.rejects,
          progress: true,
        },
        { store, personalData, clock },
      );
    } finally {
      await store.close();
      await personalData.close();
    }
  } catch (error) {
    if (error instanceof ImportError) throw new CommandFailure(`${error.message} (${error.code})`);
    throw error;
  } finally {
    lock.release();
  }
}

function summary(report: ImportReport): string[] {
  const lines = [
    `${report.file}${report.dry_run ? ' (dry run: nothing was written)' : ''}`,
    `rows ${report.rows}: imported ${report.imported}, already known ${report.already_known}, rejected ${report.rejected}`,
    `orders ${report.orders}, cancellations ${report.cancellations}, adjustments ${report.adjustments}, customers ${report.customers}, products ${report.products}`,
  ];
  for (const [currency, totals] of Object.entries(report.currencies)) {
    lines.push(
      `${currency}: gross ${totals.gross}, cancelled ${totals.cancelled}, net ${totals.net}`,
      `${currency}: stored ${totals.stored} (each line rounded once, half up), difference ${totals.difference}`,
    );
  }
  if (report.rejected_file !== null) lines.push(`rejected rows: ${report.rejected_file}`);
  return lines;
}
