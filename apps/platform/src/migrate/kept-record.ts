import type { EventStore, Position, RecordedEvent } from '@continuo/event-store/event-store';
import type { Instant } from '@continuo/kernel/instant';

/** An event, and what is kept with it. */
export interface KeptEvent {
  readonly event: RecordedEvent;
  /** Of its stream's chain, up to and with this event; in hex. */
  readonly hash: string;
  readonly dueAt?: Instant | null;
}

/** One side of a migration. */
export interface KeptRecord {
  /** Where it is, for a person. */
  readonly place: string;
  head(): Promise<Position>;
  /** In the order of the record. */
  events(): Iterable<KeptEvent> | AsyncIterable<KeptEvent>;
}

/** The side that is written. */
export interface GrowingRecord extends KeptRecord {
  readonly store: Pick<EventStore, 'append'>;
}

/** The record cannot be migrated as it is: says which stream is in the way. */
export class MigrationRefusedError extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'MigrationRefusedError';
  }
}
