import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(__dirname, '../..');

/** Files of the project: those in git, and new ones that are not ignored. */
export function projectFiles(pattern: RegExp): readonly string[] {
  const { stdout, status } = spawnSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard'],
    { cwd: root, encoding: 'utf8', maxBuffer: 16 << 20 },
  );
  if (status !== 0) throw new Error('the list of files comes from git, which did not answer');
  return stdout.split('\n').filter((file) => pattern.test(file) && existsSync(join(root, file)));
}

export function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
