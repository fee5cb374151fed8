import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { enginesNotWanted } from '@continuo/testing/engines-wanted';
import { KafkaEngine } from '@continuo/testing/kafka-engine';
import { whyNot as whyNoPostgres } from '@continuo/testing/postgres';

const ROOT = resolve(__dirname, '../..');
export const ADMIN_KEY = 'ck_admin_for-tests-only-0123456789';

/** A process of a deployment, as scripts/deployment.mjs starts it. */
export interface Part {
  readonly name: string;
  readonly running: boolean;
  readonly printed: string;
  readonly child: { readonly pid?: number };
  start(): Part;
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface Deployment {
  readonly url: string;
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly parts: ReadonlyMap<string, Part>;
  part(name: string): Part;
  addressOf(name: string): string;
  stop(): Promise<void>;
  remove(): Promise<void>;
}

interface Engine {
  stop(): Promise<void> | void;
  start(): Promise<void> | void;
}

/** The five services as processes on real engines, with the demo catalogue and the test clock. */
export async function startDeployment(options: {
  readonly instances?: number;
  readonly env?: Readonly<Record<string, string>>;
}): Promise<Deployment> {
  const { Deployment } = await load<{
    Deployment: { start(options: object): Promise<Deployment> };
  }>('scripts/deployment.mjs');
  return Deployment.start({
    dir: mkdtempSync(join(tmpdir(), 'continuo-deployment-')),
    eventStoreUrl: process.env['EVENTSTORE_URL'],
    instances: options.instances,
    env: {
      CONTINUO_ADMIN_KEY: ADMIN_KEY,
      CONTINUO_TEST_CLOCK: 'on',
      CONTINUO_LOG_LEVEL: 'error',
      ...options.env,
    },
  });
}

/** The engines of a deployment, to be stopped and started under it. */
export function enginesOf({ dir }: Deployment): {
  readonly kafka: Engine;
  readonly postgres: Engine;
} {
  const script = (name: string, ...args: string[]): void => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(ROOT, `scripts/${name}.mjs`), ...args, '--dir', join(dir, name)],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(stderr);
  };
  const engine = (name: string): Engine => ({
    stop: () => script(name, 'stop'),
    start: () => script(name, 'start'),
  });
  return { kafka: engine('kafka'), postgres: engine('postgres') };
}

/** Runs the command line against a deployment; answers what it printed and its exit code. */
export function continuo(
  deployment: Deployment,
  args: readonly string[],
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, [join(ROOT, 'dist/apps/platform/src/cli.js'), ...args], {
    encoding: 'utf8',
    env: {
      ...process.env,
      ...deployment.env,
      CONTINUO_URL: deployment.url,
      CONTINUO_API_KEY: ADMIN_KEY,
      CONTINUO_DATA_DIR: join(deployment.dir, 'payments'),
    },
  });
}

/** A suite on a deployment; reported as skipped, with the reason, where none can run. */
export function describeDeployed(
  name: string,
  options: { readonly instances?: number; readonly env?: Readonly<Record<string, string>> },
  suite: (deployment: () => Deployment) => void,
): void {
  const reason = enginesNotWanted() ?? KafkaEngine.unavailable() ?? whyNoPostgres();
  let deployment: Deployment;
  if (reason !== undefined)
    return describe.skip(`${name} (skipped: ${reason})`, () => suite(() => deployment));
  describe(name, () => {
    beforeAll(async () => {
      deployment = await startDeployment(options);
    }, 180_000);
    afterAll(() => deployment?.remove(), 120_000);
    suite(() => deployment);
  });
}

/** Jest's own transform does not know ES modules outside packages. */
function load<Module>(path: string): Promise<Module> {
  const dynamicImport = new Function('url', 'return import(url)') as (
    url: string,
  ) => Promise<Module>;
  return dynamicImport(pathToFileURL(join(ROOT, path)).href);
}
