import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ADMIN_KEY } from './server';

const ROOT = resolve(__dirname, '../..').replace(/\/dist$/, '');

/** The bash blocks of the README's walk, in order. */
export function walkOfReadme(): string[] {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  return bashBlocks(/<!-- walk -->([\s\S]*)<!-- \/walk -->/.exec(readme)?.[1] ?? '');
}

/** The bash blocks of the guides, in order; those marked `sh` have parts that the reader fills in. */
export function blocksOfGuides(): string[] {
  const guides = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
  return guides
    .sort()
    .flatMap((name) => bashBlocks(readFileSync(join(ROOT, 'docs', name), 'utf8')));
}

function bashBlocks(text: string): string[] {
  return [...text.matchAll(/^```bash\n([\s\S]*?)^```/gm)].map((block) => block[1] ?? '');
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
