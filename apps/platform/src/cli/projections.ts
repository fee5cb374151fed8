import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Comparison } from '@continuo/read-store/comparison';
import type { Projection } from '@continuo/read-store/projection';
import type { ProjectionStatus } from '@continuo/read-store/read-store';
import type { RebuildOptions } from '@continuo/read-store/postgres/rebuild-projection';
import { readStatuses } from '@continuo/read-store/sqlite/checkpoints';
import { openDatabase } from '@continuo/sqlite/open-database';
import { type Engines, readEngines } from '@continuo/service/engines';
import { Presets, SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { CommandFailure } from './failure';
import { dataDirOption, jsonOption, print, printJson } from './options';

interface Options {
  readonly dataDir: string;
  readonly json?: true;
}

interface RebuildCommandOptions extends Options {
  readonly compare?: true;
  readonly switch: boolean;
}

/** `continuo projections list|rebuild`: the read models. */
export function projectionsCommand(): Command {
  const list = new Command('list')
    .description('the read models and how far each is')
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action(async (options: Options) => {
      const statuses = await statusesOf(options.dataDir, readEngines(process.env));
      if (options.json) return printJson({ projections: statuses });
      for (const status of statuses)
        print(
          `${status.name.padEnd(28)} v${status.version}  position ${status.position}  ${status.state}`,
        );
    });
  const rebuilt = new Command('rebuild')
    .description(
      'build a read model anew beside the live one, then switch; a running server goes on meanwhile',
    )
    .argument('<name>', 'name of the read model, see `continuo projections list`')
    .option('--compare', 'first replay the record beside it and name each row that differs')
    .option('--no-switch', 'with --compare: leave it at the comparison')
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action(async (name: string, options: RebuildCommandOptions) => {
      const { projections, aggregates } = await import('../definitions');
      const projection = projections.find((candidate) => candidate.name === name);
      if (!projection) {
        throw new CommandFailure(
          `There is no read model ${name}. There are: ${projections.map((p) => p.name).join(', ')}.`,
          2,
        );
      }
      const engines = readEngines(process.env);
      if (!options.switch && !options.compare)
        throw new CommandFailure('--no-switch goes with --compare: name both, or neither.', 2);
      const comparison = options.compare
        ? await compared(options.dataDir, engines, projection)
        : undefined;
      if (comparison && !options.json) printComparison(comparison);
      if (!options.switch) {
        if (options.json) printJson({ projection: name, switched: false, comparison });
        return;
      }
      const bar = new SingleBar(
        {
          format: '{bar} {percentage}% | {value}/{total} positions | {eta_formatted}',
          stream: process.stderr,
        },
        Presets.shades_classic,
      );
      let started = false;
      const position = await rebuild(options.dataDir, engines, {
        projection,
        aggregates,
        onProgress: (done: number, total: number) => {
          if (!started) bar.start(total, 0);
          started = true;
          bar.setTotal(total);
          bar.update(done);
        },
      });
      bar.stop();
      if (options.json)
        return printJson({
          projection: name,
          position,
          ...(comparison && { switched: true, comparison }),
        });
      print(`${name} is rebuilt and live; it reflects position ${position}`);
    });
  return new Command('projections').addCommand(list).addCommand(rebuilt);
}

function databases(dataDir: string): { recordFile: string; readFile: string } {
  const recordFile = join(dataDir, 'record.db');
  const readFile = join(dataDir, 'read.db');
  if (!existsSync(recordFile) || !existsSync(readFile)) {
    throw new CommandFailure(`There is no record in ${dataDir}: name another with --data-dir.`);
  }
  return { recordFile, readFile };
}

async function statusesOf(
  dataDir: string,
  { readStore, postgresUrl }: Engines,
): Promise<readonly ProjectionStatus[]> {
  if (readStore.kind === 'postgres' && postgresUrl !== undefined) {
    const { Checkpoints } = await import('@continuo/read-store/postgres/checkpoints');
    const { openTables } = await import('../verify/deployment');
    const postgres = await openTables(postgresUrl);
    try {
      return await new Checkpoints(postgres).statuses();
    } finally {
      await postgres.close();
    }
  }
  const db = openDatabase({ file: databases(dataDir).readFile, readOnly: true });
  try {
    return readStatuses(db);
  } finally {
    db.close();
  }
}

/** Answers the position that the read model reflects. */
async function rebuild(
  dataDir: string,
  engines: Engines,
  work: Omit<RebuildOptions, 'postgres' | 'source'>,
): Promise<number> {
  if (engines.readStore.kind === 'sqlite') {
    const { rebuildProjection } = await import('@continuo/read-store/sqlite/rebuild-projection');
    return rebuildProjection({ ...databases(dataDir), ...work });
  }
  const { rebuildProjection } = await import('@continuo/read-store/postgres/rebuild-projection');
  const { openKept } = await import('../verify/open-facts');
  const { postgres, record, close } = await openKept(dataDir, engines);
  try {
    if (!postgres) throw new Error('POSTGRES_URL was not read');
    return await rebuildProjection({ postgres, source: record, ...work });
  } finally {
    await close();
  }
}

/** The live read model beside a replay of the record, both as of one position. */
async function compared(
  dataDir: string,
  engines: Engines,
  projection: Projection,
): Promise<Comparison> {
  const { openFacts } = await import('../verify/open-facts');
  const facts = await openFacts({ dataDir, engines });
  try {
    for await (const found of facts.compare([projection])) {
      if ('failure' in found) throw found.failure;
      return found.comparison;
    }
    throw new CommandFailure(
      `${projection.name} was never built here: rebuild it without --compare.`,
    );
  } finally {
    await facts.close();
  }
}

function printComparison({ projection, position, ...found }: Comparison): void {
  print(
    `${projection} at position ${position}: ${found.rowsCompared} rows, ${found.differenceCount} differ`,
  );
  for (const { table, live, replayed } of found.differences) {
    print(`  ${table}: live     ${live ? JSON.stringify(live) : 'no such row'}`);
    print(
      `  ${' '.repeat(table.length)}  replayed ${replayed ? JSON.stringify(replayed) : 'no such row'}`,
    );
  }
  const more = found.differenceCount - found.differences.length;
  if (more > 0) print(`  and ${more} more`);
}
