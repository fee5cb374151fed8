import { join } from 'node:path';
import type { AccessKeys } from '@continuo/http/access-keys';
import { SqliteAccessKeys } from '@continuo/http/sqlite/sqlite-access-keys';
import { LocalPersonalData } from '@continuo/personal-data/local/local-personal-data';
import type { PersonalData } from '@continuo/personal-data/personal-data';
import type { PortsOptions } from './open-ports';

/** The customers' keys and the access keys. */
export async function openKeys({
  config,
  clock,
  onStopped,
}: PortsOptions): Promise<{ personalData: PersonalData; accessKeys: AccessKeys }> {
  const { dataDir, keyEncryptionKey } = config;
  return {
    personalData: await LocalPersonalData.open({ dataDir, clock, keyEncryptionKey, onStopped }),
    accessKeys: SqliteAccessKeys.open(join(dataDir, 'access.db')),
  };
}
