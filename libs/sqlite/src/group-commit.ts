import { join } from 'node:path';
import { MessageChannel, type MessagePort, type Worker } from 'node:worker_threads';
import type { FailedOp, WriterAnswer, WriterRequest, WriterStart } from './group-commit.protocol';
import { spawnWorker } from './spawn-worker';
import { OperationRefusedError, StorageFullError, WriterStoppedError } from './writer-errors';

export interface GroupCommitOptions {
  readonly file: string;
  /** Absolute path, without extension, of a module that exports `createHandler` (a `HandlerFactory`). */
  readonly handlerModule: string;
  /** Handed to `createHandler`; must survive structured cloning. */
  readonly handlerOptions?: unknown;
  /** The writer writes no more because a commit failed: the process should end and be started again. */
  readonly onStopped?: (reason: Error) => void;
  readonly maxPageCount?: number;
}

/** So many are handed over without waiting for the rest: the thread works while more are being prepared. */
const HANDED_OVER_AT_ONCE = 32;

interface Waiter<Result> {
  readonly onDone: (result: Result) => void;
  readonly onFailed: (error: Error) => void;
}

/**
 * The one writer of an SQLite file: a thread that owns the connection and writes all operations
 * submitted in one turn of the event loop, or while it was busy, in one durable transaction.
 */
export class GroupCommit<Op, Result> {
  private queue: Op[] = [];
  /** Of all operations that were not answered, in order. */
  private waiters: Waiter<Result>[] = [];
  private stopped: WriterStoppedError | undefined;
  private closing: Promise<void> | undefined;
  private closed = () => {};
  private readonly flush = () => {
    if (this.queue.length === 0) return;
    const ops = this.queue;
    this.queue = [];
    this.send({ kind: 'batch', ops });
  };

  private constructor(
    private readonly options: GroupCommitOptions,
    private readonly worker: Worker,
    private readonly requests: MessagePort,
    private readonly signal: Int32Array,
  ) {}

  /** Resolves when the file is open and the handler has created its tables. */
  static open<Op, Result>(options: GroupCommitOptions): Promise<GroupCommit<Op, Result>> {
    const { file, handlerModule, handlerOptions, maxPageCount } = options;
    const { port1, port2: requests } = new MessageChannel();
    const signal = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const workerData: WriterStart = {
      requests,
      signal,
      file,
      handlerModule,
      handlerOptions,
      maxPageCount,
    };
    const worker = spawnWorker(join(__dirname, 'group-commit.worker'), {
      workerData,
      transferList: [requests],
    });
    return new Promise((resolve, reject) => {
      worker.once('error', reject);
      worker.once('message', () => {
        worker.off('error', reject);
        const writer = new GroupCommit<Op, Result>(options, worker, port1, signal);
        worker.on('message', (answer: WriterAnswer) => writer.receive(answer));
        worker.on('error', (error) => writer.stop(error));
        worker.on('exit', () => writer.ended());
        resolve(writer);
      });
    });
  }

  /**
   * Resolves when the operation is on the disk. Rejects with {@link OperationRefusedError},
   * {@link StorageFullError}, {@link WriterStoppedError}, or what the handler threw.
   */
  submit(op: Op): Promise<Result> {
    return new Promise((onDone, onFailed) => this.enqueue(op, onDone, onFailed));
  }

  /** {@link submit} without a promise; operations of one batch are called back in order, in one go. */
  enqueue(op: Op, onDone: (result: Result) => void, onFailed: (error: Error) => void): void {
    if (this.stopped) return onFailed(this.stopped);
    if (this.closing) return onFailed(new WriterStoppedError(this.options.file, 'it was closed'));
    this.queue.push(op);
    this.waiters.push({ onDone, onFailed });
    if (this.queue.length === HANDED_OVER_AT_ONCE) this.flush();
    else if (this.waiters.length === 1) setImmediate(this.flush);
  }

  /** Lets the file grow to this many pages. */
  limitPages(maxPageCount: number): void {
    this.send({ kind: 'limit', maxPageCount });
  }

  /** Writes what was submitted, then ends the thread. */
  close(): Promise<void> {
    if (this.closing) return this.closing;
    this.closing = new Promise((resolve) => (this.closed = resolve));
    if (this.stopped) this.terminate();
    else {
      this.flush();
      this.send({ kind: 'close' });
    }
    return this.closing;
  }

  private receive(answer: WriterAnswer): void {
    if (answer.kind === 'stopped') return this.stop(answer.error);
    if (answer.kind !== 'done' && answer.kind !== 'full') return;
    const count = answer.kind === 'done' ? answer.results.length : answer.count;
    const waiters = this.waiters.splice(0, count);
    // The thread gets its next batch before the callers hear of this one.
    if (this.queue.length === this.waiters.length) this.flush();
    if (answer.kind === 'full') {
      for (const waiter of waiters) waiter.onFailed(new StorageFullError(this.options.file));
      return;
    }
    const failed =
      answer.failed && new Map(answer.failed.map((failure) => [failure.index, failure]));
    for (let index = 0; index < waiters.length; index += 1) {
      const failure = failed?.get(index);
      if (failure) waiters[index]?.onFailed(this.errorOf(failure));
      else waiters[index]?.onDone(answer.results[index] as Result);
    }
  }

  private errorOf(failure: FailedOp): Error {
    if ('refused' in failure) return new OperationRefusedError(failure.refused);
    return 'full' in failure ? new StorageFullError(this.options.file) : failure.error;
  }

  /** It is not known what is on the disk: every waiter fails, nothing is written any more. */
  private stop(reason: Error): void {
    if (this.stopped) return;
    this.stopped = new WriterStoppedError(this.options.file, reason.message, { cause: reason });
    const waiters = this.waiters;
    this.queue = [];
    this.waiters = [];
    for (const waiter of waiters) waiter.onFailed(this.stopped);
    this.options.onStopped?.(this.stopped);
    if (this.closing) this.terminate();
  }

  private ended(): void {
    if (!this.closing || this.waiters.length > 0) this.stop(new Error('the writer thread ended'));
    this.closed();
  }

  private terminate(): void {
    void this.worker.terminate().then(() => this.closed());
  }

  private send(request: WriterRequest): void {
    this.requests.postMessage(request);
    Atomics.add(this.signal, 0, 1);
    Atomics.notify(this.signal, 0);
  }
}
