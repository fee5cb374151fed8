/** `npm test`: installs and builds what is missing, then runs jest with the arguments given. */
import { join } from 'node:path';
import { ensure } from './ensure.mjs';
import { runNode } from './run.mjs';
import { root } from './swc-options.mjs';

await ensure();
runNode(join(root, 'node_modules/jest/bin/jest.js'), process.argv.slice(2));
