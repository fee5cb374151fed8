import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Deployment, type DeploymentOptions } from '@continuo/testing/deployment';
import { enginesNotWanted } from '@continuo/testing/engines-wanted';
import { KafkaEngine } from '@continuo/testing/kafka-engine';
import { whyNoPostgres } from '@continuo/testing/postgres';

const CLI = resolve(__dirname, '../../dist/apps/platform/src/cli.js');
export const ADMIN_KEY = 'ck_admin_for-tests-only-0123456789';

/** Runs the command line against a deployment; answers what it printed and its exit code. */
export function continuo(
  deployment: Deployment,
  args: readonly string[],
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, [CLI, ...args], {
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

/**
 * A suite on a deployment of its own, with the demo catalogue and the test clock; reported as skipped,
 * with the reason, where none can run.
 */
export function describeDeployed(
  name: string,
  options: Pick<DeploymentOptions, 'instances' | 'env'>,
  suite: (deployment: () => Deployment) => void,
): void {
  const reason = enginesNotWanted() ?? KafkaEngine.unavailable() ?? whyNoPostgres();
  let deployment: Deployment;
  if (reason !== undefined)
    return describe.skip(`${name} (skipped: ${reason})`, () => suite(() => deployment));
  describe(name, () => {
    beforeAll(async () => {
      deployment = await Deployment.start({
        dir: mkdtempSync(join(tmpdir(), 'continuo-deployment-')),
        eventStoreUrl: process.env['EVENTSTORE_URL'],
        instances: options.instances,
        withFaults: true,
        env: {
          CONTINUO_ADMIN_KEY: ADMIN_KEY,
          CONTINUO_TEST_CLOCK: 'on',
          CONTINUO_LOG_LEVEL: 'error',
          ...options.env,
        },
      });
    }, 180_000);
    afterAll(() => deployment?.remove(), 120_000);
    suite(() => deployment);
  });
}
