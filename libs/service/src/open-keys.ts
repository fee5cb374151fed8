import { join } from 'node:path';
import type { AccessKeys } from '@continuo/http/access-keys';
import { PostgresAccessKeys } from '@continuo/http/postgres/postgres-access-keys';
import { SqliteAccessKeys } from '@continuo/http/sqlite/sqlite-access-keys';
import { LocalPersonalData } from '@continuo/personal-data/local/local-personal-data';
import type { PersonalData } from '@continuo/personal-data/personal-data';
import { PostgresPersonalData } from '@continuo/personal-data/postgres/postgres-personal-data';
import type { Postgres } from '@continuo/postgres/postgres';
import type { Clock } from '@continuo/kernel/clock';
import type { Config } from './config';

/** What the keys are opened with. */
export interface KeysOptions {
  readonly config: Config;
  readonly clock: Clock;
  /** What is kept cannot be written any more: the process has to end. */
  readonly onStopped: (reason: Error) => void;
}

/** The access keys, in a file of the data directory; in PostgreSQL when that is given. */
export async function openAccessKeys(
  { config: { dataDir } }: KeysOptions,
  postgres: Postgres | undefined,
): Promise<AccessKeys> {
  if (postgres) return PostgresAccessKeys.open(postgres);
  return SqliteAccessKeys.open(join(dataDir, 'access.db'));
}

/** The customers' keys, likewise. */
export async function openPersonalData(
  { config: { dataDir, keyEncryptionKey }, clock, onStopped }: KeysOptions,
  postgres: Postgres | undefined,
): Promise<PersonalData> {
  if (postgres) return PostgresPersonalData.open({ postgres, clock, keyEncryptionKey });
  return LocalPersonalData.open({ dataDir, clock, keyEncryptionKey, onStopped });
}
