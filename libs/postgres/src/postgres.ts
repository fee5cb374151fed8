import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig, DatabaseError, Pool, type PoolClient } from 'pg';
import { isPassing, reasonOf, toUnavailable } from './postgres-error';
import { checkPostgresUrl, placeOf } from './postgres-url';
import { numbersAsNumbers } from './type-parsers';

export interface PostgresOptions {
  /** `postgres://USER:PASSWORD@HOST:PORT/DATABASE`. */
  readonly url: string;
  /** Where the tables of this deployment are; `continuo` by default. */
  readonly schema?: string;
  readonly maxConnections?: number;
  readonly connectTimeoutMs?: number;
  /** The server ends a statement that takes longer; the connection is given up a little later. */
  readonly statementTimeoutMs?: number;
  /** How long the server may take to answer at start-up. */
  readonly startUpMs?: number;
}

/** PostgreSQL cannot be used as it is: says where, why, and what to do. */
export class PostgresStartError extends Error {
  constructor(url: URL, problem: string, options?: ErrorOptions) {
    super(`PostgreSQL at ${placeOf(url)} (POSTGRES_URL) cannot be used: ${problem}`, options);
    this.name = 'PostgresStartError';
  }
}

type Value = string | number | boolean | null | Uint8Array | readonly string[];

/** What statements run on: any connection of the pool, or the one of a transaction. */
export interface Session {
  query<Row>(text: string, values?: readonly Value[]): Promise<Row[]>;
  /** Answers how many rows were written. */
  execute(text: string, values?: readonly Value[]): Promise<number>;
}

/** Earlier servers cannot end a session that has fallen silent (`idle_session_timeout`). */
const MIN_VERSION = 14;
const SCHEMA = /^[a-z_][a-z0-9_]{0,62}$/;
const TRY_AGAIN_MS = 250;

/**
 * The connections to one schema of one database. Whatever fails because the server does not answer
 * is an `UnavailableError`; the pool connects again by itself.
 */
export class Postgres implements Session {
  private constructor(
    readonly schema: string,
    readonly pool: Pool,
    private readonly url: URL,
    private readonly config: ClientConfig,
    private readonly what: string,
  ) {}

  /** Waits for the server and checks it; creates nothing. Throws {@link PostgresStartError}. */
  static async open(options: PostgresOptions): Promise<Postgres> {
    const { schema = 'continuo', startUpMs = 20_000 } = options;
    const url = checkPostgresUrl(options.url);
    if (!SCHEMA.test(schema))
      throw new PostgresStartError(
        url,
        `'${schema}' is no name for a schema: it takes ${SCHEMA.source}.`,
      );
    const config = configOf(options, schema);
    const pool = new Pool({ ...config, max: options.maxConnections ?? 10 });
    // A connection that dies: its statements fail, the pool drops it, the next query gets another.
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
    const postgres = new Postgres(schema, pool, url, config, 'postgres');
    try {
      await postgres.ready(performance.now() + startUpMs);
      return postgres;
    } catch (error) {
      await pool.end();
      throw error;
    }
  }

  /** The same connections; what fails is said to be missing for this part. */
  named(what: string): Postgres {
    return new Postgres(this.schema, this.pool, this.url, this.config, what);
  }

  async query<Row>(text: string, values: readonly Value[] = []): Promise<Row[]> {
    return this.using((client) => sessionOf(client).query<Row>(text, values));
  }

  async execute(text: string, values: readonly Value[] = []): Promise<number> {
    return this.using((client) => sessionOf(client).execute(text, values));
  }

  /** All that `work` does, or nothing. */
  async transaction<Result>(
    work: (session: Session, client: PoolClient) => Promise<Result>,
  ): Promise<Result> {
    return this.using(async (client) => {
      await client.query('BEGIN');
      try {
        const result = await work(sessionOf(client), client);
        await client.query('COMMIT');
        return result;
      } catch (error) {
        if (!isPassing(error)) await client.query('ROLLBACK');
        throw error;
      }
    });
  }

