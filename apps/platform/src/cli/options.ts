import { resolve } from 'node:path';
import { Option } from 'commander';

/** `--json`: one object on standard output, nothing else. */
export const jsonOption = (): Option => new Option('--json', 'answer with one JSON object');

/** `--data-dir DIR`, by default CONTINUO_DATA_DIR or ./.continuo. */
export const dataDirOption = (): Option =>
  new Option('--data-dir <dir>', 'data directory')
    .env('CONTINUO_DATA_DIR')
    .default('./.continuo')
    .argParser((dir) => resolve(dir));

/** `--gateway-books FILE`: needed where the data directory is not that of payments. */
export const gatewayBooksOption = (): Option =>
  new Option(
    '--gateway-books <file>',
    "the simulated gateway's books (default: gateway.db of the data directory)",
  ).argParser((file) => resolve(file));

/** What commands that read what is kept say about deployments. */
export const DEPLOYMENT_HELP = `
Of a distributed deployment: with the variables of its processes (CONTINUO_EVENT_STORE=eventstoredb and the like),
and the data directory of payments, where the simulated gateway keeps its books.`;

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value));
}
