import type { Actor } from '@continuo/kernel/actor';
import type { Instant } from '@continuo/kernel/instant';

/** Place in the whole record: grows with every event, may have gaps; 0 is before the first event. */
export type Position = number;

/** Revision of a stream that does not exist yet; the first event has revision 0. */
export const NO_STREAM = -1;

/** Who, when, why and caused by what: stored with every event. */
export interface EventMetadata {
  readonly actor: Actor;
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly callId?: string;
  readonly scriptVersion?: string;
  readonly reason?: string;
  readonly traceparent?: string;
  /** When it was written, by the clock of the process. */
  readonly recordedAt: Instant;
  /** When it was true in business; the same as `recordedAt` unless it was imported or back-dated. */
  readonly effectiveAt: Instant;
}

/** An event as the domain knows it: `type` is its stored, versioned name (`order.placed.v1`). */
export interface DomainEvent {
  readonly type: string;
  readonly data: object;
}

export interface NewEvent extends DomainEvent {
  /** Uuid; the same whenever the same command is carried out again. */
  readonly id: string;
  readonly metadata: EventMetadata;
}

export interface RecordedEvent extends NewEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
}

export interface AppendRequest {
  /** `<category>-<id>`; the category has no dash. */
  readonly stream: string;
  /** Revision of the last event the caller has seen, or {@link NO_STREAM}. There is no 'any'. */
  readonly expectedRevision: number;
  readonly events: readonly NewEvent[];
  /**
   * When the stream wants to be woken next, written in the same transaction: an instant replaces
   * the stream's due date, null clears it, undefined leaves it.
   */
  readonly dueAt?: Instant | null;
}

export interface AppendResult {
  /** Revision of the last event appended. */
  readonly revision: number;
  /** Position of the last event appended. */
  readonly position: Position;
  /** The same events stood there already: nothing was written. */
  readonly repeated?: true;
}

export interface ReadStreamOptions {
  readonly direction?: 'forwards' | 'backwards';
  /** First revision read; by default the stream's first (forwards) or last (backwards). */
  readonly fromRevision?: number;
  readonly maxCount?: number;
}

/** Which events: those of any of these categories, all when absent. */
export interface EventFilter {
  readonly categories?: readonly string[];
}

export interface RecordPage {
  readonly events: readonly RecordedEvent[];
  /** The position reached: how far the record was looked at for them. */
  readonly upTo: Position;
}

export interface SubscribeOptions extends EventFilter {
  /** Exclusive: the position of the last event already handled. */
  readonly after: Position;
  readonly pageSize?: number;
  /** Called one page after the other; `upTo` is the position the subscription has reached, events or not. */
  readonly onPage: (events: readonly RecordedEvent[], upTo: Position) => Promise<void> | void;
  /** The subscription has ended: `onPage` threw or the store failed. */
  readonly onError: (error: Error) => void;
}

export interface Subscription {
  stop(): Promise<void>;
}

export interface Snapshot {
  readonly revision: number;
  /** Shape of `state`: a snapshot of another version is ignored. */
  readonly version: number;
  readonly state: unknown;
}

export interface StoredReply {
  /** Hash of who asked and the Idempotency-Key. */
  readonly key: string;
  /** SHA-256 of method, path and body. */
  readonly requestHash: string;
  readonly status: number;
  /** The response body, encrypted for whoever asked, and the headers that belong to it as they were sent. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly recordedAt: Instant;
}

export interface DueStream {
  readonly stream: string;
  readonly dueAt: Instant;
}

/** The record. Every adapter passes `libs/testing/src/event-store.contract.ts`. */
export interface EventStore {
  /**
   * Appends all events or none, durable when the promise resolves. The same ids at the same revision
   * again are a success. Throws {@link WrongExpectedRevisionError}, {@link StorageFullError},
   * {@link StoreStoppedError}.
   */
  append(request: AppendRequest): Promise<AppendResult>;
  /** A stream's events; none when it does not exist. */
  readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]>;
  /** Up to `maxCount` events after a position, oldest first, and the position reached. */
  readAll(options: EventFilter & { after: Position; maxCount: number }): Promise<RecordPage>;
  /** Catches up from a position, then follows what is appended. */
  subscribe(options: SubscribeOptions): Subscription;
  /** Position of the last event, 0 when there is none. */
  head(): Promise<Position>;
  /** A position that includes everything this process has appended or read; costs nothing. */
  seen(): Position;
  /** Streams of a category whose due date has come, the longest overdue first. */
  dueStreams(category: string, now: Instant, maxCount: number): Promise<readonly DueStream[]>;
  /** The earliest due date of all streams of these categories. */
  nextDueAt(categories: readonly string[]): Promise<Instant | undefined>;
  loadSnapshot(stream: string): Promise<Snapshot | undefined>;
  /** Best effort: a snapshot that is lost costs time, never truth. */
  saveSnapshot(stream: string, snapshot: Snapshot): void;
  findReply(key: string): Promise<StoredReply | undefined>;
  /** Keeps the first answer given under a key; durable when the promise resolves. */
  saveReply(reply: StoredReply): Promise<void>;
  /** Waits for what was accepted, then closes. */
  close(): Promise<void>;
}

/** Injection token of the {@link EventStore}. */
export const EVENT_STORE = Symbol('EventStore');

export function categoryOf(stream: string): string {
  const dash = stream.indexOf('-');
  return dash < 0 ? stream : stream.slice(0, dash);
}

export function idOf(stream: string): string {
  return stream.slice(stream.indexOf('-') + 1);
}
