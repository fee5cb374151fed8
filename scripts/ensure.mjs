/**
 * Brings node_modules and dist/ up to date: installs exactly the lockfile when node_modules was
 * installed from another one, builds when a source has changed. Needs nothing but Node and npm.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

function lockedPackages(file) {
  try {
    const { packages } = JSON.parse(readFileSync(file, 'utf8'));
    return Object.fromEntries(Object.entries(packages).filter(([path]) => path !== ''));
  } catch {
    return undefined;
  }
}

/** npm leaves the lockfile it has installed in node_modules, once the installation is complete. */
export function isInstalled(folder = root) {
  const wanted = lockedPackages(join(folder, 'package-lock.json'));
  const installed = lockedPackages(join(folder, 'node_modules', '.package-lock.json'));
  if (!wanted || !installed) return false;
  const isSame = ([path, { version, integrity, optional }]) =>
    installed[path]
      ? installed[path].version === version && installed[path].integrity === integrity
      : optional === true; // binaries of other platforms are left out
  return (
    Object.entries(wanted).every(isSame) && Object.keys(installed).every((path) => path in wanted)
  );
}

/** Runs npm with its output on stderr: stdout belongs to the command that asked for it. */
function npm(...args) {
  const cli = process.env.npm_execpath?.endsWith('npm-cli.js') && process.env.npm_execpath;
  const [command, commandArgs] = cli
    ? [process.execPath, [cli, ...args]]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm', args];
  const { status, error } = spawnSync(command, commandArgs, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
    // `npx` sets options of its own, which are not meant for an installation.
    env: Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^npm_config_(global|prefix)$/i.test(name)),
    ),
  });
  if (error) throw error;
  return status ?? 1;
}

/** Installs and builds what is missing; ends the process with a message when that fails. */
export async function ensure() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Continuo needs Node.js 20.19 or later; this is ${process.versions.node}.`);
    process.exit(1);
  }
  if (!isInstalled()) {
    console.error('Installing the dependencies of package-lock.json ...');
    const status = npm('ci');
    if (status !== 0) {
      console.error('npm ci failed: is the package registry reachable? See the lines above.');
      process.exit(status);
    }
    const { prepare } = await import('./prepare.mjs');
    prepare();
  }
  const { build } = await import('./build.mjs');
  if (await build()) console.error('Built into dist/.');
}

if (import.meta.url === pathToFileURL(resolve(process.argv[1] ?? '')).href) await ensure();
