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

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value));
}
