import type {
  EventFilter,
  Position,
  RecordedEvent,
  RecordPage,
  SubscribeOptions,
  Subscription,
} from '../event-store';
import { filterOf } from './record-reads';

/** How many events are kept, at least, once that many have come. */
const KEPT_EVENTS = 2_048;

/**
 * What has come last of the categories that this process works with, received over one subscription:
 * all who follow the record here share it, and the server sends each event once.
 */
export class RecordTail {
  /** Why nothing comes any more. */
  failure: Error | undefined;
  private events: RecordedEvent[] = [];
  private upTo: Position;
  private readonly waiting = new Set<() => void>();
  private readonly categories: ReadonlySet<string> | undefined;

  /** `start`: the tail has every event after this position. */
  constructor(
    filter: EventFilter,
    private start: Position,
    subscribe: (options: SubscribeOptions) => Subscription,
  ) {
    this.categories = filter.categories && new Set(filter.categories);
    this.upTo = start;
    subscribe({
      after: start,
      categories: filter.categories,
      onPage: (events, upTo) => this.push(events, upTo),
      onError: (error) => {
        this.failure = error;
        this.wakeAll();
      },
    });
  }

  /** Whether all that is asked for comes here. */
  has({ categories }: EventFilter): boolean {
    if (this.failure) return false;
    return !this.categories || (categories?.every((name) => this.categories?.has(name)) ?? false);
  }

  covers(after: Position): boolean {
    return after >= this.start;
  }

  /** Up to `maxCount` events after a position that the tail covers, and how far it has looked. */
  read(after: Position, maxCount: number, categories?: readonly string[]): RecordPage {
    const isAsked = filterOf(categories);
    const events: RecordedEvent[] = [];
    for (let index = this.firstAfter(after); index < this.events.length; index += 1) {
      const event = this.events[index]!;
      if (!isAsked(event.stream)) continue;
      events.push(event);
      if (events.length === maxCount) return { events, upTo: event.position };
    }
    return { events, upTo: Math.max(after, this.upTo) };
  }

  /** Resolves when the tail reaches beyond a position, or ends; `stop` ends the wait. */
  beyond(position: Position): { readonly moved: Promise<void>; stop(): void } {
    let stop = () => {};
    const moved = new Promise<void>((resolve) => {
      stop = () => {
        this.waiting.delete(stop);
        resolve();
      };
      if (this.upTo > position || this.failure) resolve();
      else this.waiting.add(stop);
    });
    return { moved, stop };
  }

  private push(events: readonly RecordedEvent[], upTo: Position): void {
    this.events.push(...events);
    this.upTo = upTo;
    if (this.events.length >= 2 * KEPT_EVENTS) {
      const dropped = this.events.length - KEPT_EVENTS;
      this.start = this.events[dropped - 1]!.position;
      this.events = this.events.slice(dropped);
    }
    this.wakeAll();
  }

  private wakeAll(): void {
    for (const wake of this.waiting) wake();
  }

  /** Index of the first event after a position. */
  private firstAfter(position: Position): number {
    let low = 0;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.events[middle]!.position > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
