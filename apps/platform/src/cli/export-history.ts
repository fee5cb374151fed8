import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { readEngines } from '@continuo/service/engines';
import { ACTOR_KINDS } from '@continuo/kernel/actor';
import { SystemClock } from '@continuo/service/system/system-clock';
import { Command, Option } from 'commander';
import { exportHistory } from '../audit/export-history';
import type { HistoryFilter } from '../audit/history-filter';
import type { HistoryFormat } from '../audit/sealed-lines';
import { openKept } from '../verify/open-facts';
import { CommandFailure } from './failure';
import { dataDirOption, DEPLOYMENT_HELP, jsonOption, print, printJson } from './options';

interface Options extends HistoryFilter {
  readonly dataDir: string;
  readonly format: HistoryFormat;
  readonly out?: string;
  readonly json?: true;
}

/** `continuo export history`: who changed what, with the hash chain inside. */
export function exportHistoryCommand(): Command {
  const whose = (flag: string, who: string) => new Option(`--${flag} <id>`, `only ${who}`);
  return new Command('history')
    .description(
      'who changed what, when and why, in a file that `continuo audit verify` can check alone',
    )
    .addOption(
      new Option(
        '--format <format>',
        'JSON Lines hold each event whole; CSV has a row per changed field',
      )
        .choices(['jsonl', 'csv'])
        .default('jsonl'),
    )
    .addOption(whose('customer', 'what became of this customer, their orders and programs'))
    .addOption(whose('subscription', 'this program'))
    .addOption(whose('agent', 'what this agent or supervisor did'))
    .addOption(whose('call', 'what was done during this call'))
    .addOption(
      new Option(
        '--by <kind>',
        'only what actors of this kind did: customer is self-service',
      ).choices(ACTOR_KINDS),
    )
    .option('--out <file>', 'file to write; standard output when absent')
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .addHelpText('after', `\nKeep the digest that it prints apart from the file.${DEPLOYMENT_HELP}`)
    .action(async ({ dataDir, format, out, json, ...options }: Options) => {
      if (json && out === undefined) {
        throw new CommandFailure(
          '--json sums up what was written to a file: name one with --out.',
          2,
        );
      }
      const { customer, subscription, agent, by, call } = options;
      const filter = { customer, subscription, agent, by, call };
      const summary = await writeHistory(dataDir, { format, filter }, out);
      if (summary.events === 0) warn('Nothing in the record is part of this history.');
      const told = `${summary.events} events of ${summary.streams} streams up to position ${summary.position}`;
      if (json) return printJson(summary);
      const say = out === undefined ? warn : print;
      say(`${told}${out === undefined ? '' : ` in ${out}`}\ndigest ${summary.digest}`);
    });
}

async function writeHistory(
  dataDir: string,
  request: { readonly format: HistoryFormat; readonly filter: HistoryFilter },
  file: string | undefined,
) {
  const { record, close } = await openKept(dataDir, readEngines(process.env));
  const out = file === undefined ? process.stdout : createWriteStream(file);
  try {
    const exportedAt = new SystemClock().now();
    const summary = await exportHistory(record, { ...request, exportedAt }, async (line) => {
      if (!out.write(`${line}\n`)) await once(out, 'drain');
    });
    if (file !== undefined) {
      out.end();
      await finished(out);
    }
    return summary;
  } finally {
    await close();
  }
}

function warn(line: string): void {
  process.stderr.write(`${line}\n`);
}
