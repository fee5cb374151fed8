import type { Instant } from '@continuo/kernel/instant';
import type { StoredReply } from '../event-store';

/** What the main thread asks of the writer thread; JSON is already text. */
export type RecordOp = AppendOp | SnapshotOp | ReplyOp | PurgeRepliesOp;

export interface AppendOp {
  readonly kind: 'append';
  readonly stream: string;
  readonly expectedRevision: number;
  readonly dueAt: Instant | null | undefined;
  /** id, type, data, metadata of the first event, then of the second, ... */
  readonly events: readonly string[];
}

/** Fields of an event in {@link AppendOp.events}. */
export const FIELDS_PER_EVENT = 4;

export interface SnapshotOp {
  readonly kind: 'snapshot';
  readonly stream: string;
  readonly revision: number;
  readonly version: number;
  readonly state: string;
}

export interface ReplyOp {
  readonly kind: 'reply';
  readonly reply: StoredReply;
}

/** Removes some replies older than an instant. */
export interface PurgeRepliesOp {
  readonly kind: 'purge-replies';
  readonly before: Instant;
}

/** Append: the position of its last event. Purge: how many were removed. Otherwise 0. */
export type RecordResult = number;

/** Why an append was refused. */
export interface WrongRevision {
  readonly actualRevision: number;
}
