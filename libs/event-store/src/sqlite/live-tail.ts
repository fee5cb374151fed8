import type { Position, RecordedEvent } from '../event-store';

/** How many events are kept, at least, once that many were appended. */
const KEPT_EVENTS = 4_096;

/** The events appended last, in memory: who follows the record gets the very objects, unread. */
export class LiveTail {
  private events: RecordedEvent[] = [];

  /** `start`: the tail has every event after this position. */
  constructor(private start: Position) {}

  get end(): Position {
    return this.start + this.events.length;
  }

  covers(after: Position): boolean {
    return after >= this.start;
  }

  push(event: RecordedEvent): void {
    if (event.position !== this.end + 1) {
      throw new Error(`event ${event.position} does not follow ${this.end}`);
    }
    this.events.push(event);
    if (this.events.length < 2 * KEPT_EVENTS) return;
    this.events = this.events.slice(KEPT_EVENTS);
    this.start += KEPT_EVENTS;
  }

  /** Up to `maxCount` events after a position that the tail covers. */
  read(after: Position, maxCount: number): RecordedEvent[] {
    const from = after - this.start;
    return this.events.slice(from, from + maxCount);
  }
}
