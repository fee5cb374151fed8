import { AggregateRegistry, type AnyAggregate } from '@continuo/event-store/aggregate';
import { RecordReader } from '@continuo/event-store/sqlite/record-reader';
import { type Database, openDatabase } from '@continuo/sqlite/open-database';
import { DatabaseSync } from '@photostructure/sqlite';
import type { Projection, TableSpec, Value } from '../projection';
import { PAGE_SIZE, Projector } from '../projector';
import { Checkpoints } from './checkpoints';
import { Generation } from './generation';
import { inTransaction } from './read-database';
import { quote } from './tables';

export interface CompareOptions {
  readonly recordFile: string;
  readonly readFile: string;
  readonly projection: Projection;
  readonly aggregates: Iterable<AnyAggregate>;
}

type Cells = Readonly<Record<string, Value>>;

/** A row that the live read model and the replay do not agree on; undefined where there is none. */
export interface RowDifference {
  readonly table: string;
  readonly live?: Cells;
  readonly replayed?: Cells;
}

export interface Comparison {
  readonly projection: string;
  /** Position of the record at which both were looked at. */
  readonly position: number;
  readonly rowsCompared: number;
  readonly differenceCount: number;
  /** The first of them, at most 20. */
  readonly differences: readonly RowDifference[];
}

const MAX_SHOWN = 20;

/**
 * Replays the record into a scratch database up to where the live read model stands and compares
 * them row by row. A server may go on meanwhile: the live one is looked at as of one moment.
 */
export async function compareProjection(options: CompareOptions): Promise<Comparison> {
  const { recordFile, readFile, projection, aggregates } = options;
  const source = new RecordReader({ file: recordFile });
  const live = openDatabase({ file: readFile, readOnly: true });
  // An empty name is a private file that SQLite removes when it is closed.
  const scratch = new DatabaseSync('');
  try {
    live.exec('BEGIN');
    const position = positionOf(live, projection);
    const projector = new Projector(source, new AggregateRegistry(aggregates));
    await replay(scratch, projector, projection, position);
    const differences: RowDifference[] = [];
    let rowsCompared = 0;
    let differenceCount = 0;
    for (const [table, spec] of Object.entries(projection.tables)) {
      for (const pair of pairs(rowsOf(live, table, spec), rowsOf(scratch, table, spec), spec)) {
        rowsCompared += 1;
        if (pair.live && pair.replayed && sameCells(pair.live, pair.replayed)) continue;
        differenceCount += 1;
        if (differences.length < MAX_SHOWN) differences.push({ table, ...pair });
      }
    }
    return { projection: projection.name, position, rowsCompared, differenceCount, differences };
  } finally {
    scratch.close();
    live.close();
    source.close();
  }
}

function positionOf(db: Database, { name, version }: Projection): number {
  const row = db
    .prepare(
      `SELECT version, position FROM projection_checkpoints WHERE name = ? AND state = 'live'`,
    )
    .get(name) as { version: number; position: number } | undefined;
  if (!row) throw new Error(`the read model ${name} was never built`);
  if (row.version !== version) {
    throw new Error(
      `the read model ${name} is of version ${row.version}, not ${version}: rebuild it first`,
    );
  }
  return row.position;
}

async function replay(
  scratch: Database,
  projector: Projector,
  projection: Projection,
  until: number,
): Promise<void> {
  const checkpoints = new Checkpoints(scratch);
  const generation = new Generation(scratch, projection, checkpoints.create(projection));
  while (generation.position < until) {
    const { effects, upTo } = await projector.nextPage([generation], PAGE_SIZE, until);
    const { changes, failure } = effects[0]!;
    if (failure) throw failure;
    inTransaction(scratch, () => generation.write(changes, upTo, checkpoints));
    generation.position = upTo;
  }
}

function rowsOf(db: Database, table: string, { key }: TableSpec): IterableIterator<Cells> {
  const order = key.map(quote).join(', ');
  return db
    .prepare(`SELECT * FROM ${quote(table)} ORDER BY ${order}`)
    .iterate() as IterableIterator<Cells>;
}

/** Walks two sorted sets of rows side by side. */
function* pairs(
  live: Iterator<Cells>,
  replayed: Iterator<Cells>,
  { key }: TableSpec,
): Generator<{ live?: Cells; replayed?: Cells }> {
  let [a, b] = [live.next(), replayed.next()];
  while (!a.done || !b.done) {
    const order = a.done ? 1 : b.done ? -1 : compareKeys(a.value, b.value, key);
    const pair = {
      live: order <= 0 && !a.done ? a.value : undefined,
      replayed: order >= 0 && !b.done ? b.value : undefined,
    };
    if (order <= 0) a = live.next();
    if (order >= 0) b = replayed.next();
    yield pair;
  }
}

/** In the order of SQLite: text by its UTF-8 bytes. */
function compareKeys(a: Cells, b: Cells, key: readonly string[]): number {
  for (const column of key) {
    const [x, y] = [a[column] ?? null, b[column] ?? null];
    if (x === y) continue;
    if (typeof x === 'number' && typeof y === 'number') return x - y;
    return Buffer.compare(Buffer.from(String(x)), Buffer.from(String(y)));
  }
  return 0;
}

function sameCells(a: Cells, b: Cells): boolean {
  const columns = Object.keys(a);
  return (
    columns.length === Object.keys(b).length && columns.every((column) => a[column] === b[column])
  );
}
