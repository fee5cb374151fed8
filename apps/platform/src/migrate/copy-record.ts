import type { NewEvent, Position } from '@continuo/event-store/event-store';
import { Chains } from './chains';
import {
  type GrowingRecord,
  type KeptEvent,
  type KeptRecord,
  MigrationRefusedError,
} from './kept-record';

export interface CopiedRecord {
  readonly events: number;
  readonly streams: number;
  readonly alreadyThere: number;
  readonly written: number;
}

/** EventStoreDB takes appends of up to 1 MiB; the layout of its metadata takes room as well. */
const MAX_BATCH_BYTES = 512 * 1024;
const MAX_BATCH = 500;

/**
 * Copies the events that the target has not, in their order; what it has must be the beginning of the
 * source. Throws {@link MigrationRefusedError}, before anything is written when the target differs.
 */
export async function copyRecord(
  source: KeptRecord,
  target: GrowingRecord,
  onProgress: (done: Position, total: Position) => void,
): Promise<CopiedRecord> {
  const total = await source.head();
  const chains = new Chains(source);
  const standing = iterate(target.events());
  const batch = new Batch(target);
  let alreadyThere = 0;
  let beyond = false;
  for await (const kept of source.events()) {
    chains.follow(kept);
    const there = beyond ? undefined : await next(standing);
    if (there) {
      assertSame(there, kept, target, source);
      alreadyThere += 1;
    } else {
      beyond = true;
      await batch.add(kept);
    }
    onProgress(kept.event.position, total);
  }
  const extra = beyond ? undefined : await next(standing);
  if (extra) throw differs(extra, target, source);
  await batch.write();
  const { events, streams } = chains;
  return { events, streams, alreadyThere, written: events - alreadyThere };
}

/** Every stream has as many events and the same last hash on both sides, all in one order. */
export async function compareRecords(source: KeptRecord, target: KeptRecord): Promise<void> {
  const chains = new Chains(target);
  const copies = iterate(target.events());
  for await (const kept of source.events()) {
    const copy = await next(copies);
    if (!copy) {
      const { stream, revision } = kept.event;
      throw new MigrationRefusedError(
        `${target.place} lacks ${stream}@${revision}: migrate once more.`,
      );
    }
    assertSame(copy, kept, target, source);
    chains.follow(copy);
  }
  const extra = await next(copies);
  if (extra) throw differs(extra, target, source);
}

/** Consecutive events of one stream go together. */
class Batch {
  private stream = '';
  private expectedRevision = 0;
  private bytes = 0;
  private events: NewEvent[] = [];

  constructor(private readonly target: GrowingRecord) {}

  async add({ event, dueAt }: KeptEvent): Promise<void> {
    const { stream, revision, id, type, data, metadata } = event;
    const bytes = JSON.stringify([data, metadata]).length * 2;
    const full = this.events.length === MAX_BATCH || this.bytes + bytes > MAX_BATCH_BYTES;
    if (stream !== this.stream || full) await this.write();
    if (this.events.length === 0) {
      this.stream = stream;
      this.expectedRevision = revision - 1;
    }
    this.events.push({ id, type, data, metadata });
    this.bytes += bytes;
    // A due date belongs to the last event of an append.
    if (dueAt !== undefined) await this.write(dueAt);
  }

  async write(dueAt?: KeptEvent['dueAt']): Promise<void> {
    const { stream, expectedRevision, events } = this;
    if (events.length === 0) return;
    this.events = [];
    this.bytes = 0;
    await this.target.store.append({ stream, expectedRevision, events, dueAt });
  }
}

function assertSame(
  there: KeptEvent,
  kept: KeptEvent,
  target: KeptRecord,
  source: KeptRecord,
): void {
  const same =
    there.event.stream === kept.event.stream &&
    there.event.revision === kept.event.revision &&
    there.hash === kept.hash;
  if (!same) throw differs(there, target, source);
}

function differs(there: KeptEvent, target: KeptRecord, source: KeptRecord): Error {
  const { stream, revision } = there.event;
  return new MigrationRefusedError(
    `${target.place} holds something else than ${source.place}: the first stream that differs is ${stream}, at revision ${revision}. ` +
      'Migrate into an empty one, or into the one that an earlier migration has begun.',
  );
}

function iterate(events: Iterable<KeptEvent> | AsyncIterable<KeptEvent>) {
  return Symbol.asyncIterator in events
    ? events[Symbol.asyncIterator]()
    : events[Symbol.iterator]();
}

async function next(
  events: Iterator<KeptEvent> | AsyncIterator<KeptEvent>,
): Promise<KeptEvent | undefined> {
  const { done, value } = await events.next();
  return done ? undefined : (value as KeptEvent);
}
