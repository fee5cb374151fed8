import type { Postgres } from './postgres';

/** The tables of one part: step n brings version n-1 to version n, and never changes once it was released. */
export interface Migrations {
  /** `messaging`, `read-store`, ...: its versions are counted apart. */
  readonly part: string;
  readonly steps: readonly string[];
}

/** A database that a later version of this program has written. */
export class NewerSchemaError extends Error {
  constructor(schema: string, part: string, found: number, known: number) {
    super(
      `The tables of ${part} in schema ${schema} have version ${found}; this version of Continuo knows ${known}. ` +
        'Start the later version again.',
    );
    this.name = 'NewerSchemaError';
  }
}

/**
 * Brings the tables of a part up to date, a transaction per step. Any number of instances may start
 * at once: each step is done under a lock, by one of them. Throws {@link NewerSchemaError}.
 */
export async function migrate(postgres: Postgres, { part, steps }: Migrations): Promise<void> {
  const { schema } = postgres;
  await postgres.ensureSchema();
  for (let finished = false; !finished;) {
    finished = await postgres.transaction(async (session) => {
      await session.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `migrations ${schema}`,
      ]);
      await session.query(
        `CREATE TABLE IF NOT EXISTS migrations (part TEXT, version INTEGER, applied_at TIMESTAMPTZ NOT NULL DEFAULT now(), PRIMARY KEY (part, version))`,
      );
      const [found] = await session.query<{ version: number }>(
        'SELECT coalesce(max(version), 0) AS version FROM migrations WHERE part = $1',
        [part],
      );
      const version = found?.version ?? 0;
      if (version > steps.length) throw new NewerSchemaError(schema, part, version, steps.length);
      const step = steps[version];
      if (step === undefined) return true;
      await session.query(step);
      await session.query('INSERT INTO migrations (part, version) VALUES ($1, $2)', [
        part,
        version + 1,
      ]);
      return false;
    });
  }
}
