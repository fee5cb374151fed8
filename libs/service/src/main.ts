import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '@continuo/kernel/clock';
import type { Config } from './config';
import { type RunningProcess, startProcess } from './process';
import type { Colleagues } from './time-travel';
import type { Service } from './service';
import { SystemClock } from './system/system-clock';
import { TestClock } from './system/test-clock';

const LAST_WORDS_MS = 200;

export interface MainOptions {
  /** Names the process in its traces. */
  readonly name: string;
  readonly config: Config;
  /** Whether the clock can be moved here. */
  readonly testClock: boolean;
  readonly services: readonly Service[];
  /** `false`: their messages can be read here, but others carry them to the topics. */
  readonly relays?: boolean;
  readonly definitionsModule: string;
  /** Where the processes that share the test clock are asked to follow it. */
  readonly colleagues?: Colleagues;
  /** After the services have started, before requests are accepted. */
  readonly prepare?: (process: RunningProcess) => Promise<void>;
  /** Stands before the process, at the address that is told; the process itself listens at `self`. */
  readonly front?: (process: RunningProcess, self: string) => Promise<Front>;
}

export interface Front {
  readonly url: string;
  close(): Promise<void>;
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
    ? new TestClock(
        config.testClockFile ?? join(config.dataDir, 'test-clock.json'),
        config.testClockFile !== undefined,
      )
    : new SystemClock();
  const running = await startProcess({
    ...options,
    config: options.front ? { ...config, host: '127.0.0.1', port: 0 } : config,
    clock,
    onFatal: (reason) => {
      process.stderr.write(`continuo: ${reason.message}\n`);
      // Those who wait for an answer get it first.
      setTimeout(() => process.exit(1), LAST_WORDS_MS);
    },
  });
  const serverFile = join(config.dataDir, 'server.json');
  let stopping = false;
  let close = (): Promise<void> => running.stop();
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    rmSync(serverFile, { force: true });
    close().then(
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
  const self = await running.listen();
  const front = await options.front?.(running, self);
  if (front) close = () => front.close().then(() => running.stop());
  const url = front?.url ?? self;
  writeFileSync(serverFile, JSON.stringify({ url, pid: process.pid }));
  return { url, running };
}

/** One service as its own process, on a data directory of its own. */
export function runAlone(config: Config, service: Service, definitionsModule: string): void {
  runUntilStopped({
    name: service.name,
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
