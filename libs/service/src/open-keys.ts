import { join } from 'node:path';
import type { AccessKeys } from '@continuo/http/access-keys';
import { PostgresAccessKeys } from '@continuo/http/postgres/postgres-access-keys';
import { SqliteAccessKeys } from '@continuo/http/sqlite/sqlite-access-keys';
import { LocalPersonalData } from '@continuo/personal-data/local/local-personal-data';
import type { PersonalData } from '@continuo/personal-data/personal-data';
import type { Postgres } from '@continuo/postgres/postgres';
import type { PortsOptions } from './open-ports';

/** The access keys, in a file of the data directory or in PostgreSQL. */
export async function openAccessKeys(
  { config }: PortsOptions,
  postgres: Postgres | undefined,
): Promise<AccessKeys> {
  return postgres && config.engines.keys.kind === 'postgres'
    ? PostgresAccessKeys.open(postgres)
    : SqliteAccessKeys.open(join(config.dataDir, 'access.db'));
}

/** The customers' keys, as the access keys are. */
export async function openPersonalData({
  config,
  clock,
  onStopped,
}: PortsOptions): Promise<PersonalData> {
  const { dataDir, keyEncryptionKey } = config;
  return LocalPersonalData.open({ dataDir, clock, keyEncryptionKey, onStopped });
}
