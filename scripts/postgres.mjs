#!/usr/bin/env node
/**
 * A private PostgreSQL from the installed binaries, for specs and for trying things out:
 * `node scripts/postgres.mjs start|stop|status [--dir DIR] [--port N] [--remove] [--json]`.
 * It listens on 127.0.0.1 alone, without a password: it is no place for anybody's data.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const DEBIAN = '/usr/lib/postgresql';
const USER = 'postgres';
const NAME = 'continuo';

export const DEFAULT_DIR = join(root, '.engines', 'postgres');

/** Folder of initdb, pg_ctl and createdb: that of the PATH, or the newest of Debian's. */
function binaries() {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => b - a) : [];
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.map((version) => join(DEBIAN, version, 'bin')),
  ];
  for (const folder of folders) {
    const initdb = join(folder, 'initdb');
    if (!existsSync(initdb)) continue;
    const real = dirname(realpathSync(initdb));
    if (['pg_ctl', 'createdb'].every((name) => existsSync(join(real, name)))) return real;
  }
  return undefined;
}

/** The server refuses to run as root: it then runs as this user. Undefined when we are not root. */
function otherUser() {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag) => spawnSync('id', [flag, USER], { encoding: 'utf8' });
  const [uid, gid] = [id('-u'), id('-g')];
  if (uid.status !== 0 || gid.status !== 0) return null;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** `{ ok: true }`, or why no PostgreSQL can be started here. */
export function engineAvailable() {
  if (process.platform === 'win32') return { ok: false, reason: 'this script needs a Unix' };
  if (!binaries()) {
    const reason = `no PostgreSQL is installed: initdb is neither on the PATH nor under ${DEBIAN}`;
    return { ok: false, reason };
  }
  if (otherUser() === null) {
    const reason = `PostgreSQL does not run as root, and there is no user '${USER}' to run it as`;
    return { ok: false, reason };
  }
  return { ok: true };
}

/** Runs one of the binaries; throws with what it printed when it fails. */
function run(name, args, { allowed = [0] } = {}) {
  const result = spawnSync(join(binaries(), name), args, {
    encoding: 'utf8',
    cwd: tmpdir(),
    ...otherUser(),
  });
  if (result.error) throw result.error;
  if (!allowed.includes(result.status)) {
    throw new Error(`${name} failed (${result.status}): ${result.stderr || result.stdout}`);
  }
  return result;
}

/** Where the files are: the folder asked for, or one that the server's user can reach. */
function homeOf(dir) {
  mkdirSync(dir, { recursive: true });
  const user = otherUser();
  if (!user) return dir;
  chownSync(dir, user.uid, user.gid);
  if (spawnSync('test', ['-w', dir], user).status === 0) return dir;
  const hash = createHash('sha256').update(dir).digest('hex').slice(0, 12);
  const home = join(tmpdir(), `${NAME}-postgres-${hash}`);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  chownSync(home, user.uid, user.gid);
  return home;
}

function savedState(dir) {
  const file = join(dir, 'server.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

const urlOf = (port) => `postgres://${NAME}@127.0.0.1:${port}/${NAME}`;
const isRunning = (home) =>
  run('pg_ctl', ['-D', join(home, 'data'), 'status'], { allowed: [0, 3, 4] }).status === 0;

/** A port that nobody listens on; the wanted one, if nobody does. */
function freePort(wanted = 0) {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once('error', (error) =>
      failed(
        new Error(`port ${wanted} cannot be used (${error.code}): choose another with --port`),
      ),
    );
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/** Starts the server of a folder, or finds it running; answers when it does. */
export async function startPostgres({ dir = DEFAULT_DIR, port } = {}) {
  const available = engineAvailable();
  if (!available.ok) throw new Error(available.reason);
  const home = homeOf(resolve(dir));
  const saved = savedState(resolve(dir));
  if (saved && isRunning(home)) return { url: urlOf(saved.port), dir: resolve(dir), home };
  const data = join(home, 'data');
  const isNew = !existsSync(join(data, 'PG_VERSION'));
  // Without a locale text would still be compared by its bytes, but not be UTF-8.
  const options = ['-A', 'trust', '-U', NAME, '-E', 'UTF8', '--no-locale', '--no-sync'];
  if (isNew) run('initdb', ['-D', data, ...options]);
  // The port of last time, so that whoever lost the connection finds the server again.
  const chosen = await freePort(port ?? saved?.port);
  const settings = `-p ${chosen} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''`;
  run('pg_ctl', ['-D', data, '-o', settings, '-l', join(home, 'log'), '-w', 'start']);
  if (isNew) run('createdb', ['-h', '127.0.0.1', '-p', String(chosen), '-U', NAME, NAME]);
  writeFileSync(join(resolve(dir), 'server.json'), JSON.stringify({ port: chosen, home }));
  return { url: urlOf(chosen), dir: resolve(dir), home };
}

/**
 * Stops the server of a folder; false when none runs. `mode` as pg_ctl knows it: `immediate` is the
 * power cut. `remove` takes the data away as well.
 */
export function stopPostgres({ dir = DEFAULT_DIR, mode = 'fast', remove = false } = {}) {
  const saved = savedState(resolve(dir));
  const running = saved !== undefined && isRunning(saved.home);
  if (running) run('pg_ctl', ['-D', join(saved.home, 'data'), '-m', mode, '-w', 'stop']);
  if (remove) {
    for (const folder of [saved?.home, resolve(dir)]) {
      if (folder) rmSync(folder, { recursive: true, force: true });
    }
  }
  return running;
}

/** Whether a server can be started here, and whether that of a folder runs. */
export function statusOf({ dir = DEFAULT_DIR } = {}) {
  const available = engineAvailable();
  const saved = savedState(resolve(dir));
  const running = available.ok && saved !== undefined && isRunning(saved.home);
  return { available, running, ...(running ? { url: urlOf(saved.port) } : {}) };
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      dir: { type: 'string' },
      port: { type: 'string' },
      mode: { type: 'string' },
      remove: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  });
  if (values.port !== undefined && !/^\d{1,5}$/.test(values.port)) {
    throw new Error(`--port ${values.port} is no port: it takes a number from 1 to 65535`);
  }
  const options = { ...values, port: values.port && Number(values.port) };
  const print = (answer, text) => console.log(values.json ? JSON.stringify(answer) : text);
  switch (positionals[0]) {
    case 'start': {
      const started = await startPostgres(options);
      return print(started, started.url);
    }
    case 'stop': {
      const stopped = stopPostgres(options);
      return print({ stopped }, stopped ? 'stopped' : 'it was not running');
    }
    case 'status': {
      const status = statusOf(options);
      const why = status.available.ok ? 'not running' : status.available.reason;
      return print(status, status.running ? status.url : why);
    }
    default:
      throw new Error('usage: postgres.mjs start|stop|status [--dir DIR] [--port N] [--json]');
  }
}

if (import.meta.url === pathToFileURL(resolve(process.argv[1] ?? '')).href) {
  main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
