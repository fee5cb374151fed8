import { PostgresDialect, type PostgresPoolClient, type PostgresQueryResult } from 'kysely';
import type { Postgres } from './postgres';
import { isPassing } from './postgres-error';

/** Kysely on our connections, which stay open after `kysely.destroy()`; its errors are as ours. */
export function kyselyDialect(postgres: Postgres): PostgresDialect {
  return new PostgresDialect({
    pool: { connect: () => connect(postgres), end: () => Promise.resolve() },
  });
}

async function connect(postgres: Postgres): Promise<PostgresPoolClient> {
  const client = await postgres.pool.connect().catch((error: unknown) => {
    throw postgres.saidOf(error);
  });
  let broken = false;
  const query = async <Row>(sql: string, parameters: readonly unknown[]) => {
    try {
      return (await client.query(sql, [...parameters])) as unknown as PostgresQueryResult<Row>;
    } catch (error) {
      broken ||= isPassing(error);
      throw postgres.saidOf(error);
    }
  };
  return {
    query: query as PostgresPoolClient['query'],
    release: () => client.release(broken),
  };
}
