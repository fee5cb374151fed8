/** `npm run bench`: installs and builds what is missing, then runs test/bench/main.ts. */
import { join } from 'node:path';
import { ensure } from './ensure.mjs';
import { runNode } from './run.mjs';
import { root } from './swc-options.mjs';

await ensure();
runNode(join(root, 'dist/test/bench/main.js'), process.argv.slice(2));
