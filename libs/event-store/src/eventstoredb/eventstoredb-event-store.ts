import { addMs, type Instant } from '@continuo/kernel/instant';
import { checkAppend } from '../append-check';
import { StoreStoppedError } from '../errors';
import type {
  AppendRequest,
  AppendResult,
  DueStream,
  EventFilter,
  EventStore,
  Position,
  ReadStreamOptions,
  RecordedEvent,
  RecordPage,
  Snapshot,
  StoredReply,
  SubscribeOptions,
  Subscription,
} from '../event-store';
import { Appender } from './appender';
import { Connection, PATIENCE, type Patience } from './connection';
import { checkEventStoreUrl } from './connection-string';
import { DueFollower } from './due-follower';
import { DueNotes } from './due-notes';
import { assertAnswers } from './first-answer';
import { HighestSeen } from './highest-seen';
import { RecordReads } from './record-reads';
import { RecordSubscription } from './record-subscription';
import type { DueChange, RecordSide } from './record-side';
import { RecordTail } from './record-tail';
import { TailSubscription } from './tail-subscription';

export interface EventStoreDbOptions extends Partial<Patience> {
  /** EVENTSTORE_URL; see {@link checkEventStoreUrl}. */
  readonly url: string;
  /** Closed with the store; when it cannot be opened, its owner closes it. */
  readonly side: RecordSide;
  /** The clock at start: replies that are a month old by then are removed. */
  readonly now?: Instant;
  /**
   * What this process follows of the record again and again: it is received once, for all who follow it
   * and for those who read what has just come.
   */
  readonly tail?: EventFilter;
  /**
   * Waits for a lease, does its work until `lost` aborts, and gives the lease up when it is released:
   * of several processes one takes over due dates. By default each does.
   */
  readonly hold?: Hold;
  /** How long a start waits for the server's first answer; 10 seconds by default. */
  readonly startMs?: number;
  /** Something failed that goes on by itself: a due date or snapshot beside the record. */
  readonly onTrouble?: (what: string, error: unknown) => void;
}

type Hold = (
  lease: string,
  work: (lost: AbortSignal) => Promise<void>,
) => { release(): Promise<void> };

const REPLIES_KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** The record in EventStoreDB, and beside it what EventStoreDB has no place for (docs/adr/0008). */
export class EventStoreDbEventStore implements EventStore {
  private readonly subscriptions = new Set<Subscription>();
  private readonly underWay = new Set<Promise<unknown>>();
  private readonly dueDates: ReturnType<Hold>;
  private readonly dueNotes: DueNotes;
  private readonly tail: RecordTail | undefined;
  private closed = false;

  private constructor(
    private readonly connection: Connection,
    private readonly reads: RecordReads,
    private readonly highest: HighestSeen,
    private readonly appender: Appender,
    private readonly side: RecordSide,
    private readonly onTrouble: (what: string, error: unknown) => void,
    { tail, hold = alone }: Pick<EventStoreDbOptions, 'tail' | 'hold'>,
  ) {
    const { deadlineMs } = connection.patience;
    const follower = new DueFollower(reads, side, deadlineMs, onTrouble);
    this.dueDates = hold('due-dates', (lost) => follower.follow(lost));
    this.dueNotes = new DueNotes(side, deadlineMs);
    this.tail = tail && new RecordTail(tail, highest.value, (options) => this.follow(options));
  }

  /** Throws `EventStoreUrlError`, or `StoreUnavailableError` when no server answers in time. */
  static async open(options: EventStoreDbOptions): Promise<EventStoreDbEventStore> {
    const { side, now, startMs, onTrouble = () => undefined } = options;
    const { deadlineMs = PATIENCE.deadlineMs, budgetMs = PATIENCE.budgetMs } = options;
    const url = checkEventStoreUrl(options.url);
    const seen = new HighestSeen();
    await assertAnswers(url, seen, startMs);
    const connection = new Connection(url, { deadlineMs, budgetMs });
    const reads = new RecordReads(connection, seen);
    const appender = new Appender(connection, reads, seen);
    const store = new EventStoreDbEventStore(
      connection,
      reads,
      seen,
      appender,
      side,
      onTrouble,
      options,
    );
    if (now) store.inBackground('old replies', side.purgeReplies(addMs(now, -REPLIES_KEPT_MS)));
    return store;
  }

