import { join } from 'node:path';
import type { AccessKeys } from '@continuo/http/access-keys';
import { PostgresAccessKeys } from '@continuo/http/postgres/postgres-access-keys';
import { SqliteAccessKeys } from '@continuo/http/sqlite/sqlite-access-keys';
import { Postgres } from '@continuo/postgres/postgres';
import type { Engines } from '@continuo/service/engines';

/** Runs `use` with the access keys of a data directory, or of PostgreSQL where the engines keep them there. */
export async function withAccessKeys<T>(
  dataDir: string,
  { keys, postgresUrl }: Engines,
  use: (keys: AccessKeys) => Promise<T>,
): Promise<T> {
  if (keys.kind === 'postgres' && postgresUrl !== undefined) {
    const postgres = await Postgres.open({ url: postgresUrl });
    try {
      return await use(await PostgresAccessKeys.open(postgres));
    } finally {
      await postgres.close();
    }
  }
  const opened = SqliteAccessKeys.open(join(dataDir, 'access.db'));
  try {
    return await use(opened);
  } finally {
    opened.close();
  }
}
