import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import type { Writable } from 'node:stream';
import { isLocalDate } from '@continuo/kernel/calendar';
import { isCurrency } from '@continuo/kernel/currency';
import type { Instant } from '@continuo/kernel/instant';
import { journal } from '@continuo/payments/definitions';
import { readEngines } from '@continuo/service/engines';
import { Command, InvalidArgumentError, Option } from 'commander';
import {
  type JournalFilter,
  type JournalSummary,
  SeveralCurrenciesError,
  writeJournal,
} from '../journal/write-journal';
import { openKept } from '../verify/open-facts';
import { CommandFailure } from './failure';
import { dataDirOption, DEPLOYMENT_HELP, jsonOption, print, printJson } from './options';

interface Options extends JournalFilter {
  readonly format: string;
  readonly dataDir: string;
  readonly out?: string;
  readonly json?: true;
}

/** `continuo export journal`: the ledger's entries in the form that bookkeeping programs import. */
export function exportJournalCommand(): Command {
  return new Command('journal')
    .description(
      "the ledger's journal, one balanced entry per event, as bookkeeping programs read it",
    )
    .addOption(
      new Option('--format <name>', 'who reads it')
        .choices(Object.keys(journal.formats))
        .makeOptionMandatory(),
    )
    .option('--from <date>', 'first day, or instant; days are in UTC', instantOf)
    .option('--until <date>', 'first day, or instant, that is left out', instantOf)
    .option('--currency <code>', 'only entries in this currency', currencyOf)
    .option('--out <file>', 'file to write; standard output when absent')
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .addHelpText('after', DEPLOYMENT_HELP)
    .action(async (options: Options) => {
      const { json, out } = options;
      if (json && out === undefined)
        throw new CommandFailure(
          '--json sums up what was written to a file: name one with --out.',
          2,
        );
      const { from, until } = options;
      if (from !== undefined && until !== undefined && from >= until)
        throw new CommandFailure('--until is exclusive: name a day after that of --from.', 2);
      const summary = await exportJournal(options);
      if (json) printJson(summary);
      else if (out !== undefined)
        print(
          `${summary.entries} entries, ${summary.postings} postings in ${summary.currencies.join(', ') || 'no currency'}, up to position ${summary.position} in ${out}`,
        );
    });
}

async function exportJournal({
  dataDir,
  out,
  format,
  ...filter
}: Options): Promise<JournalSummary> {
  const kept = await openKept(dataDir, readEngines(process.env));
  try {
    if (out === undefined)
      return await writeJournal(kept.record, format, filter, to(process.stdout));
    return await intoFile(out, (write) => writeJournal(kept.record, format, filter, write));
  } catch (error) {
    if (error instanceof SeveralCurrenciesError) throw new CommandFailure(error.message, 2);
    throw error;
  } finally {
    await kept.close();
  }
}

const to = (out: Writable) => async (text: string) => {
  if (!out.write(text)) await once(out, 'drain');
};

/** The file is there when it is whole. */
async function intoFile(
  file: string,
  use: (write: (text: string) => Promise<void>) => Promise<JournalSummary>,
): Promise<JournalSummary> {
  const partial = `${file}.partial`;
  const out = createWriteStream(partial);
  try {
    await once(out, 'open').catch((error: Error) => {
      throw new CommandFailure(`${file} cannot be written: ${error.message}`, 2);
    });
    const summary = await use(to(out));
    out.end();
    await finished(out);
    await rename(partial, file);
    return summary;
  } catch (error) {
    out.destroy();
    await rm(partial, { force: true });
    throw error;
  }
}

function instantOf(text: string): Instant {
  if (isLocalDate(text)) return `${text}T00:00:00.000Z`;
  const exact = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const ms = exact ? Date.parse(text) : NaN;
  if (isLocalDate(text.slice(0, 10)) && !Number.isNaN(ms)) return new Date(ms).toISOString();
  throw new InvalidArgumentError(
    'It is a day such as 2026-11-01 or an instant such as 2026-11-01T09:30:00Z.',
  );
}

function currencyOf(code: string): string {
  if (isCurrency(code)) return code;
  throw new InvalidArgumentError('It is an ISO 4217 code such as USD.');
}
