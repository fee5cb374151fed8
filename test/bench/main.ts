import 'reflect-metadata';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Bench, type Figure, isReached, medianRun } from './bench';

const USAGE = `npm run bench -- [--only NAME]... [--seconds S] [--runs N] [--json]
  --only NAME   this figure alone; may be given several times
  --seconds S   how long each side is measured (default 5)
  --runs N      median of N runs (default 3)
  --json        one object on stdout instead of a table`;

const known = readdirSync(__dirname)
  .filter((file) => file.endsWith('.bench.js'))
  .map((file) => file.slice(0, -'.bench.js'.length))
  .sort();

class UsageError extends Error {}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string', multiple: true },
        seconds: { type: 'string', default: '5' },
        runs: { type: 'string', default: '3' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const seconds = Number(values.seconds);
    const runs = Number(values.runs);
    if (!(seconds > 0)) throw new UsageError('--seconds is a number above 0');
    if (!Number.isInteger(runs) || runs < 1)
      throw new UsageError('--runs is a whole number above 0');
    const unknown = values.only?.find((name) => !known.includes(name));
    if (unknown) throw new UsageError(`there is no figure ${unknown}; known: ${known.join(', ')}`);
    return { ...values, seconds, runs, names: values.only ?? known };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError((error as Error).message);
  }
}

async function measure(name: string, seconds: number, runs: number): Promise<Figure> {
  const bench = (await import(join(__dirname, `${name}.bench.js`))) as Bench;
  const figures: Figure[] = [];
  for (let run = 1; run <= runs; run += 1) {
    process.stderr.write(`${name} ${run}/${runs} ...`);
    const figure = await bench.run({ seconds });
    process.stderr.write(` ${figure.ratio.toFixed(2)}\n`);
    figures.push(figure);
  }
  return { ...medianRun(figures), name };
}

const rounded = (value: number) => Number(value.toPrecision(4));

function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${rounded(figure.value)}`,
    `${rounded(figure.bound)}`,
    figure.unit,
    figure.ratio.toFixed(2),
    figure.aim,
    isReached(figure.ratio, figure.aim) ? 'reached' : 'MISSED',
  ]);
  const all = [['name', 'value', 'bound', 'unit', 'ratio', 'aim', ''], ...rows];
  const widths =
    all[0]?.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length))) ?? [];
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) return void process.stdout.write(`${USAGE}\nFigures: ${known.join(', ')}\n`);
  const figures: Figure[] = [];
  for (const name of options.names)
    figures.push(await measure(name, options.seconds, options.runs));
  const results = figures.map(({ name, value, bound, unit, ratio, aim }) => ({
    name,
    value: rounded(value),
    bound: rounded(bound),
    unit,
    ratio: rounded(ratio),
    aim,
  }));
  process.stdout.write(options.json ? `${JSON.stringify({ results })}\n` : `${table(figures)}\n`);
}

main().then(
  // Benches may leave servers and timers behind; the figures are out.
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(
      error instanceof UsageError ? `${error.message}\n${USAGE}\n` : `${(error as Error).stack}\n`,
    );
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
