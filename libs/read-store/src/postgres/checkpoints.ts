import type { Migrations } from '@continuo/postgres/migrate';
import type { Postgres, Session } from '@continuo/postgres/postgres';
import {
  type GenerationRow,
  type GenerationState,
  STATUSES_SQL,
  type StatusRow,
  toStatus,
} from '../generations';
import type { Projection } from '../projection';
import type { ProjectionStatus } from '../read-store';
import {
  createTablesSql,
  createViewsSql,
  dropTablesSql,
  dropViewsSql,
  type SqlDialect,
} from '../sql';

/** Text is compared by its bytes, as SQLite does: every list has one order, wherever it is kept. */
export const POSTGRES: SqlDialect = {
  types: { text: 'TEXT COLLATE "C"', integer: 'BIGINT', json: 'TEXT COLLATE "C"' },
  tableOptions: '',
  mark: (index) => `$${index}`,
};

export const READ_STORE_TABLES: Migrations = {
  part: 'read-store',
  steps: [
    `CREATE TABLE projection_checkpoints (
       name TEXT COLLATE "C" NOT NULL, generation INTEGER NOT NULL, version INTEGER NOT NULL,
       position BIGINT NOT NULL, state TEXT NOT NULL, tables TEXT[] NOT NULL, failure TEXT,
       PRIMARY KEY (name, generation)
     );
     CREATE UNIQUE INDEX one_live_generation ON projection_checkpoints (name) WHERE state = 'live'`,
  ],
};

const COLUMNS = 'name, generation, version, position, state, tables';

/** The generations of all projections in a schema and how far each has come. */
export class Checkpoints {
  constructor(private readonly postgres: Postgres) {}

  async live(name: string, session: Session = this.postgres): Promise<GenerationRow | undefined> {
    const [row] = await session.query<GenerationRow>(
      `SELECT ${COLUMNS} FROM projection_checkpoints WHERE name = $1 AND state = 'live'`,
      [name],
    );
    return row;
  }

  async statuses(): Promise<readonly ProjectionStatus[]> {
    return (await this.postgres.query<StatusRow>(STATUSES_SQL)).map(toStatus);
  }

  /** Null: it is tried again. */
  async saveFailure(row: GenerationRow, failure: string | null): Promise<void> {
    await this.postgres.execute(
      'UPDATE projection_checkpoints SET failure = $3 WHERE name = $1 AND generation = $2',
      [row.name, row.generation, failure],
    );
  }

  /** The live generation; an empty one when there is none yet. */
  ensureLive(projection: Projection): Promise<GenerationRow> {
    return this.alone(
      async (session) =>
        (await this.live(projection.name, session)) ??
        (await this.create(session, projection, 'live')),
    );
  }

  /** An empty generation beside the live one; the first of a projection is live at once. */
  begin(projection: Projection): Promise<GenerationRow> {
    return this.alone(async (session) => {
      const state = (await this.live(projection.name, session)) ? 'building' : 'live';
      return this.create(session, projection, state);
    });
  }

  /** Queries see this generation from now on. */
  async switchTo(session: Session, { name, generation, tables }: GenerationRow): Promise<void> {
    await lock(session, this.postgres.schema);
    const before = await this.live(name, session);
    if (before) {
      await all(session, dropViewsSql(before.tables));
      await this.setState(session, before, 'retired');
    }
    await all(session, [...dropViewsSql(tables), ...createViewsSql(tables, generation)]);
    await this.setState(session, { name, generation }, 'live');
  }

  /** Drops what was replaced, and what was begun by a process that is gone. A transaction each. */
  async removeLeftovers(): Promise<void> {
    const rows = await this.postgres.query<GenerationRow>(
      `SELECT ${COLUMNS} FROM projection_checkpoints WHERE state <> 'live'`,
    );
    for (const row of rows) {
      await this.alone(async (session) => {
        if (row.state === 'building' && !(await this.isAbandoned(session, row.name))) return;
        await this.remove(session, row);
      });
    }
  }

  /** Takes back a generation, by whoever builds it. */
  drop(row: GenerationRow): Promise<void> {
    return this.alone((session) => this.remove(session, row));
  }

  private async remove(
    session: Session,
    { name, generation, tables }: GenerationRow,
  ): Promise<void> {
    await all(session, dropTablesSql(tables, generation));
    await session.execute(
      'DELETE FROM projection_checkpoints WHERE name = $1 AND generation = $2',
      [name, generation],
    );
  }

  /** What whoever builds a generation of this read model has locked. */
  buildingKey(name: string): string {
    return `rebuild ${this.postgres.schema} ${name}`;
  }

  private async isAbandoned(session: Session, name: string): Promise<boolean> {
    const [answer] = await session.query<{ free: boolean }>(
      'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS free',
      [this.buildingKey(name)],
    );
    return answer?.free === true;
  }

  private async create(
    session: Session,
    projection: Projection,
    state: GenerationState,
  ): Promise<GenerationRow> {
    const { name, version } = projection;
    const tables = Object.keys(projection.tables);
    const [last] = await session.query<{ generation: number }>(
      'SELECT coalesce(max(generation), 0) AS generation FROM projection_checkpoints WHERE name = $1',
      [name],
    );
    const generation = (last?.generation ?? 0) + 1;
    await all(session, createTablesSql(projection, generation, POSTGRES));
    if (state === 'live') await all(session, createViewsSql(tables, generation));
    await session.execute(
      `INSERT INTO projection_checkpoints (${COLUMNS}) VALUES ($1, $2, $3, 0, $4, $5)`,
      [name, generation, version, state, tables],
    );
    return { name, generation, version, position: 0, state, tables };
  }

  private async setState(
    session: Session,
    { name, generation }: Pick<GenerationRow, 'name' | 'generation'>,
    state: GenerationState,
  ): Promise<void> {
    await session.execute(
      'UPDATE projection_checkpoints SET state = $3 WHERE name = $1 AND generation = $2',
      [name, generation, state],
    );
  }

  /** Tables and views are made and dropped by one process at a time. */
  private alone<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    return this.postgres.transaction(async (session) => {
      await lock(session, this.postgres.schema);
      return work(session);
    });
  }
}

async function lock(session: Session, schema: string): Promise<void> {
  await session.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `read models ${schema}`,
  ]);
}

async function all(session: Session, statements: readonly string[]): Promise<void> {
  for (const sql of statements) await session.execute(sql);
}
