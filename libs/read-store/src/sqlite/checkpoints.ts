import type { Database } from '@continuo/sqlite/open-database';
import type { Projection } from '../projection';
import {
  type GenerationRow,
  type GenerationState,
  STATUSES_SQL,
  type StatusRow,
  toStatus,
} from '../generations';
import type { ProjectionStatus } from '../read-store';
import { createTables, createViews, dropTables, dropViews } from './tables';

/** A generation in a file: `builder` is the process that fills a `building` one. */
export interface BuiltGeneration extends GenerationRow {
  readonly builder: number;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS projection_checkpoints (
    name TEXT NOT NULL, generation INTEGER NOT NULL, version INTEGER NOT NULL, position INTEGER NOT NULL,
    state TEXT NOT NULL, builder INTEGER NOT NULL, tables TEXT NOT NULL, failure TEXT,
    PRIMARY KEY (name, generation)
  ) STRICT, WITHOUT ROWID`;

/** The generations of all projections in `read.db` and how far each has come. */
export class Checkpoints {
  private readonly save;
  private readonly findLive;

  constructor(private readonly db: Database) {
    db.exec(SCHEMA);
    this.save = db.prepare(
      'UPDATE projection_checkpoints SET position = ?, failure = NULL WHERE name = ? AND generation = ?',
    );
    this.findLive = db.prepare(
      `SELECT * FROM projection_checkpoints WHERE name = ? AND state = 'live'`,
    );
  }

  live(name: string): BuiltGeneration | undefined {
    const row = this.findLive.get(name);
    return row && toGeneration(row);
  }

  savePosition(name: string, generation: number, position: number): void {
    this.save.run(position, name, generation);
  }

  saveFailure(name: string, generation: number, failure: string): void {
    this.db
      .prepare('UPDATE projection_checkpoints SET failure = ? WHERE name = ? AND generation = ?')
      .run(failure, name, generation);
  }

  /** An empty generation; the first of a projection is live at once. */
  create(projection: Projection): BuiltGeneration {
    const { name, version } = projection;
    const tables = Object.keys(projection.tables);
    const { last } = this.db
      .prepare(
        'SELECT coalesce(max(generation), 0) AS last FROM projection_checkpoints WHERE name = ?',
      )
      .get(name) as { last: number };
    const generation = last + 1;
    const state = this.live(name) ? 'building' : 'live';
    createTables(this.db, projection, generation);
    if (state === 'live') createViews(this.db, tables, generation);
    this.db
      .prepare('INSERT INTO projection_checkpoints VALUES (?, ?, ?, 0, ?, ?, ?, NULL)')
      .run(name, generation, version, state, process.pid, JSON.stringify(tables));
    return { name, generation, version, position: 0, state, builder: process.pid, tables };
  }

  /** Queries see this generation from now on. */
  switchTo({ name, generation, tables }: GenerationRow): void {
    const before = this.live(name);
    if (before) {
      dropViews(this.db, before.tables);
      this.setState(before, 'retired');
    }
    dropViews(this.db, tables);
    createViews(this.db, tables, generation);
    this.setState({ name, generation }, 'live');
  }

  /** Generations that were replaced, or whose builder is gone. */
  leftovers(): readonly BuiltGeneration[] {
    const rows = this.db
      .prepare(`SELECT * FROM projection_checkpoints WHERE state <> 'live'`)
      .all();
    return rows
      .map(toGeneration)
      .filter(({ state, builder }) => state === 'retired' || !isRunning(builder));
  }

  remove({ name, generation, tables }: GenerationRow): void {
    dropTables(this.db, tables, generation);
    this.db
      .prepare('DELETE FROM projection_checkpoints WHERE name = ? AND generation = ?')
      .run(name, generation);
  }

  private setState(
    { name, generation }: Pick<GenerationRow, 'name' | 'generation'>,
    state: GenerationState,
  ): void {
    this.db
      .prepare('UPDATE projection_checkpoints SET state = ? WHERE name = ? AND generation = ?')
      .run(state, name, generation);
  }
}

/** What `read.db` says about its projections; none when it was never written. */
export function readStatuses(db: Database): readonly ProjectionStatus[] {
  const known = db
    .prepare(`SELECT 1 FROM sqlite_master WHERE name = 'projection_checkpoints'`)
    .get();
  if (!known) return [];
  return (db.prepare(STATUSES_SQL).all() as unknown as StatusRow[]).map(toStatus);
}

function toGeneration(row: unknown): BuiltGeneration {
  const { tables, ...rest } = row as Omit<BuiltGeneration, 'tables'> & { tables: string };
  return { tables: JSON.parse(tables) as string[], ...rest };
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
