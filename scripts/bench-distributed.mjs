/** `npm run bench:distributed`: one process against five, in one run (test/bench/distributed.ts). */
import { join } from 'node:path';
import { ensure } from './ensure.mjs';
import { runNode } from './run.mjs';
import { root } from './swc-options.mjs';

await ensure();
runNode(join(root, 'dist/test/bench/distributed.js'), process.argv.slice(2));
