import { type AnyAggregate, AggregateRegistry } from '@continuo/event-store/aggregate';
import type { Postgres } from '@continuo/postgres/postgres';
import type { Client } from 'pg';
import {
  assertComparable,
  compareRows,
  type Compared,
  type Comparison,
  type SortedRows,
} from '../comparison';
import type { Projection, Row } from '../projection';
import { PAGE_SIZE, Projector, type RecordSource } from '../projector';
import { createTablesSql, physicalName, quote } from '../sql';
import { POSTGRES } from './checkpoints';
import { Generation } from './generation';

interface CompareAllOptions {
  readonly postgres: Postgres;
  readonly source: RecordSource;
  readonly projections: readonly Projection[];
  readonly aggregates: Iterable<AnyAggregate>;
}

export interface CompareOptions extends Omit<CompareAllOptions, 'projections'> {
  readonly projection: Projection;
}

/** A replay on its way to where the live read model stands. */
interface Replay {
  readonly filled: Generation;
  readonly live: { readonly position: number; readonly generation: number };
  failure?: Error;
}

/** Generations begin with 1: tables of this number are those of a replay, gone with its connection. */
const SCRATCH = 0;
/** A replay takes as long as the record is long. */
const UNHURRIED = {
  statement_timeout: 0,
  query_timeout: 0,
  idle_in_transaction_session_timeout: 0,
};

/** {@link compareProjections} for one of them; throws why it could not be compared. */
export async function compareProjection(options: CompareOptions): Promise<Comparison> {
  const { projection, ...others } = options;
  for await (const compared of compareProjections({ ...others, projections: [projection] })) {
    if ('failure' in compared) throw compared.failure;
    return compared.comparison;
  }
  throw new Error(`${projection.name} was not compared`);
}

/**
 * Replays the record into temporary tables up to where each live read model stands and compares them
 * row by row; the record is read once for all of them. Processes may go on meanwhile: the live ones are
 * looked at as of one moment.
 */
export async function* compareProjections(options: CompareAllOptions): AsyncGenerator<Compared> {
  const { postgres, source, projections, aggregates } = options;
  const live = await postgres.connect(UNHURRIED);
  const scratch = await postgres.connect(UNHURRIED);
  try {
    await live.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await scratch.query('SET search_path = pg_temp');
    await scratch.query('BEGIN');
    const replays: Replay[] = [];
    for (const projection of projections) {
      const found = await findLive(live, projection);
      if (found instanceof Error) yield { name: projection.name, failure: found };
      else replays.push({ filled: await emptyTables(scratch, projection), live: found });
    }
    await replayAll(scratch, new Projector(source, new AggregateRegistry(aggregates)), replays);
    for (const { filled, live: at, failure } of replays) {
      const { projection } = filled;
      const rows = [rowsIn(live, at.generation), rowsIn(scratch, SCRATCH)] as const;
      yield failure
        ? { name: projection.name, failure }
        : {
            name: projection.name,
            comparison: await compareRows(projection, at.position, ...rows),
          };
    }
  } finally {
    await Promise.all([live.end(), scratch.end()]);
  }
}

/** As the connection sees it, from its first look on; nobody drops what it is about to read. */
async function findLive(live: Client, projection: Projection): Promise<Replay['live'] | Error> {
  const { rows } = await live.query<{ version: number; position: number; generation: number }>(
    `SELECT version, position, generation FROM projection_checkpoints WHERE name = $1 AND state = 'live'`,
    [projection.name],
  );
  const [row] = rows;
  try {
    assertComparable(projection, row);
  } catch (error) {
    return error as Error;
  }
  for (const table of Object.keys(projection.tables))
    await live.query(`SELECT 1 FROM ${quote(physicalName(table, row.generation))} LIMIT 0`);
  return row;
}

async function emptyTables(scratch: Client, projection: Projection): Promise<Generation> {
  for (const sql of createTablesSql(projection, SCRATCH, POSTGRES)) await scratch.query(sql);
  const { name, version } = projection;
  const state = 'building';
  const row = { name, version, state, generation: SCRATCH, position: 0, tables: [] } as const;
  return new Generation(projection, row);
}

/** All stand at one place, until one after the other has got to its end. */
async function replayAll(
  scratch: Client,
  projector: Projector,
  replays: readonly Replay[],
): Promise<void> {
  for (;;) {
    const onTheWay = replays.filter(
      ({ filled, live, failure }) => !failure && filled.position < live.position,
    );
    if (onTheWay.length === 0) return;
    const until = Math.min(...onTheWay.map(({ live }) => live.position));
    const models = onTheWay.map(({ filled }) => filled);
    const { effects, upTo } = await projector.nextPage(models, PAGE_SIZE, until);
    for (const [index, { model, changes, failure }] of effects.entries()) {
      if (failure) onTheWay[index]!.failure = failure;
      else await model.write(scratch, changes);
      model.row = { ...model.row, position: upTo };
    }
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
