import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '@continuo/kernel/clock';
import type { Config } from './config';
import { type RunningProcess, startProcess } from './process';
import type { Service } from './service';
import { SystemClock } from './system/system-clock';
import { TestClock } from './system/test-clock';

const LAST_WORDS_MS = 200;

export interface MainOptions {
  readonly config: Config;
  /** Whether the clock can be moved here. */
  readonly testClock: boolean;
  readonly services: readonly Service[];
  readonly definitionsModule: string;
  /** After the services have started, before requests are accepted. */
  readonly prepare?: (process: RunningProcess) => Promise<void>;
}

/**
 * Runs a process until SIGINT or SIGTERM: acknowledged work is in the record, what was under way goes
 * on at the next start. The address stands in `server.json` of the data directory meanwhile.
 */
export async function runUntilStopped(
  options: MainOptions,
): Promise<{ url: string; running: RunningProcess }> {
  const { config } = options;
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const clock: Clock = options.testClock
    ? new TestClock(join(config.dataDir, 'test-clock.json'))
    : new SystemClock();
  const running = await startProcess({
    ...options,
    clock,
    onFatal: (reason) => {
      process.stderr.write(`continuo: ${reason.message}\n`);
      // Those who wait for an answer get it first.
      setTimeout(() => process.exit(1), LAST_WORDS_MS);
    },
  });
  const serverFile = join(config.dataDir, 'server.json');
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    rmSync(serverFile, { force: true });
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`continuo: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  await options.prepare?.(running);
  const url = await running.listen();
  writeFileSync(serverFile, JSON.stringify({ url, pid: process.pid }));
  return { url, running };
}

/** One service as its own process, on a data directory of its own. */
export function runAlone(config: Config, service: Service, definitionsModule: string): void {
  runUntilStopped({
    config,
    testClock: config.testClock ?? false,
    services: [service],
    definitionsModule,
  }).then(
    ({ url }) => process.stdout.write(`continuo ${service.name} is ready on ${url}\n`),
    (error: unknown) => {
      process.stderr.write(
        `continuo ${service.name}: ${error instanceof Error ? error.message : String(error)}\n`,
      );
      process.exit(1);
    },
  );
}
