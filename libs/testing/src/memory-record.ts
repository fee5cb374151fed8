import {
  categoryOf,
  type DomainEvent,
  type EventFilter,
  type EventMetadata,
  type Position,
  type RecordedEvent,
  type SubscribeOptions,
  type Subscription,
} from '@continuo/event-store/event-store';
import { newEvents } from './examples';

/** The reading side of the record in memory, for specs of what follows it. */
export class MemoryRecord {
  readonly events: RecordedEvent[] = [];
  private readonly followers = new Set<() => void>();

  async append(
    stream: string,
    events: readonly DomainEvent[],
    metadata: Partial<EventMetadata> = {},
  ): Promise<Position> {
    const before = this.events.filter((event) => event.stream === stream).length;
    newEvents(`${stream}@${before}`, events, metadata).forEach((event, index) => {
      this.events.push({
        ...event,
        stream,
        revision: before + index,
        position: this.events.length + 1,
      });
    });
    for (const wake of this.followers) wake();
    return this.events.length;
  }

  async head(): Promise<Position> {
    return this.events.length;
  }

  async readAll({
    after,
    maxCount,
    categories,
  }: EventFilter & { after: Position; maxCount: number }): Promise<{
    events: readonly RecordedEvent[];
    upTo: Position;
  }> {
    const rest = this.events.slice(after);
    const wanted = rest.filter(
      (event) => !categories || categories.includes(categoryOf(event.stream)),
    );
    const events = wanted.slice(0, maxCount);
    const upTo = wanted.length > maxCount ? events.at(-1)!.position : this.events.length;
    return { events, upTo };
  }

  subscribe({
    after,
    pageSize = 1_000,
    onPage,
    onError,
    categories,
  }: SubscribeOptions): Subscription {
    let stopped = false;
    let wake = () => {};
    let appended = false;
    const follow = async () => {
      let position = after;
      while (!stopped) {
        appended = false;
        const page = await this.readAll({ after: position, maxCount: pageSize, categories });
        if (page.upTo > position) await onPage(page.events, page.upTo);
        else if (!appended) await new Promise<void>((resolve) => (wake = resolve));
        position = page.upTo;
      }
    };
    const signal = () => {
      appended = true;
      wake();
    };
    this.followers.add(signal);
    const done = follow()
      .catch((error: unknown) => onError(error as Error))
      .finally(() => this.followers.delete(signal));
    return {
      stop: () => {
        stopped = true;
        wake();
        return done;
      },
    };
  }
}
