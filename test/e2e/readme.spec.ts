import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ADMIN_KEY, ServerProcess } from './server';

const README = join(resolve(__dirname, '../..').replace(/\/dist$/, ''), 'README.md');
const MINUTES = 60_000;

/** The bash blocks of the README's walk, in order. */
function walkOf(readme: string): string[] {
  const walk = /<!-- walk -->([\s\S]*)<!-- \/walk -->/.exec(readme)?.[1] ?? '';
  return [...walk.matchAll(/```bash\n([\s\S]*?)```/g)].map((block) => block[1] ?? '');
}

function bash(
  script: string,
  env: Readonly<Record<string, string>>,
): Promise<{ code: number | null; output: string }> {
  const child = spawn('bash', ['-c', script], { env: { ...process.env, ...env } });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((done) => child.once('exit', (code) => done({ code, output })));
}

describe("the README's walk", () => {
  let server: ServerProcess;

  beforeAll(async () => {
    server = await ServerProcess.start();
  }, MINUTES);
  afterAll(() => server.remove());

  it(
    'works as it is printed, line by line',
    async () => {
      const blocks = walkOf(readFileSync(README, 'utf8'));
      expect(blocks).toHaveLength(10);
      const script = ['set -eo pipefail', ...blocks].join('\n');
      const { code, output } = await bash(script, {
        CONTINUO_URL: server.url,
        CONTINUO_API_KEY: ADMIN_KEY,
      });
      expect({ code, output: code === 0 ? '' : output.slice(-2000) }).toEqual({
        code: 0,
        output: '',
      });
    },
    3 * MINUTES,
  );

  it(
    'stops where a request is refused',
    async () => {
      const [tools] = walkOf(readFileSync(README, 'utf8'));
      const script = ['set -eo pipefail', tools, 'call GET /v1/orders/ord_none'].join('\n');
      const { code, output } = await bash(script, {
        CONTINUO_URL: server.url,
        CONTINUO_API_KEY: ADMIN_KEY,
      });
      expect(code).not.toBe(0);
      expect(output).toContain('order-not-found');
    },
    MINUTES,
  );
});
