/**
 * Transpiles apps/, libs/ and test/ into dist/ when a source has changed since the last build.
 * Types are checked apart, by `npm run typecheck`.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './swc-options.mjs';

const stampFile = join(root, 'dist', '.stamp');

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesUnder(path) : [path];
    })
    .sort();
}

/** Builds if needed; answers whether it did. */
export async function build() {
  const sources = ['apps', 'libs', 'test'].flatMap((folder) => filesUnder(join(root, folder)));
  const hash = createHash('sha256');
  for (const file of [
    ...sources,
    join(root, 'tsconfig.json'),
    join(root, 'scripts/swc-options.mjs'),
    join(root, 'package-lock.json'),
  ]) {
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  const stamp = hash.digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false;

  const { transform } = await import('@swc/core');
  const { swcOptions } = await import('./swc-options.mjs');
  // Built beside dist/ and then moved: a build that fails leaves the last good one.
  const fresh = join(root, `dist.${process.pid}`);
  process.once('exit', () => rmSync(fresh, { recursive: true, force: true }));
  await Promise.all(
    sources.map(async (file) => {
      const target = join(fresh, relative(root, file)).replace(/\.ts$/, '.js');
      mkdirSync(dirname(target), { recursive: true });
      if (!file.endsWith('.ts')) return writeFileSync(target, readFileSync(file));
      const { code, map } = await transform(readFileSync(file, 'utf8'), {
        ...swcOptions,
        filename: file,
        sourceFileName: relative(dirname(join(root, 'dist', relative(root, file))), file),
      });
      const name = target.split('/').pop();
      writeFileSync(target, `${code}\n//# sourceMappingURL=${name}.map\n`);
      writeFileSync(`${target}.map`, map);
    }),
  );
  writeFileSync(join(fresh, '.stamp'), stamp);
  replace(join(root, 'dist'), fresh);
  return true;
}

/** Moves a finished build into place, also when another build does the same at this moment. */
function replace(target, fresh) {
  const old = `${fresh}.old`;
  for (let attempt = 1; ; attempt += 1) {
    if (existsSync(target)) {
      try {
        renameSync(target, old);
      } catch (error) {
        if (error.code !== 'ENOENT') throw error;
      }
    }
    try {
      renameSync(fresh, target);
      break;
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST'].includes(error.code) || attempt === 5) throw error;
      rmSync(old, { recursive: true, force: true });
    }
  }
  rmSync(old, { recursive: true, force: true });
}

if (import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  console.log((await build()) ? 'built into dist/' : 'dist/ is up to date');
}
