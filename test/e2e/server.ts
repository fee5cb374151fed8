import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from '../../apps/platform/src/api-client';

export const ADMIN_KEY = 'ck_admin_for-tests-only-0123456789';

const MAIN = resolve(__dirname, '../../dist/apps/platform/src/main.js').replace(
  '/dist/dist/',
  '/dist/',
);
const START_TIMEOUT_MS = 120_000;

/** The built server as a process of its own, on a data directory of its own. */
export class ServerProcess {
  private child: ChildProcess | undefined;
  private output = '';
  url = '';

  private constructor(
    readonly dataDir: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  static async start(env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
    const server = new ServerProcess(mkdtempSync(join(tmpdir(), 'continuo-')), env);
    await server.run();
    return server;
  }

  /** Starts the process (again) and waits until all services are ready. */
  async run(): Promise<void> {
    rmSync(join(this.dataDir, 'server.json'), { force: true });
    this.child = spawn(process.execPath, [MAIN], {
      env: {
        ...process.env,
        CONTINUO_DATA_DIR: this.dataDir,
        CONTINUO_ADMIN_KEY: ADMIN_KEY,
        CONTINUO_LOG_LEVEL: 'error',
        PORT: '0',
        ...this.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
      (stream as Socket | null)?.unref();
    }
    this.child.unref(); // one that a failed suite forgets does not keep the tests from ending
    const file = join(this.dataDir, 'server.json');
    const deadline = performance.now() + START_TIMEOUT_MS;
    for (;;) {
      if (this.child.exitCode !== null) throw new Error(`the server ended: ${this.output}`);
      const written = existsSync(file) ? readFileSync(file, 'utf8') : '';
      // Looked at in the midst of writing, it is not whole.
      if (written.trimEnd().endsWith('}')) {
        this.url = (JSON.parse(written) as { url: string }).url;
        const ready = await fetch(`${this.url}/health/ready`).catch(() => undefined);
        if (ready?.status === 200) return;
      }
      if (performance.now() > deadline)
        throw new Error(`the server did not get ready: ${this.output}`);
      await sleep(50);
    }
  }

  client(session = 'e2e', key = ADMIN_KEY): ApiClient {
    return new ApiClient(this.url, key, session);
  }

  get printed(): string {
    return this.output;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  /** Ends the process and answers its exit code: SIGINT is Ctrl-C, SIGKILL the power cut. */
  async end(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null)
      return child?.exitCode ?? null;
    const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
    child.ref();
    child.kill(signal);
    return ended;
  }

  async remove(): Promise<void> {
    await this.end('SIGKILL');
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
