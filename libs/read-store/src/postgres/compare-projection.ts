import { type AnyAggregate, AggregateRegistry } from '@continuo/event-store/aggregate';
import type { Postgres } from '@continuo/postgres/postgres';
import type { Client } from 'pg';
import { assertComparable, compareRows, type Comparison, type SortedRows } from '../comparison';
import type { Projection, Row } from '../projection';
import { PAGE_SIZE, Projector, type RecordSource } from '../projector';
import { createTablesSql, physicalName, quote } from '../sql';
import { POSTGRES } from './checkpoints';
import { Generation } from './generation';

export interface CompareOptions {
  readonly postgres: Postgres;
  readonly source: RecordSource;
  readonly projection: Projection;
  readonly aggregates: Iterable<AnyAggregate>;
}

/** Generations begin with 1: tables of this number are those of a replay, gone with its connection. */
const SCRATCH = 0;
/** A replay takes as long as the record is long. */
const UNHURRIED = {
  statement_timeout: 0,
  query_timeout: 0,
  idle_in_transaction_session_timeout: 0,
};

/**
 * Replays the record into temporary tables up to where the live read model stands and compares them
 * row by row. Processes may go on meanwhile: the live one is looked at as of one moment.
 */
export async function compareProjection(options: CompareOptions): Promise<Comparison> {
  const { postgres, source, projection, aggregates } = options;
  const live = await postgres.connect(UNHURRIED);
  const scratch = await postgres.connect(UNHURRIED);
  try {
    const { position, generation } = await holdMoment(live, projection);
    const projector = new Projector(source, new AggregateRegistry(aggregates));
    await replay(scratch, projector, projection, position);
    return await compareRows(
      projection,
      position,
      rowsIn(live, generation),
      rowsIn(scratch, SCRATCH),
    );
  } finally {
    await Promise.all([live.end(), scratch.end()]);
  }
}

/** From here on the connection sees this moment, and nobody drops what it is about to read. */
async function holdMoment(
  live: Client,
  projection: Projection,
): Promise<{ position: number; generation: number }> {
  await live.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const { rows } = await live.query<{ version: number; position: number; generation: number }>(
    `SELECT version, position, generation FROM projection_checkpoints WHERE name = $1 AND state = 'live'`,
    [projection.name],
  );
  const [row] = rows;
  assertComparable(projection, row);
  for (const table of Object.keys(projection.tables))
    await live.query(`SELECT 1 FROM ${quote(physicalName(table, row.generation))} LIMIT 0`);
  return row;
}

async function replay(
  scratch: Client,
  projector: Projector,
  projection: Projection,
  until: number,
): Promise<void> {
  await scratch.query('SET search_path = pg_temp');
  await scratch.query('BEGIN');
  for (const sql of createTablesSql(projection, SCRATCH, POSTGRES)) await scratch.query(sql);
  const { name, version } = projection;
  const state = 'building';
  const row = { name, version, state, generation: SCRATCH, position: 0, tables: [] } as const;
  const generation = new Generation(projection, row);
  while (generation.position < until) {
    const { effects, upTo } = await projector.nextPage([generation], PAGE_SIZE, until);
    const { changes, failure } = effects[0]!;
    if (failure) throw failure;
    await generation.write(scratch, changes);
    generation.row = { ...generation.row, position: upTo };
  }
}

/** A page at a time, inside the open transaction. */
function rowsIn(client: Client, generation: number): SortedRows {
  return async function* (table, { key }) {
    const name = quote(physicalName(table, generation));
    const order = key.map(quote).join(', ');
    await client.query(`DECLARE page NO SCROLL CURSOR FOR SELECT * FROM ${name} ORDER BY ${order}`);
    for (;;) {
      const { rows } = await client.query<Row>(`FETCH ${PAGE_SIZE} FROM page`);
      yield* rows;
      if (rows.length < PAGE_SIZE) break;
    }
    await client.query('CLOSE page');
  };
}
