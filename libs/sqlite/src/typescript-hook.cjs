/**
 * Lets `require` load our TypeScript sources, compiled as the build compiles them. Only threads and
 * child processes that tests start from source load it; the built server never does.
 */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const { transformSync } = require('@swc/core');
const { swcOptions } = require(join(__dirname, '../../../scripts/swc-options.mjs'));

require.extensions['.ts'] = (module, filename) => {
  const source = readFileSync(filename, 'utf8');
  const { code } = transformSync(source, { ...swcOptions, sourceMaps: 'inline', filename });
  module._compile(code, filename);
};
