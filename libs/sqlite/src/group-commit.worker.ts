import { createRequire } from 'node:module';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { HandlerFactory } from './batch-handler';
import { BatchWriter } from './batch-writer';
import type { WriterAnswer, WriterRequest, WriterStart } from './group-commit.protocol';
import { openDatabase } from './open-database';
import { reserveWal } from './reserve-wal';

/** Quiet time after which the WAL is copied into the database, so that it is not done in a rush. */
const CHECKPOINT_AFTER_IDLE_MS = 1_000;
/** What a WAL holds between checkpoints: pages written over and over are copied once. */
const WAL_PAGES = 1_900;
const WAL_RESERVED_BYTES = 8 * 1024 * 1024;

/** Operations of one transaction: beyond this, the rest waits for the next. */
const MAX_BATCH = 1_000;

const port = parentPort;
if (!port) throw new Error('the writer runs in a worker thread');

const start = workerData as WriterStart;
const db = openDatabase({ file: start.file, cacheKib: 65_536 });
db.exec(`PRAGMA wal_autocheckpoint = ${WAL_PAGES}`);
if (start.maxPageCount !== undefined) limitPages(start.maxPageCount);

const { createHandler } = createRequire(__filename)(start.handlerModule) as {
  createHandler: HandlerFactory<unknown, unknown>;
};
const writer = new BatchWriter(db, createHandler(db, start.handlerOptions));
reserveWal(start.file, WAL_RESERVED_BYTES);
/** Came while a transaction was open, and is no part of it. */
let held: WriterRequest | undefined;
answer({ kind: 'ready' });
serve();

/**
 * Writes all operations that have come, in one transaction, over and over. It sleeps on the signal and not
 * in an event loop: nothing else happens in this thread, and waking up is much of what an append waits for.
 */
function serve(): void {
  for (;;) {
    const seen = Atomics.load(start.signal, 0);
    const request = nextRequest();
    if (request?.kind === 'batch') writeFrom(request.ops);
    else if (request?.kind === 'limit') limitPages(request.maxPageCount);
    else if (request?.kind === 'close') return close();
    else sleepUntilNot(seen);
  }
}

/** One transaction of these operations and of those that come while they are carried out. */
function writeFrom(ops: readonly unknown[]): void {
  let taken = ops.length;
  answer(
    writer.write(ops, () => {
      if (taken >= MAX_BATCH) return [];
      const request = nextRequest();
      if (request?.kind !== 'batch') {
        held = request;
        return [];
      }
      taken += request.ops.length;
      return request.ops;
    }),
  );
}

function nextRequest(): WriterRequest | undefined {
  if (held) {
    const request = held;
    held = undefined;
    return request;
  }
  const received = receiveMessageOnPort(start.requests) as { message: WriterRequest } | undefined;
  return received?.message;
}

function sleepUntilNot(seen: number): void {
  const woken = Atomics.wait(start.signal, 0, seen, CHECKPOINT_AFTER_IDLE_MS);
  if (woken !== 'timed-out') return;
  checkpoint();
  Atomics.wait(start.signal, 0, seen);
}

function close(): void {
  if (!writer.stopped) {
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    db.close();
  }
  answer({ kind: 'closed' });
}

function answer(message: WriterAnswer): void {
  port?.postMessage(message);
}

function checkpoint(): void {
  const stopped = writer.checkpoint();
  if (stopped) answer(stopped);
}

function limitPages(maxPageCount: number): void {
  db.exec(`PRAGMA max_page_count = ${Math.trunc(maxPageCount)}`);
}
