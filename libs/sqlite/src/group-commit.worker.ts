import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
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
let idle: NodeJS.Timeout | undefined;

port.on('message', (request: WriterRequest) => {
  switch (request.kind) {
    case 'batch':
      answer(writer.write(request.ops));
      if (!idle) idle = setTimeout(checkpoint, CHECKPOINT_AFTER_IDLE_MS);
      else idle.refresh();
      return;
    case 'limit':
      return limitPages(request.maxPageCount);
    case 'close':
      clearTimeout(idle);
      if (!writer.stopped) {
        db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
        db.close();
      }
      answer({ kind: 'closed' });
      port.close();
  }
});
answer({ kind: 'ready' });

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
