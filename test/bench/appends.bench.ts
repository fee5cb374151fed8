import { join } from 'node:path';
import { NO_STREAM } from '@continuo/event-store/event-store';
import { createTables } from '@continuo/event-store/sqlite/schema';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { openDatabase } from '@continuo/sqlite/open-database';
import type { BenchOptions, Figure } from './bench';
import { orderIdOf, orderMetadata, orderPlaced, uuidOf } from './order-events';
import { elapsedMs, scratchFolder } from './scratch';

const CALLERS = 16;
/** Orders per turn of one side: the sides take turns, so that both see the same machine. */
const TURN = 200 * CALLERS;

/** Durable appends of 16 callers, against bare SQLite with 16 inserts of the same rows per commit. */
export async function run({ seconds }: BenchOptions): Promise<Figure> {
  const folder = scratchFolder();
  const store = await SqliteEventStore.open({ file: join(folder, 'record.db') });
  const bare = bareSqlite(join(folder, 'bare.db'));
  let orders = 0;
  let oursMs = 0;
  let bareMs = 0;
  await appendAll(store, orders, TURN);
  bare.insertAll(orders, TURN);
  for (orders = TURN; Math.min(oursMs, bareMs) < seconds * 1000; orders += TURN) {
    oursMs += await elapsedMs(() => appendAll(store, orders, TURN));
    bareMs += await elapsedMs(() => bare.insertAll(orders, TURN));
  }
  await store.close();
  bare.close();
  const value = ((orders - TURN) / oursMs) * 1000;
  const bound = ((orders - TURN) / bareMs) * 1000;
  return { name: 'appends', value, bound, unit: 'events/s', ratio: value / bound, aim: '>= 0.6' };
}

async function appendAll(store: SqliteEventStore, from: number, count: number): Promise<void> {
  let next = from;
  const { type, data } = orderPlaced(0);
  const metadata = orderMetadata(0);
  const caller = async () => {
    while (next < from + count) {
      const n = next;
      next += 1;
      const events = [{ id: uuidOf(n), type, data, metadata }];
      await store.append({ stream: `order-${orderIdOf(n)}`, expectedRevision: NO_STREAM, events });
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
}

function bareSqlite(file: string) {
  const db = openDatabase({ file, cacheKib: 65_536 });
  db.exec('PRAGMA wal_autocheckpoint = 4096');
  createTables(db);
  const begin = db.prepare('BEGIN IMMEDIATE');
  const insert = db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const commit = db.prepare('COMMIT');
  const { type, data } = orderPlaced(0);
  const dataText = JSON.stringify(data);
  const metadataText = JSON.stringify(orderMetadata(0));
  const hash = Buffer.alloc(32, 7);
  return {
    insertAll(from: number, count: number) {
      for (let n = from; n < from + count;) {
        begin.run();
        for (let inCommit = 0; inCommit < CALLERS; inCommit += 1, n += 1) {
          const stream = `order-${orderIdOf(n)}`;
          insert.run(n + 1, stream, 'order', 0, uuidOf(n), type, dataText, metadataText, hash);
        }
        commit.run();
      }
    },
    close: () => db.close(),
  };
}
