import { join } from 'node:path';
import { createTables } from '@continuo/event-store/sqlite/schema';
import type { RecordedEvent } from '@continuo/event-store/event-store';
import { openDatabase } from '@continuo/sqlite/open-database';
import type { BenchOptions, Figure } from './bench';
import { uuidOf } from './order-events';
import { EVENTS_PER_RENEWAL, RenewalRun } from './renewal-run';
import { elapsedMs, scratchFolder } from './scratch';

/** Programs per turn of one side: the sides take turns, so that both see the same machine. */
const TURN = 2_048;
const ROWS_PER_COMMIT = 256;

/**
 * Programs renewed per second, each locked, paid and released, all durable, with a neighbour that answers
 * at once, against bare SQLite with inserts of the same rows, 256 per commit, divided by three.
 */
export async function run({ seconds }: BenchOptions): Promise<Figure> {
  const folder = scratchFolder();
  const renewals = await RenewalRun.open(folder, { latencyMs: 0, inFlight: Infinity });
  await renewals.renew('warm', TURN);
  const bare = bareSqlite(join(folder, 'bare.db'), await renewals.eventsOf('warm'));
  bare.insert(TURN);
  let turns = 0;
  let oursMs = 0;
  let bareMs = 0;
  for (; Math.min(oursMs, bareMs) < seconds * 1000; turns += 1) {
    oursMs += await renewals.renew(`${turns}x`, TURN);
    bareMs += await elapsedMs(() => bare.insert(TURN));
  }
  await renewals.close();
  bare.close();
  const value = ((turns * TURN) / oursMs) * 1000;
  const bound = ((turns * TURN) / bareMs) * 1000;
  return {
    name: 'renewals-0ms',
    value,
    bound,
    unit: 'programs/s',
    ratio: value / bound,
    aim: '>= 0.6',
  };
}

function bareSqlite(file: string, renewal: readonly RecordedEvent[]) {
  const db = openDatabase({ file, cacheKib: 65_536 });
  db.exec('PRAGMA wal_autocheckpoint = 4096');
  createTables(db);
  const begin = db.prepare('BEGIN IMMEDIATE');
  const insert = db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const commit = db.prepare('COMMIT');
  const hash = Buffer.alloc(32, 7);
  const rows = renewal.map(({ type, data, metadata }) => ({
    type,
    data: JSON.stringify(data),
    metadata: JSON.stringify(metadata),
  }));
  let n = 0;
  return {
    insert(programs: number) {
      const end = n + programs * EVENTS_PER_RENEWAL;
      while (n < end) {
        begin.run();
        for (let inCommit = 0; inCommit < ROWS_PER_COMMIT && n < end; inCommit += 1, n += 1) {
          const revision = n % EVENTS_PER_RENEWAL;
          const stream = `subscription-sub_${Math.floor(n / EVENTS_PER_RENEWAL)}`;
          const { type, data, metadata } = rows[revision] as (typeof rows)[number];
          const id = uuidOf(n);
          insert.run(n + 1, stream, 'subscription', revision, id, type, data, metadata, hash);
        }
        commit.run();
      }
    },
    close: () => db.close(),
  };
}
