import { AggregateRegistry, type AnyAggregate } from '@continuo/event-store/aggregate';
import { RecordReader } from '@continuo/event-store/sqlite/record-reader';
import { type Database, openDatabase } from '@continuo/sqlite/open-database';
import { DatabaseSync } from '@photostructure/sqlite';
import { assertComparable, compareRows, type Comparison } from '../comparison';
import type { Projection, Row, TableSpec } from '../projection';
import { PAGE_SIZE, Projector } from '../projector';
import { Checkpoints } from './checkpoints';
import { Generation } from './generation';
import { inTransaction } from './read-database';
import { quote } from '../sql';

export interface CompareOptions {
  readonly recordFile: string;
  readonly readFile: string;
  readonly projection: Projection;
  readonly aggregates: Iterable<AnyAggregate>;
}

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
    const rowsIn = (db: Database) => (table: string, spec: TableSpec) => rowsOf(db, table, spec);
    return await compareRows(projection, position, rowsIn(live), rowsIn(scratch));
  } finally {
    scratch.close();
    live.close();
    source.close();
  }
}

function positionOf(db: Database, projection: Projection): number {
  const row = db
    .prepare(
      `SELECT version, position FROM projection_checkpoints WHERE name = ? AND state = 'live'`,
    )
    .get(projection.name) as { version: number; position: number } | undefined;
  assertComparable(projection, row);
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

function rowsOf(db: Database, table: string, { key }: TableSpec): IterableIterator<Row> {
  const order = key.map(quote).join(', ');
  return db
    .prepare(`SELECT * FROM ${quote(table)} ORDER BY ${order}`)
    .iterate() as IterableIterator<Row>;
}
