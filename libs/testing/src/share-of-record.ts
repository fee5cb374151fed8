import {
  type AppendRequest,
  type AppendResult,
  categoryOf,
  type DueStream,
  type EventFilter,
  type EventStore,
  type Position,
  type ReadStreamOptions,
  type RecordedEvent,
  type Snapshot,
  type StoredReply,
  type SubscribeOptions,
  type Subscription,
} from '@continuo/event-store/event-store';

const PAGE = 500;

/**
 * A part of a record that others use, too: looks like an empty record of its own. Its categories
 * carry a mark in the record itself, and its positions count from where the record ended.
 */
export class ShareOfRecord implements EventStore {
  constructor(
    private readonly inner: EventStore,
    /** Letters that no other share has. */
    private readonly mark: string,
    /** Where the record ended when this share began. */
    private readonly base: Position,
  ) {}

  async append(request: AppendRequest): Promise<AppendResult> {
    const result = await this.inner.append({ ...request, stream: this.marked(request.stream) });
    return { ...result, position: result.position - this.base };
  }

  async readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]> {
    return this.ours(await this.inner.readStream(this.marked(stream), options));
  }

  async readAll(options: EventFilter & { after: Position; maxCount: number }) {
    const head = await this.head();
    const categories = options.categories && new Set(options.categories);
    const found: RecordedEvent[] = [];
    for (let after = options.after; after < head;) {
      const page = await this.inner.readAll({
        after: this.base + after,
        maxCount: PAGE,
        categories: options.categories?.map((category) => category + this.mark),
      });
      found.push(
        ...this.ours(page.events).filter(
          ({ stream }) => !categories || categories.has(categoryOf(stream)),
        ),
      );
      after = page.upTo - this.base;
    }
    const events = found.slice(0, options.maxCount);
    const last = events.length === options.maxCount ? events.at(-1) : undefined;
    return { events, upTo: last?.position ?? Math.max(options.after, head) };
  }

  subscribe(options: SubscribeOptions): Subscription {
    return this.inner.subscribe({
      ...options,
      after: this.base + options.after,
      categories: options.categories?.map((category) => category + this.mark),
      onPage: (events, upTo) => options.onPage(this.ours(events), upTo - this.base),
    });
  }

  seen(): Position {
    return this.inner.seen() - this.base;
  }

  async head(): Promise<Position> {
    let head: Position = 0;
    for (let after = this.base; ;) {
      const { events, upTo } = await this.inner.readAll({ after, maxCount: PAGE });
      head = this.ours(events).at(-1)?.position ?? head;
      if (upTo === after) return head;
      after = upTo;
    }
  }

  async dueStreams(category: string, now: string, maxCount: number): Promise<DueStream[]> {
    const due = await this.inner.dueStreams(category + this.mark, now, maxCount);
    return due.map(({ stream, dueAt }) => ({ stream: this.unmarked(stream), dueAt }));
  }

  nextDueAt(categories: readonly string[]) {
    return this.inner.nextDueAt(categories.map((category) => category + this.mark));
  }

  loadSnapshot(stream: string) {
    return this.inner.loadSnapshot(this.marked(stream));
  }

  saveSnapshot(stream: string, snapshot: Snapshot): void {
    this.inner.saveSnapshot(this.marked(stream), snapshot);
  }

  async findReply(key: string): Promise<StoredReply | undefined> {
    const reply = await this.inner.findReply(`${this.mark}:${key}`);
    return reply && { ...reply, key };
  }

  saveReply(reply: StoredReply): Promise<void> {
    return this.inner.saveReply({ ...reply, key: `${this.mark}:${reply.key}` });
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  private ours(events: readonly RecordedEvent[]): RecordedEvent[] {
    return events
      .filter(({ stream }) => categoryOf(stream).endsWith(this.mark))
      .map((event) => ({
        ...event,
        stream: this.unmarked(event.stream),
        position: event.position - this.base,
      }));
  }

  private marked(stream: string): string {
    const category = categoryOf(stream);
    return category + this.mark + stream.slice(category.length);
  }

  private unmarked(stream: string): string {
    const category = categoryOf(stream);
    return category.slice(0, -this.mark.length) + stream.slice(category.length);
  }
}
