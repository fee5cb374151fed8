import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { GenerationRow } from '../generations';
import type { Change, Projection } from '../projection';
import type { ReadModel } from '../projector';
import { changeSql, shapeOf, valuesOf } from '../sql';
import { POSTGRES } from './checkpoints';

/** Somebody else has written this generation, or switched to another one. */
export class SupersededError extends Error {
  constructor({ name, generation }: GenerationRow) {
    super(`generation ${generation} of ${name} was written by another process`);
    this.name = 'SupersededError';
  }
}

/** Locked in one order, so that no two processes wait for each other. */
const CLAIM = `
  WITH believed AS (
    SELECT * FROM unnest($1::text[], $2::integer[], $3::text[], $4::bigint[])
      AS given (name, generation, state, position)
  ), claimed AS (
    SELECT name, generation FROM projection_checkpoints JOIN believed USING (name, generation, state, position)
    ORDER BY name FOR UPDATE OF projection_checkpoints
  )
  UPDATE projection_checkpoints AS kept SET position = $5, failure = NULL
  FROM claimed WHERE kept.name = claimed.name AND kept.generation = claimed.generation
  RETURNING kept.name`;

/**
 * Moves checkpoints inside the open transaction, from where we believe they are: of two that write one
 * generation, whatever they think of their lease, the later one fails. Throws {@link SupersededError}.
 */
export async function claim(
  client: ClientBase,
  believed: readonly GenerationRow[],
  upTo: number,
): Promise<void> {
  const { rows } = await client.query<{ name: string }>({
    name: 'claim-checkpoints',
    text: CLAIM,
    values: [
      believed.map(({ name }) => name),
      believed.map(({ generation }) => generation),
      believed.map(({ state }) => state),
      believed.map(({ position }) => position),
      upTo,
    ],
  });
  const claimed = new Set(rows.map(({ name }) => name));
  const lost = believed.find(({ name }) => !claimed.has(name));
  if (lost) throw new SupersededError(lost);
}

/** One generation of one read model, being filled. */
export class Generation implements ReadModel {
  private statements = new Map<string, { name: string; text: string }>();

  constructor(
    readonly projection: Projection,
    public row: GenerationRow,
  ) {}

  get position(): number {
    return this.row.position;
  }

  /** Another process has gone on with it, or built a newer generation: go on from there. */
  adopt(row: GenerationRow): void {
    if (row.generation !== this.row.generation) this.statements = new Map();
    this.row = row;
  }

  /** The rows; statements are sent without waiting for one another. */
  async write(client: ClientBase, changes: readonly Change[]): Promise<void> {
    // All of them are made before any is sent: one that cannot be made leaves no answer unheard.
    const queries = changes.map((change) => ({
      ...this.statementOf(change),
      values: checked(change),
    }));
    await allEnded(queries.map((query) => client.query(query)));
  }

  /** Prepared once per connection, under a name that follows from its text. */
  private statementOf(change: Change): { name: string; text: string } {
    const shape = shapeOf(change);
    let statement = this.statements.get(shape);
    if (!statement) {
      const text = changeSql(this.projection, this.row.generation, change, POSTGRES);
      statement = { name: createHash('sha1').update(text).digest('hex'), text };
      this.statements.set(shape, statement);
    }
    return statement;
  }
}

/** PostgreSQL would round a fraction that SQLite refuses. */
function checked(change: Change): (string | number | null)[] {
  const values = valuesOf(change);
  const bad = values.find((value) => typeof value === 'number' && !Number.isSafeInteger(value));
  if (bad !== undefined) throw new TypeError(`${bad} is no integer, in a row of ${change.table}`);
  return values;
}

/** Waits for all of them, also when one fails: nothing is in flight any more when it throws. */
export async function allEnded(work: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find(({ status }) => status === 'rejected');
  if (failed) throw (failed as PromiseRejectedResult).reason;
}
