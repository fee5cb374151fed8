import { join } from 'node:path';
import type { Instant } from '@continuo/kernel/instant';
import { addMs } from '@continuo/kernel/instant';
import { GroupCommit } from '@continuo/sqlite/group-commit';
import {
  OperationRefusedError,
  StorageFullError as FileFullError,
  WriterStoppedError,
} from '@continuo/sqlite/writer-errors';
import { checkAppend } from '../append-check';
import { StorageFullError, StoreStoppedError, WrongExpectedRevisionError } from '../errors';
import type {
  AppendRequest,
  AppendResult,
  DueStream,
  EventFilter,
  EventStore,
  NewEvent,
  Position,
  ReadStreamOptions,
  RecordedEvent,
  Snapshot,
  StoredReply,
  SubscribeOptions,
  Subscription,
} from '../event-store';
import type { PagedSubscription } from '../paged-subscription';
import { LiveTail } from './live-tail';
import type { RecordOp, RecordResult, WrongRevision } from './record-op';
import { RecordReader } from './record-reader';
import { RecordSubscription } from './record-subscription';

export interface SqliteEventStoreOptions {
  readonly file: string;
  /** A commit failed: the store writes no more, and the process should end and start again. */
  readonly onStopped?: (reason: Error) => void;
  /** The clock at start: replies that are a month old by then are removed. */
  readonly now?: Instant;
  /** Size limit of the file in pages of 4 KiB: beyond it the storage counts as full. */
  readonly maxPageCount?: number;
  /** Absolute path, without extension, of another writer module: for drills and tests. */
  readonly writerModule?: string;
}

const REPLIES_KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** The record in one SQLite file: written by one thread in groups, read here. */
export class SqliteEventStore implements EventStore {
  private readonly tail: LiveTail;
  private readonly subscriptions = new Set<PagedSubscription>();
  private wakeScheduled = false;

  private constructor(
    private readonly writer: GroupCommit<RecordOp, RecordResult>,
    private readonly reader: RecordReader,
  ) {
    this.tail = new LiveTail(reader.head());
  }

  static async open(options: SqliteEventStoreOptions): Promise<SqliteEventStore> {
    const { file, maxPageCount, now } = options;
    const writer = await GroupCommit.open<RecordOp, RecordResult>({
      file,
      maxPageCount,
      handlerModule: options.writerModule ?? join(__dirname, 'record-writer'),
      onStopped: (reason) => {
        store.stopped(reason);
        options.onStopped?.(reason);
      },
    });
    const store: SqliteEventStore = new SqliteEventStore(writer, new RecordReader({ file }));
    if (now) void store.purgeReplies(addMs(now, -REPLIES_KEPT_MS));
    return store;
  }

  append(request: AppendRequest): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      checkAppend(request);
      const { stream, expectedRevision, dueAt, events } = request;
      const revision = expectedRevision + events.length;
      this.writer.enqueue(
        { kind: 'append', stream, expectedRevision, dueAt, events: toFields(events) },
        (position) => {
          const repeated = !this.follow(request, position);
          resolve(repeated ? { revision, position, repeated } : { revision, position });
        },
        (error) => reject(refusalOf(error, request)),
      );
    });
  }

  async readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]> {
    return this.reader.readStream(stream, options);
  }

  async readAll(options: EventFilter & { after: Position; maxCount: number }) {
    return this.reader.readAll(options);
  }

  subscribe(options: SubscribeOptions): Subscription {
    const subscription = new RecordSubscription(options, this.reader, this.tail, (ended) =>
      this.subscriptions.delete(ended),
    );
    this.subscriptions.add(subscription);
    return subscription.start();
  }

  async head(): Promise<Position> {
    return this.reader.head();
  }

  seen(): Position {
    return this.reader.head();
  }

  async dueStreams(
    category: string,
    now: Instant,
    maxCount: number,
  ): Promise<readonly DueStream[]> {
    return this.reader.dueStreams(category, now, maxCount);
  }

  async nextDueAt(categories: readonly string[]): Promise<Instant | undefined> {
    return this.reader.nextDueAt(categories);
  }

  async loadSnapshot(stream: string): Promise<Snapshot | undefined> {
    return this.reader.loadSnapshot(stream);
  }

  saveSnapshot(stream: string, { revision, version, state }: Snapshot): void {
    const op: RecordOp = {
      kind: 'snapshot',
      stream,
      revision,
      version,
      state: JSON.stringify(state),
    };
    this.writer.enqueue(op, ignore, ignore);
  }

  async findReply(key: string): Promise<StoredReply | undefined> {
    return this.reader.findReply(key);
  }

  saveReply(reply: StoredReply): Promise<void> {
    return new Promise((resolve, reject) => {
      this.writer.enqueue(
        { kind: 'reply', reply },
        () => resolve(),
        (error) => reject(storeError(error)),
      );
    });
  }

  /** Lets the file grow to this many pages of 4 KiB. */
  limitPages(maxPageCount: number): void {
    this.writer.limitPages(maxPageCount);
  }

  async close(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await this.writer.close();
    this.reader.close();
  }

  /** Puts what was appended into the tail; false when a repeated append is there, or in the file, already. */
  private follow({ stream, events, expectedRevision }: AppendRequest, last: Position): boolean {
    if (last <= this.tail.end) return false;
    let revision = expectedRevision;
    let position = last - events.length;
    for (const { id, type, data, metadata } of events) {
      revision += 1;
      position += 1;
      this.tail.push({ stream, revision, position, id, type, data, metadata });
    }
    if (this.wakeScheduled || this.subscriptions.size === 0) return true;
    this.wakeScheduled = true;
    setImmediate(this.wakeSubscriptions);
    return true;
  }

  private readonly wakeSubscriptions = (): void => {
    this.wakeScheduled = false;
    for (const subscription of this.subscriptions) subscription.wake();
  };

  private stopped(reason: Error): void {
    const error = new StoreStoppedError(reason.message, { cause: reason });
    for (const subscription of this.subscriptions) subscription.fail(error);
  }

  /** Old replies only take space: what is not removed now is removed at another start. */
  private async purgeReplies(before: Instant): Promise<void> {
    try {
      while ((await this.writer.submit({ kind: 'purge-replies', before })) > 0);
    } catch {
      return;
    }
  }
}

function ignore(): void {}

/** The events as the writer wants them: each JSON text is made once. */
function toFields(events: readonly NewEvent[]): string[] {
  const fields: string[] = [];
  let metadata: NewEvent['metadata'] | undefined;
  let metadataText = '';
  for (const event of events) {
    if (event.metadata !== metadata) {
      metadata = event.metadata;
      metadataText = JSON.stringify(metadata);
    }
    fields.push(event.id, event.type, JSON.stringify(event.data), metadataText);
  }
  return fields;
}

function refusalOf(error: Error, { stream, expectedRevision }: AppendRequest): Error {
  if (!(error instanceof OperationRefusedError)) return storeError(error);
  const { actualRevision } = error.reason as WrongRevision;
  return new WrongExpectedRevisionError(stream, expectedRevision, actualRevision);
}

function storeError(error: Error): Error {
  if (error instanceof FileFullError) return new StorageFullError();
  if (error instanceof WriterStoppedError)
    return new StoreStoppedError(error.message, { cause: error });
  return error;
}
