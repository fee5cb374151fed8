/**
 * A real Apache Kafka for tests and trials: one node (KRaft) from its published jars.
 * `node scripts/kafka.mjs start|stop|status [--dir DIR] [--port N] [--json]`
 */
import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { configure, ENGINE, engineAvailable, fetchJars, javaArguments } from './kafka-files.mjs';

const START_WITHIN_MS = 180_000;
const STOP_WITHIN_MS = 20_000;

const USAGE = `usage: node scripts/kafka.mjs start|stop|status [--dir DIR] [--port N] [--json]
  --dir DIR   folder of this node's settings, data and log (default .engines/kafka/node)
  --port N    port to listen on (default: a free one, the same again at the next start in this folder)
  --json      answer with one JSON object`;

/** Starts a node, or finds the one that runs in this folder; resolves when it answers. */
export async function startKafka({ dir = join(ENGINE, 'node'), port } = {}) {
  const running = kafkaStatus({ dir });
  if (running) {
    if (port !== undefined && port !== running.port)
      throw new Error(`a Kafka runs in ${dir} on port ${running.port}: stop it first`);
    return running;
  }
  const available = engineAvailable();
  if (!available.ok) throw new Error(available.reason);
  fetchJars();
  mkdirSync(dir, { recursive: true });
  const settings = await configure(dir, port);
  const log = openSync(join(dir, 'kafka.log'), 'a');
  const child = spawn('java', javaArguments(dir, 'kafka.Kafka', [settings.file]), {
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const node = {
    pid: child.pid,
    port: settings.port,
    bootstrap: `127.0.0.1:${settings.port}`,
    dir: resolve(dir),
  };
  writeFileSync(join(dir, 'node.json'), JSON.stringify(node));
  child.unref();
  const deadline = Date.now() + START_WITHIN_MS;
  while (!(await answers(node.port))) {
    if (!alive(node.pid) || child.exitCode !== null || Date.now() > deadline) {
      await stopKafka({ dir });
      throw new Error(`Kafka did not start; the end of ${join(dir, 'kafka.log')}:\n${tail(dir)}`);
    }
    await pause(100);
  }
  return node;
}

/** Ends the node of this folder and its children; answers whether one ran. */
export async function stopKafka({ dir = join(ENGINE, 'node') } = {}) {
  const running = kafkaStatus({ dir });
  if (running) {
    signal(running.pid, 'SIGTERM');
    const deadline = Date.now() + STOP_WITHIN_MS;
    while (alive(running.pid) && Date.now() < deadline) await pause(50);
    if (alive(running.pid)) signal(running.pid, 'SIGKILL');
  }
  rmSync(join(dir, 'node.json'), { force: true });
  return running !== undefined;
}

/** The node that runs in this folder, if one does. */
export function kafkaStatus({ dir = join(ENGINE, 'node') } = {}) {
  const file = join(dir, 'node.json');
  if (!existsSync(file)) return undefined;
  const node = JSON.parse(readFileSync(file, 'utf8'));
  return alive(node.pid) ? node : undefined;
}

/** Whether an ApiVersions request (key 18, version 0, no client id) is answered. */
async function answers(port) {
  const request = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff]);
  return new Promise((done) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(request));
    const end = (answer) => {
      socket.destroy();
      done(answer);
    };
    socket.setTimeout(1_000, () => end(false));
    socket.once('data', () => end(true)).once('error', () => end(false));
    socket.once('close', () => end(false));
  });
}

function alive(pid) {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // In a container nobody may collect what has ended: it keeps its pid, in state Z.
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, 'utf8'));
}

/** The node leads a process group of its own: its children get the signal, too. */
function signal(pid, name) {
  try {
    process.kill(-pid, name);
  } catch {
    // It has ended meanwhile.
  }
}

function tail(dir) {
  return readFileSync(join(dir, 'kafka.log'), 'utf8').split('\n').slice(-15).join('\n');
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { dir: { type: 'string' }, port: { type: 'string' }, json: { type: 'boolean' } },
  });
  const [action] = positionals;
  if (values.port !== undefined && !/^\d{1,5}$/.test(values.port))
    throw new Error(`--port ${values.port} cannot be used: it takes a port number`);
  const options = {
    ...(values.dir === undefined ? {} : { dir: values.dir }),
    ...(values.port === undefined ? {} : { port: Number(values.port) }),
  };
  const say = (fields, text) => console.log(values.json ? JSON.stringify(fields) : text);
  if (action === 'start') {
    const node = await startKafka(options);
    say({ running: true, ...node }, node.bootstrap);
  } else if (action === 'stop') {
    const stopped = await stopKafka(options);
    say({ running: false, stopped }, stopped ? 'stopped' : 'none was running');
  } else if (action === 'status') {
    const node = kafkaStatus(options);
    const { reason } = node ? {} : engineAvailable();
    say(
      { running: node !== undefined, ...node, unavailable: reason },
      node ? `running on ${node.bootstrap} (pid ${node.pid})` : (reason ?? 'not running'),
    );
  } else {
    console.error(USAGE);
    process.exitCode = 2;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(`kafka: ${error.message}`);
    process.exitCode = 1;
  });
}
