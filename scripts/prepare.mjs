/** Sets up a working copy: git runs .githooks/pre-commit. Does nothing in CI or without git. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './swc-options.mjs';

export function prepare() {
  if (process.env.CI || !existsSync(join(root, '.git'))) return;
  const git = (...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  const current = git('config', '--local', 'core.hooksPath');
  if (current.error || current.stdout.trim()) return; // no git, or a choice of their own
  git('config', '--local', 'core.hooksPath', '.githooks');
}

if (import.meta.url === pathToFileURL(resolve(process.argv[1] ?? '')).href) prepare();
