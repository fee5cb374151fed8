/** `npm start`: installs and builds what is missing, then is the platform. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensure } from './ensure.mjs';
import { root } from './swc-options.mjs';

await ensure();

// Ctrl-C arrives twice under npm, from the terminal and passed on by npm: the second is the same one.
const SAME_SIGNAL_MS = 500;
const lastAt = new Map();
const emit = process.emit;
process.emit = function (name, ...args) {
  if (name === 'SIGINT' || name === 'SIGTERM') {
    const at = performance.now();
    const isRepeated = at - (lastAt.get(name) ?? -Infinity) < SAME_SIGNAL_MS;
    lastAt.set(name, at);
    if (isRepeated) return true;
  }
  return emit.call(this, name, ...args);
};

// In this process rather than in a child: one process to stop, and its exit code is the platform's.
const main = join(root, 'dist/apps/platform/src/main.js');
process.argv[1] = main;
createRequire(import.meta.url)(main);
