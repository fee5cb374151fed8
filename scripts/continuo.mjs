#!/usr/bin/env node
/** The `continuo` command: installs and builds what is missing (progress on stderr), then runs. */
import { ensure } from './ensure.mjs';
import { load } from './load.mjs';

await ensure();
load('apps/platform/src/cli.js');
