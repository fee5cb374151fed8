import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Part, type Variables } from './deployment-part';
import { StandInRemote } from './eventstoredb-stand-in/stand-in-remote';

export interface DeploymentOptions {
  /** Folder of everything that is kept. */
  readonly dir: string;
  /** Of the edge; a free one by default. */
  readonly port?: number;
  /** Of a service; 1 by default. */
  readonly instances?: Readonly<Record<string, number>>;
  /** For all processes. */
  readonly env?: Readonly<Record<string, string>>;
  /** Instead of the stand-in. */
  readonly eventStoreUrl?: string;
  /** The stand-in takes orders to go wrong: for suites. */
  readonly withFaults?: boolean;
  readonly say?: (line: string) => void;
}

interface Kept {
  readonly ports: Record<string, number[]>;
  readonly keyEncryptionKey: string;
}

const ROOT = resolve(__dirname, '../../..').replace(/\/dist$/, '');
export const SERVICES = [
  'orders',
  'subscriptions',
  'payments',
  'fulfilment',
  'commissions',
] as const;
const READY_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 100;

/**
 * The five services and the edge as processes of their own, on engines of this machine that it starts:
 * for `npm run start:distributed`, for suites and for figures. Needs a built dist/.
 */
export class Deployment {
  readonly parts = new Map<string, Part>();
  url = '';
  /** What every process is told; the command line works on the deployment with it. */
  env: Variables = {};
  private remote: StandInRemote | undefined;

  private constructor(private readonly options: DeploymentOptions) {}

  static async start(options: DeploymentOptions): Promise<Deployment> {
    const deployment = new Deployment(options);
    try {
      await deployment.startAll();
      return deployment;
    } catch (error) {
      await deployment.stop();
      throw error;
    }
  }

  get dir(): string {
    return this.options.dir;
  }

  part(name: string): Part {
    const part = this.parts.get(name);
    if (!part) throw new Error(`there is no part ${name}: ${[...this.parts.keys()].join(', ')}`);
    return part;
  }

  /** The stand-in, where it takes orders to go wrong. */
  get standIn(): StandInRemote {
    if (!this.remote) throw new Error('there is no stand-in that takes orders to go wrong');
    return this.remote;
  }

  /** Starts or stops Kafka or PostgreSQL under the services, or says how it is; answers what the script says, as JSON. */
  engine(
    name: 'kafka' | 'postgres',
    action: 'start' | 'stop' | 'status',
    ...args: string[]
  ): Promise<string> {
    const script = join(ROOT, `scripts/${name}.mjs`);
    return run([script, action, '--dir', join(this.dir, name), '--json', ...args]);
  }

  async stop(): Promise<void> {
    await this.parts.get('edge')?.end();
    const others = [...this.parts.values()].filter(({ name }) => name !== 'stand-in');
    await Promise.all(others.map((part) => part.end()));
    await this.parts.get('stand-in')?.end();
    await this.engine('kafka', 'stop');
    await this.engine('postgres', 'stop');
  }

