/**
 * The five services and the edge as processes of their own, on real engines of this machine: for
 * `npm run start:distributed`, for tests and for figures. Needs a built dist/.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startKafka, stopKafka } from './kafka.mjs';
import { startPostgres, stopPostgres } from './postgres.mjs';
import { root } from './swc-options.mjs';

export const SERVICES = ['orders', 'subscriptions', 'payments', 'fulfilment', 'commissions'];

const READY_WITHIN_MS = 90_000;
const STOP_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 100;

/** A process, started again under the same name with the same settings. */
class Part {
  child;

  constructor(name, command, args, env, logFile) {
    Object.assign(this, { name, command, args, env, logFile });
  }

  start() {
    const log = openSync(this.logFile, 'a');
    this.child = spawn(this.command, this.args, {
      env: { ...process.env, ...this.env },
      stdio: ['ignore', log, log],
      // Ctrl-C reaches whoever started the deployment, which ends its parts in order.
      detached: true,
    });
    this.ended = new Promise((resolve) => this.child.once('exit', (code) => resolve(code)));
    return this;
  }

  get running() {
    return (
      this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null
    );
  }

  get printed() {
    return existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8') : '';
  }

  /** Resolves with the exit code; a part that does not end in time is killed. */
  async end(signal = 'SIGTERM') {
    if (!this.running) return this.child?.exitCode ?? null;
    this.child.kill(signal);
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_WITHIN_MS);
    const code = await this.ended;
    clearTimeout(timer);
    return code;
  }
}

export class Deployment {
  parts = new Map();
  url = '';

  constructor(options) {
    this.options = options;
    this.dir = options.dir;
  }

  /**
   * @param {object} options
   * @param {string} options.dir folder of everything that is kept
   * @param {number} [options.port] of the edge; a free one by default
   * @param {number} [options.instances] of each service
   * @param {Record<string, string>} [options.env] for all processes
   * @param {string} [options.eventStoreUrl] instead of the stand-in
   * @param {(line: string) => void} [options.say]
   */
  static async start(options) {
    const deployment = new Deployment(options);
    try {
      await deployment.#startAll();
      return deployment;
    } catch (error) {
      await deployment.stop();
      throw error;
    }
  }

  async #startAll() {
    const { dir, instances = 1, say = () => undefined } = this.options;
    mkdirSync(dir, { recursive: true });
    const kept = this.#kept();
    say('Starting PostgreSQL and Kafka ...');
    const [postgres, kafka] = await Promise.all([
      startPostgres({ dir: join(dir, 'postgres') }),
      startKafka({ dir: join(dir, 'kafka') }),
    ]);
    const eventStoreUrl = this.options.eventStoreUrl ?? (await this.#startStandIn(kept));
    this.env = {
      CONTINUO_EVENT_STORE: 'eventstoredb',
      EVENTSTORE_URL: eventStoreUrl,
      CONTINUO_MESSAGING: 'kafka',
      KAFKA_BROKERS: kafka.bootstrap,
      CONTINUO_READ_STORE: 'postgres',
      CONTINUO_KEYS: 'postgres',
      POSTGRES_URL: postgres.url,
      CONTINUO_KEY_ENCRYPTION_KEY: kept.keyEncryptionKey,
      CONTINUO_TEST_CLOCK_FILE: join(dir, 'test-clock.json'),
      HOST: '127.0.0.1',
      ...this.options.env,
    };
    await this.#createTopics();
    say('Starting the services ...');
    const addresses = {};
    for (const service of SERVICES) {
      const ports = (kept.ports[service] ??= []);
      while (ports.length < instances) ports.push(await freePort());
      addresses[`${service.toUpperCase()}_URL`] = ports
        .slice(0, instances)
        .map((port) => `http://127.0.0.1:${port}`)
        .join(',');
      for (let n = 0; n < instances; n += 1) {
        const name = n === 0 ? service : `${service}-${n + 1}`;
        this.#part(name, `apps/${service}/src/main.js`, { PORT: String(ports[n]) }).start();
      }
    }
    kept.ports.edge ??= [await freePort()];
    const port = this.options.port ?? kept.ports.edge[0];
    this.url = `http://127.0.0.1:${port}`;
    writeFileSync(join(dir, 'deployment.json'), JSON.stringify(kept));
    this.#part('edge', 'apps/platform/src/edge/main.js', {
      ...addresses,
      PORT: String(port),
    }).start();
    await this.#untilReady();
  }

  part(name) {
    const part = this.parts.get(name);
    if (!part) throw new Error(`there is no part ${name}: ${[...this.parts.keys()].join(', ')}`);
    return part;
  }

  /** Where an instance answers itself, past the edge. */
  addressOf(name) {
    return `http://127.0.0.1:${this.part(name).env.PORT}`;
  }

  async stop() {
    await this.parts.get('edge')?.end();
    const services = [...this.parts.values()].filter(({ name }) => name !== 'stand-in');
    await Promise.all(services.map((part) => part.end()));
    await this.parts.get('stand-in')?.end();
    await stopKafka({ dir: join(this.dir, 'kafka') });
    stopPostgres({ dir: join(this.dir, 'postgres') });
  }

  /** Stops everything and removes what was kept. */
  async remove() {
    await this.stop();
    stopPostgres({ dir: join(this.dir, 'postgres'), remove: true });
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** What stays the same from one start to the next. */
  #kept() {
    const file = join(this.dir, 'deployment.json');
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
    return { ports: {}, keyEncryptionKey: randomBytes(32).toString('base64') };
  }

  #part(name, script, env) {
    const dataDir = join(this.dir, name);
    mkdirSync(dataDir, { recursive: true });
    const part = new Part(
      name,
      process.execPath,
      [join(root, 'dist', script)],
      { ...this.env, CONTINUO_DATA_DIR: dataDir, ...env },
      join(this.dir, `${name}.log`),
    );
    this.parts.set(name, part);
    return part;
  }

  async #startStandIn(kept) {
    kept.ports.standIn ??= await freePort();
    const part = this.#part('stand-in', 'libs/testing/src/eventstoredb-stand-in/main.js', {});
    part.args.push('--port', String(kept.ports.standIn), '--data', join(this.dir, 'stand-in'));
    part.start();
    const printed = part.printed.length;
    await this.#until(part, () => part.printed.slice(printed).includes('esdb://'));
    return part.printed.trim().split('\n').at(-1);
  }

  async #createTopics() {
    const script = join(root, 'dist/apps/platform/src/cli.js');
    const topics = new Part(
      'topics',
      process.execPath,
      [script, 'topics', 'create', '--partitions', '6'],
      this.env,
      join(this.dir, 'topics.log'),
    ).start();
    if ((await topics.ended) !== 0) throw new Error(`topics were not created:\n${topics.printed}`);
  }

  async #untilReady() {
    const edge = this.part('edge');
    const printed = edge.printed.length;
    await this.#until(edge, () => edge.printed.slice(printed).includes('Continuo is ready'));
  }

  /** Fails as soon as a part has ended, with what it said last. */
  async #until(part, happened) {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!happened()) {
      const ended = [...this.parts.values()].find(({ running }) => !running);
      if (ended || Date.now() > deadline) {
        const silent = ended ?? part;
        throw new Error(
          `${silent.name} ${ended ? 'has ended' : 'did not get ready'}; it said:\n${silent.printed.slice(-2_000)}`,
        );
      }
      await pause(LOOK_EVERY_MS);
    }
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
