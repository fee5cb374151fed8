import { join } from 'node:path';
import { spawnWorker } from '@continuo/sqlite/spawn-worker';
import type { Worker } from 'node:worker_threads';
import type { ProjectorReport, ProjectorRequest, ProjectorStart } from './projector.protocol';

export interface ProjectorThreadOptions extends ProjectorStart {
  /** A projection met an event it cannot take, or (without a name) the thread has died. */
  readonly onStopped?: (failure: Error, projection?: string) => void;
  /** The read models cannot be written now; tried again. */
  readonly onTrouble?: (message: string) => void;
}

interface Waiter {
  readonly projection: string;
  readonly position: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** The thread is told at most this often that the record has grown. */
const TELL_EVERY_MS = 25;

/** Fills the read models in a thread of its own, off the request loop. */
export class ProjectorThread {
  private positions: Readonly<Record<string, number>> = {};
  private readonly failures = new Map<string, Error>();
  private dead: Error | undefined;
  private waiters: Waiter[] = [];
  private head = 0;
  private told: NodeJS.Timeout | undefined;
  private tellAgain = false;
  private closing: Promise<void> | undefined;
  private closed = () => {};

  private constructor(
    private readonly options: ProjectorThreadOptions,
    private readonly worker: Worker,
    private readonly names: readonly string[],
  ) {
    worker.on('message', (report: ProjectorReport) => this.receive(report));
    worker.on('error', (error) => this.died(error));
    worker.on('exit', () => this.died(new Error('the projector thread ended')));
  }

  /** Resolves when `read.db` is open and has the tables of all projections. */
  static open(options: ProjectorThreadOptions): Promise<ProjectorThread> {
    const { recordFile, readFile, definitionsModule } = options;
    const workerData: ProjectorStart = { recordFile, readFile, definitionsModule };
    const worker = spawnWorker(join(__dirname, 'projector.worker'), { workerData });
    return new Promise((resolve, reject) => {
      worker.once('error', reject);
      worker.once('message', (report: ProjectorReport) => {
        worker.off('error', reject);
        resolve(
          new ProjectorThread(options, worker, report.kind === 'ready' ? report.projections : []),
        );
      });
    });
  }

  /** The record has grown up to this position. Costs nothing when it is called for each append. */
  headMoved(position: number): void {
    if (position <= this.head || this.closing) return;
    this.head = position;
    if (this.told) {
      this.tellAgain = true;
      return;
    }
    this.send({ kind: 'head-moved' });
    this.told = setTimeout(() => {
      this.told = undefined;
      if (!this.tellAgain) return;
      this.tellAgain = false;
      if (!this.closing) this.send({ kind: 'head-moved' });
    }, TELL_EVERY_MS);
    this.told.unref();
  }

  /** Rejects when the projection has stopped before that position. */
  async caughtUp(projection: string, position: number): Promise<void> {
    if (!this.names.includes(projection)) throw new Error(`there is no projection ${projection}`);
    if ((this.positions[projection] ?? 0) >= position) return;
    const failure = this.dead ?? this.failures.get(projection);
    if (failure) throw failure;
    this.headMoved(position);
    await new Promise<void>((resolve, reject) => {
      this.waiters.push({ projection, position, resolve, reject });
    });
  }

  /** Finishes the page in hand. */
  close(): Promise<void> {
    if (this.closing) return this.closing;
    clearTimeout(this.told);
    this.closing = new Promise((resolve) => (this.closed = resolve));
    if (this.dead) this.closed();
    else this.send({ kind: 'close' });
    return this.closing;
  }

  private receive(report: ProjectorReport): void {
    switch (report.kind) {
      case 'progress':
        this.positions = { ...this.positions, ...report.positions };
        return this.settle(
          ({ projection, position }) => (this.positions[projection] ?? 0) >= position,
        );
      case 'stopped': {
        const failure = new Error(report.failure);
        this.failures.set(report.projection, failure);
        this.settle(({ projection }) => projection === report.projection, failure);
        return this.options.onStopped?.(failure, report.projection);
      }
      case 'trouble':
        return this.options.onTrouble?.(report.message);
      case 'ready':
      case 'closed':
        return;
    }
  }

  private died(error: Error): void {
    if (this.dead) return;
    this.dead = error;
    this.settle(() => true, error);
    if (this.closing) this.closed();
    else this.options.onStopped?.(error);
  }

  private settle(which: (waiter: Waiter) => boolean, failure?: Error): void {
    if (this.waiters.length === 0) return;
    const settled = this.waiters.filter(which);
    this.waiters = this.waiters.filter((waiter) => !settled.includes(waiter));
    for (const { resolve, reject } of settled) {
      if (failure) reject(failure);
      else resolve();
    }
  }

  private send(request: ProjectorRequest): void {
    this.worker.postMessage(request);
  }
}
