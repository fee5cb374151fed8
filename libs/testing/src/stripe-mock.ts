import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { enginesNotWanted } from './engines-wanted';

const SCRIPT = resolve(__dirname, '../../../scripts/stripe-mock.mjs');

interface MockAnswer {
  readonly running: boolean;
  readonly url?: string;
  readonly unavailable?: string;
}

function run(args: readonly string[]): MockAnswer {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...args, '--json'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as MockAnswer;
}

/** A suite against Stripe's own stand-in: reported as skipped, with the reason, where none can run. */
export function describeWithStripeMock(name: string, suite: (url: () => string) => void): void {
  const reason = enginesNotWanted() ?? run(['status']).unavailable;
  let url = '';
  if (reason !== undefined)
    return describe.skip(`${name} (needs stripe-mock: ${reason})`, () => suite(() => url));
  describe(name, () => {
    let dir: string;
    // The first time it is compiled.
    beforeAll(() => {
      dir = mkdtempSync(join(tmpdir(), 'continuo-stripe-mock-'));
      url = run(['start', '--dir', dir]).url!;
    }, 180_000);
    afterAll(() => {
      run(['stop', '--dir', dir]);
      rmSync(dir, { recursive: true, force: true });
    });
    suite(() => url);
  });
}
