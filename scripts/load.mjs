import module, { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './swc-options.mjs';

/** Runs a program of `dist/` in this process and not in a child: Ctrl-C, a kill and the exit code are its own. */
export function load(program) {
  // From Node 22 on, what was compiled for one start is there for the next.
  module.enableCompileCache?.(join(root, 'node_modules/.cache/compiled'));
  const file = join(root, 'dist', program);
  process.argv[1] = file;
  createRequire(import.meta.url)(file);
}
