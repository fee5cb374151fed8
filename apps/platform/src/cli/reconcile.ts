import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '@continuo/kernel/domain-error';
import { type Instant, instantFromMs } from '@continuo/kernel/instant';
import {
  BOOKS_FILE,
  readSharedBooks,
  SettlementFile,
  SimulatorSettlements,
} from '@continuo/payments/books.module';
import type { Postgres } from '@continuo/postgres/postgres';
import { type Engines, readEngines } from '@continuo/service/engines';
import { readPaymentAccounts } from '@continuo/service/payment-accounts';
import { SystemClock } from '@continuo/service/system/system-clock';
import { Command } from 'commander';
import {
  type Line,
  type Lines,
  type Period,
  reconcile,
  type ReconcileOptions,
  widened,
} from '../reconcile/reconcile';
import { wordsOf } from '../reconcile/words';
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

const RFC_3339 = /^\d{4}-\d\d-\d\dT.+(Z|[+-]\d\d:\d\d)$/;

interface Options {
  readonly file?: string;
  readonly processor?: string;
  readonly from?: string;
  readonly until?: string;
  readonly dataDir: string;
  readonly gatewayBooks?: string;
  readonly json?: true;
}

/** What the processor says, and of what it speaks. */
type Said = Pick<ReconcileOptions, 'lines' | 'account' | 'covered'>;

/** `continuo reconcile`: the ledger beside what the processor says it has settled. */
export function reconcileCommand(): Command {
  return new Command('reconcile')
    .option('--file <file>', 'a settlement report as CSV instead of what the processor says itself')
    .option('--processor <account>', 'one processor account alone; all of them by default')
    .option('--from <instant>', 'only what has moved from then on, such as 2026-11-01T00:00:00Z')
    .option('--until <instant>', 'only what has moved before')
    .addOption(dataDirOption())
    .addOption(gatewayBooksOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
The processor accounts are those of the configuration (CONTINUO_GATEWAY or CONTINUO_PAYMENT_ACCOUNTS): Stripe is asked for its
balance transactions, the simulated gateway's books are read. Where there is nothing but the simulated gateway, and no books of it,
the reports recorded through POST /v1/settlement-reports are matched.
Exit code 0 when both agree, or differ only by what is on its way (timing); 1 when there are breaks;
2 when the file cannot be read or the processor cannot be asked.` + DEPLOYMENT_HELP,
    )
    .action(async (options: Options) => {
      const engines = readEngines(process.env);
      const said = (await accountsOf(options, engines)) ?? (await booksOf(options, engines));
      const kept = await openKept(options.dataDir, engines);
      try {
        const lines = said.lines ?? sharedLines(engines, kept.postgres);
        const now = new SystemClock().now();
        const report = await reconcile(kept.record, { ...said, lines, now });
        if (options.json) printJson(report);
        else for (const line of wordsOf(report)) print(line);
        const breaks = report.breaks.filter(({ cause }) => cause !== 'timing');
        if (breaks.length > 0)
          throw new CommandFailure(`${breaks.length} breaks between the ledger and the processor`);
      } finally {
        await kept.close();
      }
    });
}

/** What the accounts of the configuration say themselves; undefined where a file or books alone are read. */
async function accountsOf(
  { file, processor, from, until, dataDir, gatewayBooks }: Options,
  engines: Engines,
): Promise<Said | undefined> {
  const narrowed = processor !== undefined || from !== undefined || until !== undefined;
  if (file !== undefined || gatewayBooks !== undefined) {
    if (!narrowed) return undefined;
    throw new CommandFailure(
      '--processor, --from and --until are asked of a processor account: leave --file and --gateway-books away.',
      2,
    );
  }
  const payments = readPaymentAccounts(process.env);
  const others = [...payments.accounts.values()].some(({ kind }) => kind !== 'simulator');
  if (!others && !narrowed) return undefined;
  const { settlementSources } = await import('@continuo/payments/processors.module');
  const sources = settlementSources({ payments, dataDir, engines });
  if (processor !== undefined && !sources.has(processor)) {
    const names = [...sources.keys()].join(', ');
    throw new CommandFailure(`--processor ${processor}: it takes one of ${names}.`, 2);
  }
  const covered = { from: instantOf('--from', from), until: instantOf('--until', until) };
  const asked = [...sources].filter(([name]) => processor === undefined || name === processor);
  return { lines: saidBy(asked, widened(covered)), account: processor, covered };
}

type Source = { lines(period: Period): Lines };

/** One account after the other. */
async function* saidBy(
  sources: readonly (readonly [string, Source])[],
  period: Period,
): AsyncGenerator<Line> {
  for (const [name, source] of sources) {
    try {
      yield* source.lines(period);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new CommandFailure(`The processor account ${name} could not be asked: ${why}`, 2);
    }
  }
}

function instantOf(option: string, text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined;
  const ms = RFC_3339.test(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(ms)) return instantFromMs(ms);
  const example = '2026-11-01T00:00:00Z';
  throw new CommandFailure(`${option} ${text}: it takes an instant such as ${example}.`, 2);
}

/** The simulator's books where several processes keep them; recorded reports alone otherwise. */
function sharedLines(
  { simulatorBooks }: Engines,
  postgres: Postgres | undefined,
): Lines | undefined {
  if (simulatorBooks.kind !== 'postgres' || !postgres) return undefined;
  return new SimulatorSettlements(() => readSharedBooks(postgres)).lines();
}

/** A file, or the simulator's books; nothing where they are elsewhere, or not there. */
async function booksOf(
  { file, dataDir, gatewayBooks }: Options,
  { simulatorBooks }: Engines,
): Promise<Said> {
  if (file !== undefined) {
    const csv = await readFile(file, 'utf8').catch((error: Error) => {
      throw new CommandFailure(`${file} cannot be read: ${error.message}`, 2);
    });
    return { lines: inFile(file, csv).lines() };
  }
  if (gatewayBooks === undefined && simulatorBooks.kind === 'postgres') return {};
  const books = gatewayBooks ?? join(dataDir, BOOKS_FILE);
  if (gatewayBooks !== undefined && !existsSync(books))
    throw new CommandFailure(
      `There is no file ${books}: --gateway-books names the gateway's books.`,
      2,
    );
  return existsSync(books) ? { lines: SimulatorSettlements.inFile(books).lines() } : {};
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
