import { WrongExpectedRevisionError } from '@continuo/event-store/errors';
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
} from '@continuo/event-store/event-store';
import type { Instant } from '@continuo/kernel/instant';

/**
 * The record as far as payments use it, in memory: for specs that play tens of thousands of lives.
 * An append is there or is not; whoever wrote it may be gone before it hears so.
 */
export class MemoryEventStore implements Pick<
  EventStore,
  | 'append'
  | 'readStream'
  | 'readAll'
  | 'head'
  | 'seen'
  | 'dueStreams'
  | 'loadSnapshot'
  | 'saveSnapshot'
> {
  readonly events: RecordedEvent[] = [];
  private readonly streams = new Map<string, RecordedEvent[]>();
  private readonly dueAt = new Map<string, Instant>();

  async append({ stream, expectedRevision, events, dueAt }: AppendRequest): Promise<AppendResult> {
    const known = this.streams.get(stream) ?? [];
    if (known.length - 1 !== expectedRevision) {
      const there = known.slice(expectedRevision + 1, expectedRevision + 1 + events.length);
      const repeated =
        there.length === events.length && there.every(({ id }, at) => id === events[at]?.id);
      if (!repeated)
        throw new WrongExpectedRevisionError(stream, expectedRevision, known.length - 1);
      const last = there[there.length - 1] as RecordedEvent;
      return { revision: last.revision, position: last.position, repeated: true };
    }
    for (const event of events) {
      const { length } = this.events;
      const copy = JSON.parse(JSON.stringify(event)) as typeof event;
      const recorded = { ...copy, stream, revision: known.length, position: length + 1 };
      known.push(recorded);
      this.events.push(recorded);
    }
    this.streams.set(stream, known);
    if (dueAt === null) this.dueAt.delete(stream);
    else if (dueAt !== undefined) this.dueAt.set(stream, dueAt);
    return { revision: known.length - 1, position: this.events.length };
  }

  async readStream(
    stream: string,
    { direction = 'forwards', fromRevision, maxCount }: ReadStreamOptions = {},
  ): Promise<readonly RecordedEvent[]> {
    const events = this.streams.get(stream) ?? [];
    const wanted =
      direction === 'forwards'
        ? events.slice(fromRevision ?? 0)
        : events.slice(0, (fromRevision ?? events.length - 1) + 1).reverse();
    return wanted.slice(0, maxCount);
  }

  async readAll({
    after,
    maxCount,
    categories,
  }: EventFilter & { after: number; maxCount: number }) {
    const events = this.events
      .slice(after)
      .filter(({ stream }) => !categories || categories.includes(categoryOf(stream)))
      .slice(0, maxCount);
    const upTo =
      events.length === maxCount ? (events.at(-1)?.position ?? after) : this.events.length;
    return { events, upTo };
  }

  async head(): Promise<Position> {
    return this.events.length;
  }

  seen(): Position {
    return this.events.length;
  }

  async dueStreams(category: string, now: Instant, maxCount: number): Promise<DueStream[]> {
    return [...this.dueAt]
      .filter(([stream, dueAt]) => categoryOf(stream) === category && dueAt <= now)
      .sort(([, one], [, other]) => (one < other ? -1 : 1))
      .slice(0, maxCount)
      .map(([stream, dueAt]) => ({ stream, dueAt }));
  }

  async loadSnapshot(): Promise<undefined> {
    return undefined;
  }

  saveSnapshot(): void {}
}
