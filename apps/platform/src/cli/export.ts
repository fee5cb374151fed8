import { createWriteStream, existsSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { RecordReader } from '@continuo/event-store/sqlite/record-reader';
import { Command, InvalidArgumentError } from 'commander';
import { exportHistoryCommand } from './export-history';
import { exportJournalCommand } from './export-journal';
import { exportReportCommand } from './export-report';
import { CommandFailure } from './failure';
import { dataDirOption, jsonOption, print, printJson } from './options';

interface ExportOptions {
  readonly dataDir: string;
  readonly out?: string;
  readonly category?: string;
  readonly after: number;
  readonly json?: true;
}

const PAGE = 1000;

/** `continuo export events`: the record as JSON Lines, with revisions and metadata, for any other tool. */
export function exportCommand(): Command {
  const events = new Command('events')
    .description('the record as JSON Lines, one event a line, in the order of the record')
    .option('--out <file>', 'file to write; standard output when absent')
    .option('--category <name>', 'only streams of this category, such as order or subscription')
    .option('--after <position>', 'only events after this position', position, 0)
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action(async (options: ExportOptions) => {
      if (options.json && options.out === undefined) {
        throw new CommandFailure(
          '--json sums up what was written to a file: name one with --out.',
          2,
        );
      }
      const summary = await exportEvents(options);
      if (options.json) printJson(summary);
      else if (options.out !== undefined)
        print(`${summary.events} events up to position ${summary.position} in ${options.out}`);
    });
  return new Command('export')
    .addCommand(events)
    .addCommand(exportHistoryCommand())
    .addCommand(exportJournalCommand())
    .addCommand(exportReportCommand());
}

function position(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It is a whole number, 0 or more.');
  return Number(text);
}

async function exportEvents(options: ExportOptions): Promise<{ events: number; position: number }> {
  const file = join(options.dataDir, 'record.db');
  if (!existsSync(file))
    throw new CommandFailure(
      `There is no record in ${options.dataDir}: name another with --data-dir.`,
    );
  const reader = new RecordReader({ file });
  const out = options.out === undefined ? process.stdout : createWriteStream(options.out);
  let count = 0;
  let after = options.after;
  try {
    const categories = options.category === undefined ? undefined : [options.category];
    for (;;) {
      const { events, upTo } = reader.readAll({ after, maxCount: PAGE, categories });
      for (const event of events) {
        if (!out.write(`${JSON.stringify(event)}\n`)) await once(out, 'drain');
      }
      count += events.length;
      if (upTo === after || events.length === 0) break;
      after = upTo;
    }
    if (options.out !== undefined) {
      out.end();
      await finished(out);
    }
    return { events: count, position: after };
  } finally {
    reader.close();
  }
}