  async append(request: AppendRequest): Promise<AppendResult> {
    if (this.closed) throw new StoreStoppedError('it was closed');
    checkAppend(request);
    return this.track(this.appendAndNote(request));
  }

  async readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]> {
    const events = await this.track(this.reads.readStream(stream, options));
    if (options?.direction !== 'backwards') this.appender.haveRead(stream, events);
    return events.map(({ event }) => event);
  }

  async readAll(options: EventFilter & { after: Position; maxCount: number }): Promise<RecordPage> {
    const { after, maxCount, categories } = options;
    if (this.tail?.has(options) && this.tail.covers(after)) {
      const page = this.tail.read(after, maxCount, categories);
      // Whoever has all of the tail may know of something that has not come yet.
      if (page.upTo > after) return page;
    }
    return this.readServer(options);
  }

  subscribe(options: SubscribeOptions): Subscription {
    const { tail } = this;
    if (!tail?.has(options)) return this.follow(options);
    const read = (page: EventFilter & { after: Position; maxCount: number }) =>
      this.readServer(page);
    const subscription = new TailSubscription(options, tail, read, (ended) =>
      this.subscriptions.delete(ended),
    );
    this.subscriptions.add(subscription);
    return subscription.start();
  }

  head(): Promise<Position> {
    return this.track(this.reads.head());
  }

  seen(): Position {
    return this.highest.value;
  }

  dueStreams(category: string, now: Instant, maxCount: number): Promise<readonly DueStream[]> {
    return this.side.dueStreams(category, now, maxCount);
  }

  nextDueAt(categories: readonly string[]): Promise<Instant | undefined> {
    return this.side.nextDueAt(categories);
  }

  loadSnapshot(stream: string): Promise<Snapshot | undefined> {
    return this.side.loadSnapshot(stream);
  }

  saveSnapshot(stream: string, snapshot: Snapshot): void {
    this.inBackground('a snapshot', this.side.saveSnapshot(stream, snapshot));
  }

  findReply(key: string): Promise<StoredReply | undefined> {
    return this.side.findReply(key);
  }

  saveReply(reply: StoredReply): Promise<void> {
    return this.track(this.side.saveReply(reply));
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([
      this.dueDates.release(),
      ...[...this.subscriptions].map((subscription) => subscription.stop()),
    ]);
    await Promise.allSettled(this.underWay);
    await this.connection.close();
    await this.side.close();
  }

  /** A subscription of its own. */
  private follow(options: SubscribeOptions): Subscription {
    const { connection, reads, highest } = this;
    const subscription = new RecordSubscription(options, connection, reads, highest, (ended) =>
      this.subscriptions.delete(ended),
    );
    this.subscriptions.add(subscription);
    return subscription;
  }

  private async readServer(
    options: EventFilter & { after: Position; maxCount: number },
  ): Promise<RecordPage> {
    const { events, upTo } = await this.track(this.reads.readAll(options));
    return { events: events.map(({ event }) => event), upTo };
  }

  private async appendAndNote(request: AppendRequest): Promise<AppendResult> {
    const result = await this.appender.append(request);
    const { stream, dueAt } = request;
    if (dueAt !== undefined) await this.note({ stream, revision: result.revision, dueAt });
    return result;
  }

  /** What is lost here is in the event, and the {@link DueFollower} finds it there. */
  private async note(change: DueChange): Promise<void> {
    try {
      await this.dueNotes.note(change);
    } catch (error) {
      this.onTrouble(`the due date of ${change.stream} cannot be noted now`, error);
    }
  }

  private inBackground(what: string, work: Promise<void>): void {
    void this.track(work).catch((error: unknown) =>
      this.onTrouble(`${what} cannot be kept`, error),
    );
  }

  /** Until it has settled, `close` waits. */
  private async track<Result>(work: Promise<Result>): Promise<Result> {
    this.underWay.add(work);
    try {
      return await work;
    } finally {
      this.underWay.delete(work);
    }
  }
}

/** Nobody else does the work. */
const alone: Hold = (_, work) => {
  const released = new AbortController();
  const working = work(released.signal);
  return {
    release: () => {
      released.abort();
      return working;
    },
  };
};