  /** Stops everything and removes what was kept. */
  async remove(): Promise<void> {
    await this.stop();
    await this.engine('postgres', 'stop', '--remove');
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 3 });
  }

  private async startAll(): Promise<void> {
    const { dir, say = () => undefined } = this.options;
    mkdirSync(dir, { recursive: true });
    const kept = this.kept();
    say('Starting PostgreSQL and Kafka ...');
    const [postgres, kafka] = await Promise.all([
      this.engine('postgres', 'start'),
      this.engine('kafka', 'start'),
    ]);
    this.env = {
      CONTINUO_EVENT_STORE: 'eventstoredb',
      EVENTSTORE_URL: this.options.eventStoreUrl ?? (await this.startStandIn(kept)),
      CONTINUO_MESSAGING: 'kafka',
      KAFKA_BROKERS: (JSON.parse(kafka) as { bootstrap: string }).bootstrap,
      CONTINUO_READ_STORE: 'postgres',
      CONTINUO_KEYS: 'postgres',
      POSTGRES_URL: (JSON.parse(postgres) as { url: string }).url,
      CONTINUO_KEY_ENCRYPTION_KEY: kept.keyEncryptionKey,
      CONTINUO_TEST_CLOCK_FILE: join(dir, 'test-clock.json'),
      HOST: '127.0.0.1',
      ...this.options.env,
    };
    const cli = join(ROOT, 'dist/apps/platform/src/cli.js');
    await run([cli, 'topics', 'create', '--partitions', '6'], this.env);
    say('Starting the services ...');
    const addresses = await this.startServices(kept);
    const port = this.options.port ?? (kept.ports['edge'] ??= [await freePort()])[0]!;
    writeFileSync(join(dir, 'deployment.json'), JSON.stringify(kept));
    this.url = `http://127.0.0.1:${port}`;
    const edge = this.add('edge', 'apps/platform/src/edge/main.js', [], {
      ...addresses,
      PORT: String(port),
    });
    await this.until(edge, 'Continuo is ready');
  }

  /** Answers what the edge is told about where they are. */
  private async startServices(kept: Kept): Promise<Variables> {
    const addresses: Record<string, string> = {};
    for (const service of SERVICES) {
      const ports = (kept.ports[service] ??= []);
      const count = this.options.instances?.[service] ?? 1;
      while (ports.length < count) ports.push(await freePort());
      const own = ports.slice(0, count);
      for (const [index, port] of own.entries()) {
        const name = index === 0 ? service : `${service}-${index + 1}`;
        this.add(name, `apps/${service}/src/main.js`, [], { PORT: String(port) }).start();
      }
      addresses[`${service.toUpperCase()}_URL`] = own
        .map((port) => `http://127.0.0.1:${port}`)
        .join(',');
    }
    return addresses;
  }

  /** What stays the same from one start to the next. */
  private kept(): Kept {
    const file = join(this.dir, 'deployment.json');
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Kept;
    return { ports: {}, keyEncryptionKey: randomBytes(32).toString('base64') };
  }

  private add(name: string, script: string, args: readonly string[], env: Variables): Part {
    const dataDir = join(this.dir, name);
    mkdirSync(dataDir, { recursive: true });
    const part = new Part(
      name,
      [join(ROOT, 'dist', script), ...args],
      { ...this.env, CONTINUO_DATA_DIR: dataDir, ...env },
      join(this.dir, `${name}.log`),
    );
    this.parts.set(name, part);
    return part;
  }

  private async startStandIn(kept: Kept): Promise<string> {
    const ports = (kept.ports['stand-in'] ??= []);
    while (ports.length < 2) ports.push(await freePort());
    const [port, controlPort] = ports;
    const args = ['--port', String(port), '--data', join(this.dir, 'stand-in')];
    if (this.options.withFaults) {
      args.push('--control-port', String(controlPort));
      this.remote = new StandInRemote(`http://127.0.0.1:${controlPort}`);
    }
    const script = 'libs/testing/src/eventstoredb-stand-in/main.js';
    const part = this.add('stand-in', script, args, {});
    await this.until(part, 'esdb://');
    return part.printed.trim().split('\n').at(-1)!;
  }

  /** Starts a part and waits for a word of it; fails once a part has ended, with what it said last. */
  private async until(part: Part, word: string): Promise<void> {
    const before = part.printed.length;
    part.start();
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!part.printed.slice(before).includes(word)) {
      const ended = [...this.parts.values()].find(({ running }) => !running);
      if (ended || Date.now() > deadline) {
        const { name, printed } = ended ?? part;
        const what = ended ? 'has ended' : 'did not get ready';
        throw new Error(`${name} ${what}; it said:\n${printed.slice(-2_000)}`);
      }
      await pause(LOOK_EVERY_MS);
    }
  }
}

/** Runs a program to its end; answers what it printed. */
function run(args: readonly string[], env: Variables = {}): Promise<string> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let complained = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()));
  return new Promise((done, failed) => {
    child.once('exit', (code) =>
      code === 0 ? done(printed) : failed(new Error(`${args.join(' ')}: ${complained}`)),
    );
  });
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });
}
