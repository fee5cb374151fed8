import { writeFile } from 'node:fs/promises';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { CommandFailure } from './failure';
import { dataDirOption } from './options';
import { withRunningServer } from './running-server';

interface ReportOptions {
  readonly dataDir: string;
  readonly format: 'csv' | 'json';
  readonly out?: string;
  readonly query: readonly (readonly [name: string, value: string])[];
}

/** As the server names them. */
export const REPORTS: readonly string[] = [
  'retention',
  'survival',
  'lifetime-value',
  'saves',
  'reasons-for-leaving',
  'failed-payments',
  'stock-forecast',
];

/** `continuo export report NAME`: a report of the running server as CSV or JSON. */
export function exportReportCommand(): Command {
  return new Command('report')
    .description('a report of the running server; docs/reports.md says what each column means')
    .addArgument(new Argument('<name>', 'which report').choices(REPORTS))
    .addOption(new Option('--format <format>').choices(['csv', 'json']).default('csv'))
    .option('--query <name=value>', 'such as by=campaign or from=2026-01; repeat it', parameter, [])
    .option('--out <file>', 'file to write; standard output when absent')
    .addOption(dataDirOption())
    .action((name: string, options: ReportOptions) => exportReport(name, options));
}

function parameter(text: string, others: readonly (readonly [string, string])[]) {
  const [, name, value] = /^([a-z_]+)=(.*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError('It is a name and a value, such as by=campaign.');
  }
  if (name === 'format') throw new InvalidArgumentError('Say the format with --format.');
  return [...others, [name, value] as const];
}

async function exportReport(name: string, options: ReportOptions): Promise<void> {
  const { dataDir, format, out, query } = options;
  const asked = new URLSearchParams({ format });
  for (const [key, value] of query) asked.append(key, value);
  await withRunningServer(dataDir, process.env, async (client) => {
    const { status, body } = await client.send({
      method: 'GET',
      path: `/v1/reports/${name}?${asked.toString()}`,
    });
    if (status !== 200) throw new CommandFailure(refusalOf(body));
    const text = typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
    if (out === undefined) process.stdout.write(text);
    else await writeFile(out, text).catch(cannotWrite);
  });
}

function cannotWrite(error: Error): never {
  throw new CommandFailure(`--out cannot be written (${error.message}): name another file.`, 2);
}

/** What is wrong with which parameter. */
function refusalOf(problem: {
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}): string {
  const errors = problem.errors ?? [];
  if (errors.length === 0) return String(problem.detail ?? problem);
  return errors
    .map(({ pointer, detail }) => `--query ${pointer.split('/')[1]}: ${detail}`)
    .join(' ');
}
