import { resolve } from 'node:path';

// From the sources and from dist/ alike.
const ROOT = resolve(__dirname, '../..').replace(/[\\/]dist$/, '');

/** Path of a file of real data beside the project; a test that needs one is skipped where it is absent. */
export function realData(name: string): string {
  return resolve(ROOT, '../shared/data', name);
}
