import { setTimeout as pause } from 'node:timers/promises';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccessKeys } from '@continuo/http/access-keys';
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

/** How the requests of the catalogue get to the services. */
export interface CatalogueRoute {
  /** Status and body of the answer. */
  send(request: ApiRequest, headers: Readonly<Record<string, string>>): Promise<CatalogueAnswer>;
  /** Resolves when what the last request has brought about is known everywhere; if it can be told. */
  settled(): Promise<void>;
}

export interface CatalogueAnswer {
  readonly statusCode: number;
  readonly body: string;
}

/** What one service has published may not have reached another: its refusal is not the last word. */
const TRY_FOR_MS = 15_000;
const TRY_AGAIN_MS = 200;

/**
 * Sends the requests of the demo catalogue through the very routes that sellers use. A start that
 * was cut off goes on at the next one: what is there already is refused or ignored by its id.
 */
export async function seedDemoCatalogue(
  dataDir: string,
  accessKeys: AccessKeys,
  route: CatalogueRoute,
): Promise<void> {
  if (
    isDemoDirectory(dataDir) &&
    (JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as { complete: boolean }).complete
  )
    return;
  note(dataDir, false);
  const { keyId, secret } = await accessKeys.create({ role: 'admin', name: 'demo catalogue' });
  try {
    for (const request of demoCatalogue()) {
      await send(route, request, secret);
      await route.settled();
    }
  } finally {
    await accessKeys.revoke(keyId);
  }
  note(dataDir, true);
}

/** Through the services of this process. */
export function withinProcess({ app, ports }: RunningProcess): CatalogueRoute {
  return {
    send: ({ method, path, body }, headers) =>
      app.inject({ method, url: path, headers, payload: body as object }),
    settled: () => settle(ports.store, ports.messaging, ports.work),
  };
}

/** Through the address of a deployment. */
export function overHttp(url: string): CatalogueRoute {
  return {
    async send({ method, path, body }, headers) {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { statusCode: answer.status, body: await answer.text() };
    },
    settled: () => Promise.resolve(),
  };
}

function note(dataDir: string, complete: boolean): void {
  writeFileSync(`${fileIn(dataDir)}.new`, JSON.stringify({ complete }));
  renameSync(`${fileIn(dataDir)}.new`, fileIn(dataDir));
}

async function send(route: CatalogueRoute, request: ApiRequest, key: string): Promise<void> {
  const { method, path, body } = request;
  const headers = {
    authorization: `Bearer ${key}`,
    'idempotency-key': deriveUuid('demo', method, path, JSON.stringify(body)),
    ...request.headers,
  };
  for (let triedMs = 0; ; triedMs += TRY_AGAIN_MS) {
    const answer = await route.send(request, headers);
    if (answer.statusCode < 300 || answer.statusCode === 409) return;
    if (triedMs >= TRY_FOR_MS) {
      throw new Error(
        `the demo catalogue was refused: ${method} ${path}: ${answer.statusCode} ${answer.body}`,
      );
    }
    await pause(TRY_AGAIN_MS);
  }
}
