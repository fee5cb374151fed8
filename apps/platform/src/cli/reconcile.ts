import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '@continuo/kernel/domain-error';
import {
  BOOKS_FILE,
  readSharedBooks,
  SettlementFile,
  SimulatorSettlements,
} from '@continuo/payments/books.module';
import type { Postgres } from '@continuo/postgres/postgres';
import { type Engines, readEngines } from '@continuo/service/engines';
import { SystemClock } from '@continuo/service/system/system-clock';
import { Command } from 'commander';
import { type Break, type Lines, type ReconcileReport, reconcile } from '../reconcile/reconcile';
import { openKept } from '../verify/open-facts';
import { CommandFailure } from './failure';
import {
  dataDirOption,
  DEPLOYMENT_HELP,
  gatewayBooksOption,
  jsonOption,
  print,
  printJson,
} from './options';

interface Options {
  readonly file?: string;
  readonly dataDir: string;
  readonly gatewayBooks?: string;
  readonly json?: true;
}

/** `continuo reconcile`: the ledger beside what the processor says it has settled. */
export function reconcileCommand(): Command {
  return new Command('reconcile')
    .option('--file <file>', "a settlement report as CSV; by default the simulated gateway's books")
    .addOption(dataDirOption())
    .addOption(gatewayBooksOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Exit code 0 when both agree, or differ only by what is on its way (timing); 1 when there are breaks;
2 when the file cannot be read. Where there are no books of the simulated gateway, and no file, the
reports recorded through POST /v1/settlement-reports are matched.` + DEPLOYMENT_HELP,
    )
    .action(async (options: Options) => {
      const engines = readEngines(process.env);
      const said = await linesOf(options, engines);
      const kept = await openKept(options.dataDir, engines);
      try {
        const lines = said ?? sharedLines(engines, kept.postgres);
        const report = await reconcile(kept.record, { lines, now: new SystemClock().now() });
        if (options.json) printJson(report);
        else show(report);
        const breaks = report.breaks.filter(({ cause }) => cause !== 'timing');
        if (breaks.length > 0)
          throw new CommandFailure(`${breaks.length} breaks between the ledger and the processor`);
      } finally {
        await kept.close();
      }
    });
}

/** The simulator's books where several processes keep them; recorded reports alone otherwise. */
function sharedLines(
  { simulatorBooks }: Engines,
  postgres: Postgres | undefined,
): Lines | undefined {
  if (simulatorBooks.kind !== 'postgres' || !postgres) return undefined;
  return new SimulatorSettlements(() => readSharedBooks(postgres)).lines();
}

async function linesOf(
  { file, dataDir, gatewayBooks }: Options,
  { simulatorBooks }: Engines,
): Promise<Lines | undefined> {
  if (file !== undefined) {
    const csv = await readFile(file, 'utf8').catch((error: Error) => {
      throw new CommandFailure(`${file} cannot be read: ${error.message}`, 2);
    });
    return inFile(file, csv).lines();
  }
  if (gatewayBooks === undefined && simulatorBooks.kind === 'postgres') return undefined;
  const books = gatewayBooks ?? join(dataDir, BOOKS_FILE);
  if (gatewayBooks !== undefined && !existsSync(books))
    throw new CommandFailure(
      `There is no file ${books}: --gateway-books names the gateway's books.`,
      2,
    );
  return existsSync(books) ? SimulatorSettlements.inFile(books).lines() : undefined;
}

function inFile(file: string, csv: string): SettlementFile {
  try {
    return new SettlementFile(file, csv);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const details = error.fields.map(({ detail }) => `\n  ${detail}`).join('');
    const more = Number(error.data['problems']) - error.fields.length;
    throw new CommandFailure(
      `${file} is no settlement report as it must be:${details}${more > 0 ? `\n  and ${more} more` : ''}`,
      2,
    );
  }
}

function show({ agreed, lines, breaks, position }: ReconcileReport): void {
  for (const found of breaks) print(sentenceOf(found));
  print(
    `${agreed} movements agree, ${breaks.length} differ; ${lines} lines, the record up to position ${position}`,
  );
}

function sentenceOf({ cause, kind, reference, ours, theirs, event, ageDays }: Break): string {
  const sides = [
    ours ? `ledger ${ours.amountMinor} ${ours.currency}` : 'not in the ledger',
    theirs
      ? `processor ${theirs.amountMinor} ${theirs.currency} (line ${theirs.lineId}, fee ${theirs.feeMinor})`
      : 'not at the processor',
  ].join(', ');
  const by = event
    ? `${event.eventType} of ${event.paymentId}, event ${event.eventId}`
    : 'no event';
  const age = ageDays === null ? 'age unknown' : `${ageDays} days old`;
  return `${cause.padEnd(20)} ${kind} ${reference}: ${sides}; ${by}; ${age}`;
}
