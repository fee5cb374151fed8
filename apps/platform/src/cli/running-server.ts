import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { SqliteAccessKeys } from '@continuo/http/sqlite/sqlite-access-keys';
import { ApiClient } from '../api-client';
import { CommandFailure } from './failure';

/** What a running server leaves in its data directory. */
export interface ServerFile {
  readonly url: string;
  readonly pid: number;
}

export function readServerFile(dataDir: string): ServerFile | undefined {
  const file = join(dataDir, 'server.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ServerFile) : undefined;
}

/**
 * Runs `use` with a client of the running server: address and key from CONTINUO_URL and CONTINUO_API_KEY, or
 * from the data directory, where whoever can write may issue a key; that one is revoked afterwards.
 */
export async function withRunningServer<T>(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
  use: (client: ApiClient) => Promise<T>,
): Promise<T> {
  const url = env.CONTINUO_URL || readServerFile(dataDir)?.url;
  if (url === undefined) {
    throw new CommandFailure(
      `No server is running on ${dataDir}: start one with npm start, or name one in CONTINUO_URL.`,
    );
  }
  const ready = await fetch(new URL('/health/ready', url)).catch(() => undefined);
  if (!ready?.ok) {
    throw new CommandFailure(
      `The server at ${url} ${ready ? 'is not ready' : 'does not answer'}: start one with npm start, or name another in CONTINUO_URL.`,
    );
  }
  const session = randomUUID();
  const given = env.CONTINUO_API_KEY || env.CONTINUO_ADMIN_KEY;
  if (given) return use(new ApiClient(url, given, session));

  const keys = SqliteAccessKeys.open(join(dataDir, 'access.db'));
  try {
    const { keyId, secret } = keys.create({ role: 'admin', name: 'command line' });
    try {
      return await use(new ApiClient(url, secret, session));
    } finally {
      keys.revoke(keyId);
    }
  } finally {
    keys.close();
  }
}
