import type { Instant } from '@continuo/kernel/instant';
import type { DueStream, Position, Snapshot, StoredReply } from '../event-store';

/** What an append said about the next due date of its stream. */
export interface DueChange {
  readonly stream: string;
  /** Revision of the last event of that append: of two changes to one stream the later one counts. */
  readonly revision: number;
  /** Null: nothing is due any more. */
  readonly dueAt: Instant | null;
}

/**
 * What EventStoreDB has no place for: due dates to be searched by time, snapshots, answers given.
 * None of it is the record: due dates are read from the events' metadata again, snapshots only save
 * time, and a lost answer is given again by the same command, which has no second effect.
 * Every adapter passes `libs/testing/src/record-side.contract.ts`.
 */
export interface RecordSide {
  /** Takes over due dates; `followedTo` is the position up to which all of them are known now. */
  saveDue(changes: readonly DueChange[], followedTo?: Position): Promise<void>;
  /** The highest position given to {@link saveDue}, 0 at first. */
  followedTo(): Promise<Position>;
  /** Streams of a category whose due date has come, the longest overdue first. */
  dueStreams(category: string, now: Instant, maxCount: number): Promise<readonly DueStream[]>;
  /** The earliest due date of all streams of these categories. */
  nextDueAt(categories: readonly string[]): Promise<Instant | undefined>;
  loadSnapshot(stream: string): Promise<Snapshot | undefined>;
  saveSnapshot(stream: string, snapshot: Snapshot): Promise<void>;
  findReply(key: string): Promise<StoredReply | undefined>;
  /** Keeps the first answer given under a key. */
  saveReply(reply: StoredReply): Promise<void>;
  /** Removes answers given before this instant. */
  purgeReplies(before: Instant): Promise<void>;
  close(): Promise<void>;
}
