import { join } from 'node:path';
import { createTables } from '@continuo/event-store/sqlite/schema';
import { RecordReader } from '@continuo/event-store/sqlite/record-reader';
import { openDatabase } from '@continuo/sqlite/open-database';
import type { BenchOptions, Figure } from './bench';
import { elapsedMs, median, scratchFolder } from './scratch';

const MANY = 1_000_000;
const FEW = 10_000;
const PAGE = 256;
const CATEGORY = 'subscription';
const NOW = '2026-11-22T06:00:00.000Z';
const MIB = 1024 * 1024;
/** What garbage may take until it is collected; the programs themselves are several times this. */
const MOST_GROWTH_MIB = 64;

/**
 * Median time of finding the next page of programs that fall due, among 1,000,000 that are scheduled,
 * against 10,000. Throws when reading pages makes the process grow.
 */
export async function run({ seconds }: BenchOptions): Promise<Figure> {
  const folder = scratchFolder();
  const many = scheduled(join(folder, 'many.db'), MANY);
  const few = scheduled(join(folder, 'few.db'), FEW);
  const timesMs: { many: number[]; few: number[] } = { many: [], few: [] };
  const readPage = (reader: RecordReader) => {
    const page = reader.dueStreams(CATEGORY, NOW, PAGE);
    if (page.length !== PAGE) throw new Error(`${page.length} programs were due, not ${PAGE}`);
  };
  readPage(many);
  readPage(few);
  const before = process.memoryUsage().rss;
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    timesMs.many.push(await elapsedMs(() => readPage(many)));
    timesMs.few.push(await elapsedMs(() => readPage(few)));
  }
  const grownMib = (process.memoryUsage().rss - before) / MIB;
  many.close();
  few.close();
  if (grownMib > MOST_GROWTH_MIB) throw new Error(`the process grew by ${grownMib.toFixed()} MiB`);
  const [value, bound] = [median(timesMs.many), median(timesMs.few)];
  return { name: 'renewal-page', value, bound, unit: 'ms', ratio: value / bound, aim: '<= 1.2' };
}

/** A record in which so many programs are scheduled, some hundred of them due by now. */
function scheduled(file: string, count: number): RecordReader {
  const db = openDatabase({ file, cacheKib: 65_536 });
  createTables(db);
  const insert = db.prepare('INSERT INTO due VALUES (?, ?, ?)');
  db.exec('PRAGMA synchronous = OFF; BEGIN');
  for (let n = 0; n < count; n += 1) {
    const day = n < 2 * PAGE ? '2026-11-22' : `2027-${n % 2 ? '01' : '02'}-${10 + (n % 18)}`;
    insert.run(`${CATEGORY}-sub_${String(n).padStart(32, '0')}`, CATEGORY, `${day}T05:00:00.000Z`);
  }
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
  return new RecordReader({ file });
}
