import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';

export type Variables = Readonly<Record<string, string>>;

const STOP_WITHIN_MS = 30_000;

/** A process, started again under the same name with the same settings. */
export class Part {
  private child: ChildProcess | undefined;
  private ended: Promise<number | null> = Promise.resolve(null);

  constructor(
    readonly name: string,
    private readonly args: readonly string[],
    readonly env: Variables,
    readonly logFile: string,
  ) {}

  start(): this {
    const log = openSync(this.logFile, 'a');
    // Ctrl-C reaches whoever started the deployment, which ends its parts in order.
    const child = spawn(process.execPath, this.args, {
      env: { ...process.env, ...this.env },
      stdio: ['ignore', log, log],
      detached: true,
    });
    this.ended = new Promise((done) => child.once('exit', (code) => done(code)));
    this.child = child;
    return this;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  get running(): boolean {
    return this.child?.exitCode === null && this.child.signalCode === null;
  }

  get printed(): string {
    return existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8') : '';
  }

  /** Resolves with the exit code; a part that does not end in time is killed. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (!this.running) return this.child?.exitCode ?? null;
    this.child?.kill(signal);
    const timer = setTimeout(() => this.child?.kill('SIGKILL'), STOP_WITHIN_MS);
    const code = await this.ended;
    clearTimeout(timer);
    return code;
  }

  /** How it ends by itself. */
  exit(): Promise<number | null> {
    return this.ended;
  }
}
