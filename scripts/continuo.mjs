#!/usr/bin/env node
/** The `continuo` command: installs and builds what is missing (progress on stderr), then runs. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensure } from './ensure.mjs';
import { root } from './swc-options.mjs';

await ensure();
const cli = join(root, 'dist/apps/platform/src/cli.js');
process.argv[1] = cli;
createRequire(import.meta.url)(cli);
