import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ADMIN_KEY } from './server';

const README = join(resolve(__dirname, '../..').replace(/\/dist$/, ''), 'README.md');

/** The bash blocks of the README's walk, in order. */
export function walkOfReadme(): string[] {
  const walk =
    /<!-- walk -->([\s\S]*)<!-- \/walk -->/.exec(readFileSync(README, 'utf8'))?.[1] ?? '';
  return [...walk.matchAll(/```bash\n([\s\S]*?)```/g)].map((block) => block[1] ?? '');
}

/** Pastes the blocks into bash, for the server at `url`; ends at the first that fails. */
export function bash(
  url: string,
  blocks: readonly string[],
): Promise<{ code: number | null; output: string }> {
  const script = ['set -eo pipefail', ...blocks].join('\n');
  const env = { ...process.env, CONTINUO_URL: url, CONTINUO_API_KEY: ADMIN_KEY };
  const child = spawn('bash', ['-c', script], { env });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((done) => child.once('exit', (code) => done({ code, output })));
}
