import { join } from 'node:path';
import { AggregateRegistry } from '@continuo/event-store/aggregate';
import { NO_STREAM } from '@continuo/event-store/event-store';
import { FIELDS_PER_EVENT, type RecordOp } from '@continuo/event-store/sqlite/record-op';
import { RecordReader } from '@continuo/event-store/sqlite/record-reader';
import { createHandler } from '@continuo/event-store/sqlite/record-writer';
import { BatchWriter } from '@continuo/sqlite/batch-writer';
import { openDatabase } from '@continuo/sqlite/open-database';
import type { BenchOptions, Figure } from './bench';
import { ORDER, orderHistory, orderIdOf } from './order-events';
import { elapsedMs, scratchFolder } from './scratch';

const ORDERS = 40_000;
const PAGE = 1_000;
/** Events per turn of one side. */
const TURN = 20 * PAGE;

let prepared: { file: string; events: number } | undefined;

/** 200,000 events into state (scan, parse, upcast, fold), against scanning and parsing the same rows. */
export async function run({ seconds }: BenchOptions): Promise<Figure> {
  const { file, events } = (prepared ??= writeHistory(join(scratchFolder(), 'record.db')));
  const reader = new RecordReader({ file });
  const bare = openDatabase({ file, readOnly: true, cacheKib: 32_768 });
  const select = bare.prepare(
    `SELECT position, stream, revision, id, type, data, metadata FROM events
     WHERE position > ? ORDER BY position LIMIT ${PAGE}`,
  );
  select.setReturnArrays(true);

  const registry = new AggregateRegistry([ORDER]);
  const states = new Map<string, unknown>();
  const replay = (from: number) => {
    for (let after = from; after < from + TURN && after < events;) {
      const page = reader.readAll({ after, maxCount: PAGE });
      for (const recorded of page.events) {
        const { stream } = recorded;
        const state = states.get(stream) ?? ORDER.decider.initialState();
        states.set(
          stream,
          ORDER.decider.evolve(state as never, registry.upcast(recorded) as never),
        );
      }
      after = page.upTo;
    }
  };
  const scan = (from: number) => {
    for (let after = from; after < from + TURN && after < events;) {
      for (const row of select.all(after)) {
        JSON.parse(row[5]);
        JSON.parse(row[6]);
        after = row[0];
      }
    }
  };

  replay(0);
  scan(0);
  let oursMs = 0;
  let bareMs = 0;
  let replayed = 0;
  do {
    states.clear();
    for (let from = 0; from < events; from += TURN) {
      oursMs += await elapsedMs(() => replay(from));
      bareMs += await elapsedMs(() => scan(from));
    }
    replayed += events;
    if (states.size !== ORDERS) throw new Error(`${states.size} of ${ORDERS} orders were replayed`);
  } while (Math.min(oursMs, bareMs) < seconds * 1000);
  reader.close();
  bare.close();
  const value = (replayed / oursMs) * 1000;
  const bound = (replayed / bareMs) * 1000;
  return { name: 'replay', value, bound, unit: 'events/s', ratio: value / bound, aim: '>= 0.6' };
}

/** A call centre's day: orders overlap, so that the events of one stream lie apart. */
function writeHistory(file: string): { file: string; events: number } {
  const db = openDatabase({ file, cacheKib: 65_536 });
  const writer = new BatchWriter(db, createHandler(db));
  let events = 0;
  const histories: { stream: string; fields: string[]; revision: number }[] = [];
  const batch: RecordOp[] = [];
  const flush = () => {
    const answer = writer.write(batch);
    if (answer.kind !== 'done' || answer.failed)
      throw new Error('the history could not be written');
    batch.length = 0;
  };
  const appendNext = (history: (typeof histories)[number]) => {
    const { stream, revision, fields } = history;
    batch.push({
      kind: 'append',
      stream,
      expectedRevision: revision,
      dueAt: null,
      events: fields.splice(0, FIELDS_PER_EVENT),
    });
    history.revision += 1;
    events += 1;
    if (batch.length === PAGE) flush();
  };
  for (let n = 0; n < ORDERS; n += 1) {
    const fields = orderHistory(n).flatMap(({ id, type, data, metadata }) => [
      id,
      type,
      JSON.stringify(data),
      JSON.stringify(metadata),
    ]);
    histories.push({ stream: `order-${orderIdOf(n)}`, fields, revision: NO_STREAM });
    for (const history of histories) appendNext(history);
    if (histories[0]?.fields.length === 0) histories.shift();
  }
  for (const history of histories) while (history.fields.length > 0) appendNext(history);
  if (batch.length > 0) flush();
  db.close();
  return { file, events };
}
