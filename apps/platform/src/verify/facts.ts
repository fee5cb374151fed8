import type {
  EventFilter,
  Position,
  RecordedEvent,
  StoredReply,
} from '@continuo/event-store/event-store';
import type { ChainReport } from '@continuo/event-store/hash-chain';
import type { Compared } from '@continuo/read-store/comparison';
import type { Projection } from '@continuo/read-store/projection';
import type { BookedCharge } from './checks/money';
import type { StoredText } from './stored-text';

/** An answer as it was sent, without its body. */
export type Acknowledged = Pick<StoredReply, 'status' | 'headers'>;

/** An event, and its place in its stream's hash chain; in hex. */
export interface KeptHash {
  readonly event: RecordedEvent;
  readonly hash: string;
}

/** What the checks ask of the record, wherever it is; it is only read. */
export interface RecordFacts {
  head(): Promise<Position>;
  /** In the order of the record. */
  readAll(options: EventFilter & { after: Position; maxCount: number }): Promise<{
    events: readonly RecordedEvent[];
    upTo: Position;
  }>;
  chains(): Promise<ChainReport>;
  /** Every event with its hash, in the order of the record. */
  kept(): Iterable<KeptHash> | AsyncIterable<KeptHash>;
  /** All answers that are kept. */
  acknowledged(): Promise<Iterable<Acknowledged>>;
  close(): void | Promise<void>;
}

/** All that the checks look at. Each part may be kept elsewhere. */
export interface Facts {
  readonly record: RecordFacts;
  /** Place in the record up to which every service has read what concerns it. */
  handledUpTo(): Promise<Position>;
  /** Read models beside their replays; none when there is nothing to be compared. */
  compare(projections: readonly Projection[]): AsyncIterable<Compared>;
  /** The gateway's own books, oldest entry first. */
  books(): Iterable<BookedCharge> | AsyncIterable<BookedCharge>;
  /** Every text that is kept outside the events. */
  texts(): AsyncIterable<StoredText>;
  close(): Promise<void>;
}