  /** A connection of its own, outside the pool: for locks and notifications. */
  async connect(settings: ClientConfig = {}): Promise<Client> {
    const client = new Client({ ...this.config, ...settings });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      throw this.saidOf(error);
    }
  }

  /** What a failure means to those who use this part: `UnavailableError` when it passes. */
  saidOf(error: unknown): unknown {
    return toUnavailable(this.what, error);
  }

  async close(): Promise<void> {
    if (!this.pool.ending) await this.pool.end();
  }

  /** One connection for as long as `work` takes; one that has failed is not used again. */
  async using<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    let client: PoolClient | undefined;
    let broken = false;
    try {
      client = await this.pool.connect();
      return await work(client);
    } catch (error) {
      broken = isPassing(error);
      throw this.saidOf(error);
    } finally {
      client?.release(broken);
    }
  }

  private async ready(deadline: number): Promise<void> {
    const { url } = this;
    for (;;) {
      try {
        const [server] = await this.query<{ version: string }>(
          `SELECT current_setting('server_version_num') AS version`,
        );
        const major = Math.floor(Number(server?.version) / 10_000);
        if (major < MIN_VERSION)
          throw new PostgresStartError(
            url,
            `it is version ${major}; version ${MIN_VERSION} is needed.`,
          );
        return;
      } catch (error) {
        if (error instanceof PostgresStartError) throw error;
        const cause = (error as Error).cause ?? error;
        if (!isPassing(error)) throw new PostgresStartError(url, hintOf(cause), { cause });
        if (performance.now() > deadline) {
          const problem = `it does not answer (${reasonOf(cause)}). Check the address, and that the server runs.`;
          throw new PostgresStartError(url, problem, { cause });
        }
        await sleep(TRY_AGAIN_MS);
      }
    }
  }

  /** For whoever is about to make tables in it. Throws {@link PostgresStartError}. */
  async ensureSchema(): Promise<void> {
    try {
      await this.transaction(async (session) => {
        // Two instances that create it at once would run into each other.
        await session.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [
          `schema ${this.schema}`,
        ]);
        const [known] = await session.query(
          'SELECT 1 FROM information_schema.schemata WHERE schema_name = $1',
          [this.schema],
        );
        if (!known) await session.query(`CREATE SCHEMA ${this.schema}`);
      });
    } catch (error) {
      if (isPassing(error)) throw error;
      const problem = `the schema ${this.schema} cannot be created (${reasonOf(error)}). Create it, or let the user do so.`;
      throw new PostgresStartError(this.url, problem, { cause: error });
    }
  }
}

function configOf(options: PostgresOptions, schema: string): ClientConfig {
  const { url, connectTimeoutMs = 5_000, statementTimeoutMs = 15_000 } = options;
  return {
    connectionString: url,
    application_name: 'continuo',
    options: `-c search_path=${schema} -c lock_timeout=${statementTimeoutMs}`,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    // The server answers first, unless nothing of it is heard any more.
    query_timeout: statementTimeoutMs + 2_000,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    keepAlive: true,
    // Statements are sent without waiting for the answers to those before; one that is not answered
    // in time takes its connection with it.
    pipeline: true,
    types: numbersAsNumbers,
  };
}

function sessionOf(client: PoolClient): Session {
  const run = (text: string, values: readonly Value[] = []) => client.query(text, [...values]);
  return {
    query: async <Row>(text: string, values?: readonly Value[]) =>
      (await run(text, values)).rows as Row[],
    execute: async (text, values) => (await run(text, values)).rowCount ?? 0,
  };
}

function hintOf(error: unknown): string {
  const { code } = error as DatabaseError;
  const reason = reasonOf(error);
  if (code?.startsWith('28')) return `${reason}. Check user and password.`;
  if (code === '3D000') return `${reason}. Create it, or name another one.`;
  return reason;
}
