import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { type Engines, readEngines, sharesRecord } from '@continuo/service/engines';
import { ApiClient } from '../api-client';
import { withAccessKeys } from './access-keys';
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
 * from the data directory, or PostgreSQL, where whoever can write may issue a key; that one is revoked afterwards.
 */
export async function withRunningServer<T>(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
  use: (client: ApiClient) => Promise<T>,
): Promise<T> {
  const engines = readEngines(env);
  // Each process of a deployment has a data directory, and none of them is the deployment.
  const url =
    env.CONTINUO_URL || (sharesRecord(engines) ? undefined : readServerFile(dataDir)?.url);
  if (url === undefined) {
    throw new CommandFailure(
      sharesRecord(engines)
        ? 'Which deployment is not said: name the address of its edge in CONTINUO_URL.'
        : `No server is running on ${dataDir}: start one with npm start, or name one in CONTINUO_URL.`,
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
  return withNewKey(dataDir, engines, (secret) => use(new ApiClient(url, secret, session)));
}

/** Whether the server knows a key that was issued just now, where these engines keep keys. */
export async function honoursKeysOf(
  url: string,
  dataDir: string,
  engines: Engines,
): Promise<boolean> {
  const answer = await withNewKey(dataDir, engines, (secret) =>
    new ApiClient(url, secret, randomUUID()).send({ method: 'GET', path: '/v1/test-clock' }),
  );
  return answer.status === 200;
}

async function withNewKey<T>(
  dataDir: string,
  engines: Engines,
  use: (secret: string) => Promise<T>,
): Promise<T> {
  return withAccessKeys(dataDir, engines, async (keys) => {
    const { keyId, secret } = await keys.create({ role: 'admin', name: 'command line' });
    try {
      return await use(secret);
    } finally {
      await keys.revoke(keyId);
    }
  });
}
