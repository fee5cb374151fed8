#!/usr/bin/env node
/**
 * Stripe's own stand-in, which checks every request against Stripe's specification and has no state:
 * `node scripts/stripe-mock.mjs start|stop|status [--dir DIR] [--port N] [--json]`
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const VERSION = 'v0.203.0';
const ENGINE = resolve(fileURLToPath(import.meta.url), '../../.engines/stripe-mock');
const PROGRAM = join(ENGINE, VERSION, 'stripe-mock');
const START_WITHIN_MS = 20_000;

const USAGE = `usage: node scripts/stripe-mock.mjs start|stop|status [--dir DIR] [--port N] [--json]
  --dir DIR   folder of its log and of what finds it again (default .engines/stripe-mock)
  --port N    port to listen on (default: a free one)
  --json      answer with one JSON object`;

/** Why none can run here, and what to do about it; undefined when one can. */
export function engineAvailable() {
  if (existsSync(PROGRAM) || !spawnSync('go', ['version']).error) return undefined;
  return 'Go is not on the PATH, and it installs stripe-mock: install it (https://go.dev/dl)';
}

/** Installs it once, and starts it, or finds the one of this folder; resolves when it answers. */
export async function startStripeMock({ dir = ENGINE, port } = {}) {
  const running = stripeMockStatus({ dir });
  if (running) return running;
  const unavailable = engineAvailable();
  if (unavailable) throw new Error(unavailable);
  install();
  mkdirSync(dir, { recursive: true });
  const chosen = port ?? (await freePort());
  const log = openSync(join(dir, 'stripe-mock.log'), 'a');
  const args = ['-http-addr', `127.0.0.1:${chosen}`];
  const child = spawn(PROGRAM, args, { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  const mock = { pid: child.pid, port: chosen, url: `http://127.0.0.1:${chosen}` };
  writeFileSync(join(dir, 'running.json'), JSON.stringify(mock));
  child.unref();
  const deadline = Date.now() + START_WITHIN_MS;
  while (!(await answers(chosen))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      stopStripeMock({ dir });
      throw new Error(`stripe-mock did not start; see ${join(dir, 'stripe-mock.log')}`);
    }
    await pause(50);
  }
  return mock;
}

/** Ends the one of this folder; answers whether it ran. */
export function stopStripeMock({ dir = ENGINE } = {}) {
  const running = stripeMockStatus({ dir });
  if (running) process.kill(running.pid, 'SIGTERM');
  rmSync(join(dir, 'running.json'), { force: true });
  return running !== undefined;
}

/** The one that runs from this folder, if one does. */
export function stripeMockStatus({ dir = ENGINE } = {}) {
  const file = join(dir, 'running.json');
  if (!existsSync(file)) return undefined;
  const mock = JSON.parse(readFileSync(file, 'utf8'));
  try {
    process.kill(mock.pid, 0);
    return mock;
  } catch {
    return undefined;
  }
}

function install() {
  if (existsSync(PROGRAM)) return;
  const env = { ...process.env, GOBIN: join(ENGINE, VERSION) };
  const name = `github.com/stripe/stripe-mock@${VERSION}`;
  const go = spawnSync('go', ['install', name], { env, encoding: 'utf8' });
  if (go.status !== 0) throw new Error(`Go could not install ${name}:\n${go.stderr}`);
}

function answers(port) {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    const end = (answered) => {
      socket.destroy();
      done(answered);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}

async function freePort() {
  const server = createServer();
  await new Promise((done, failed) => server.on('error', failed).listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      dir: { type: 'string' },
      port: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536))
    throw new Error(`--port ${values.port} is no port: it takes a number from 1 to 65535`);
  const options = { ...(values.dir && { dir: values.dir }), port };
  const say = (answer, text) => console.log(values.json ? JSON.stringify(answer) : text);
  const [command] = positionals;
  if (values.help) console.log(USAGE);
  else if (command === 'start') {
    const mock = await startStripeMock(options);
    say({ running: true, ...mock }, `running at ${mock.url} (pid ${mock.pid})`);
  } else if (command === 'stop') {
    const stopped = stopStripeMock(options);
    say({ stopped }, stopped ? 'stopped' : 'it was not running');
  } else if (command === 'status') {
    const mock = stripeMockStatus(options);
    const unavailable = engineAvailable();
    const answer = { running: mock !== undefined, ...mock, ...(unavailable && { unavailable }) };
    say(answer, mock ? `running at ${mock.url}` : (unavailable ?? 'not running'));
  } else {
    console.error(USAGE);
    process.exitCode = 2;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(`stripe-mock: ${error.message}`);
    process.exitCode = 1;
  });
}
