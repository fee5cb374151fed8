import { extname, join } from 'node:path';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * Starts a thread from one of our files, given as an absolute path without its extension: the
 * built .js, or the TypeScript source when this very file runs from source (under jest).
 */
export function spawnWorker(entry: string, options: WorkerOptions = {}): Worker {
  if (extname(__filename) !== '.ts') return new Worker(`${entry}.js`, options);
  const hook = join(__dirname, 'typescript-hook.cjs');
  const bootstrap = `require(${JSON.stringify(hook)}); require(${JSON.stringify(entry)});`;
  return new Worker(bootstrap, { ...options, eval: true });
}
