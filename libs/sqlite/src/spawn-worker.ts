import { extname, join } from 'node:path';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** For `node -r`: lets a child process that a test starts load our TypeScript sources. */
export const TYPESCRIPT_HOOK = join(__dirname, 'typescript-hook.cjs');

/**
 * Starts a thread from one of our files, given as an absolute path without its extension: the
 * built .js, or the TypeScript source when this very file runs from source (under jest).
 */
export function spawnWorker(entry: string, options: WorkerOptions = {}): Worker {
  if (extname(__filename) !== '.ts') return new Worker(`${entry}.js`, options);
  const bootstrap = `require(${JSON.stringify(TYPESCRIPT_HOOK)}); require(${JSON.stringify(entry)});`;
  return new Worker(bootstrap, { ...options, eval: true });
}
