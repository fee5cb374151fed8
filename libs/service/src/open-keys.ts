import { join } from 'node:path';
import type { AccessKeys } from '@continuo/http/access-keys';
import { PostgresAccessKeys } from '@continuo/http/postgres/postgres-access-keys';
import { SqliteAccessKeys } from '@continuo/http/sqlite/sqlite-access-keys';
import { LocalPersonalData } from '@continuo/personal-data/local/local-personal-data';
import type { PersonalData } from '@continuo/personal-data/personal-data';
import { PostgresPersonalData } from '@continuo/personal-data/postgres/postgres-personal-data';
import type { Postgres } from '@continuo/postgres/postgres';
import type { PortsOptions } from './open-ports';

/** The access keys, in a file of the data directory; in PostgreSQL when that is given. */
export async function openAccessKeys(
  { config: { dataDir } }: PortsOptions,
  postgres: Postgres | undefined,
): Promise<AccessKeys> {
  if (postgres) return PostgresAccessKeys.open(postgres);
  return SqliteAccessKeys.open(join(dataDir, 'access.db'));
}

/** The customers' keys, likewise. */
export async function openPersonalData(
  { config: { dataDir, keyEncryptionKey }, clock, onStopped }: PortsOptions,
  postgres: Postgres | undefined,
): Promise<PersonalData> {
  if (postgres) return PostgresPersonalData.open({ postgres, clock, keyEncryptionKey });
  return LocalPersonalData.open({ dataDir, clock, keyEncryptionKey, onStopped });
}
