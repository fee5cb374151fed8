import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deriveUuid } from '@continuo/kernel/ids';
import type { RunningProcess } from '@continuo/service/process';
import { settle } from '@continuo/service/settle';
import type { ApiRequest } from '../api-client';
import { demoCatalogue } from './catalogue';

const fileIn = (dataDir: string): string => join(dataDir, 'demo.json');

/** Whether a data directory was created with the demo catalogue. */
export function isDemoDirectory(dataDir: string): boolean {
  return existsSync(fileIn(dataDir));
}

/**
 * Sends the requests of the demo catalogue through the very routes that sellers use. A start that
 * was cut off goes on at the next one: what is there already is refused or ignored by its id.
 */
export async function seedDemoCatalogue(dataDir: string, running: RunningProcess): Promise<void> {
  if (
    isDemoDirectory(dataDir) &&
    (JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as { complete: boolean }).complete
  )
    return;
  note(dataDir, false);
  const { accessKeys, store, messaging, work } = running.ports;
  const { keyId, secret } = await accessKeys.create({ role: 'admin', name: 'demo catalogue' });
  try {
    for (const request of demoCatalogue()) {
      await send(running, request, secret);
      await settle(store, messaging, work);
    }
  } finally {
    await accessKeys.revoke(keyId);
  }
  note(dataDir, true);
}

function note(dataDir: string, complete: boolean): void {
  writeFileSync(`${fileIn(dataDir)}.new`, JSON.stringify({ complete }));
  renameSync(`${fileIn(dataDir)}.new`, fileIn(dataDir));
}

async function send({ app }: RunningProcess, request: ApiRequest, key: string): Promise<void> {
  const answer = await app.inject({
    method: request.method,
    url: request.path,
    headers: {
      authorization: `Bearer ${key}`,
      'idempotency-key': deriveUuid(
        'demo',
        request.method,
        request.path,
        JSON.stringify(request.body),
      ),
      ...request.headers,
    },
    payload: request.body as object,
  });
  if (answer.statusCode >= 300 && answer.statusCode !== 409) {
    throw new Error(
      `the demo catalogue was refused: ${request.method} ${request.path}: ${answer.statusCode} ${answer.body}`,
    );
  }
}
