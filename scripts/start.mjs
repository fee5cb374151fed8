/** `npm start`: installs and builds what is missing, then is the platform. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensure } from './ensure.mjs';
import { root } from './swc-options.mjs';

await ensure();

// In this process rather than in a child: Ctrl-C, a kill and the exit code are the platform's own.
const main = join(root, 'dist/apps/platform/src/main.js');
process.argv[1] = main;
createRequire(import.meta.url)(main);
