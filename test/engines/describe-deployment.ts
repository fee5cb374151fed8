import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KafkaEngine } from '@continuo/testing/kafka-engine';
import { whyNoPostgres } from '@continuo/testing/postgres';
import { Deployment } from '../../scripts/deployment.mjs';

const START_WITHIN_MS = 180_000;

/** A suite on a deployment of its own, on engines of this machine; skipped, with the reason, where they cannot run. */
export function describeDeployment(
  name: string,
  suite: (running: () => Deployment) => void,
  env: Readonly<Record<string, string>> = {},
): void {
  const reason = KafkaEngine.unavailable() ?? whyNoPostgres({ mustBeOurs: true });
  if (reason !== undefined)
    return describe.skip(`${name} (needs Kafka and PostgreSQL: ${reason})`, () =>
      suite(() => {
        throw new Error(reason);
      }));
  describe(name, () => {
    let deployment: Deployment | undefined;
    beforeAll(async () => {
      const dir = mkdtempSync(join(tmpdir(), 'continuo-deployment-'));
      deployment = await Deployment.start({ dir, env });
    }, START_WITHIN_MS);
    afterAll(() => deployment?.remove(), START_WITHIN_MS);
    suite(() => deployment!);
  });
}
