import type { Instant } from '@continuo/kernel/instant';
import type { EventData, JSONEventType, RecordedEvent as ServerEvent } from '@eventstore/db-client';
import { jsonEvent } from '@eventstore/db-client';
import type { AppendRequest, EventMetadata, Position, RecordedEvent } from '../event-store';
import { eventHash, type HashedRow } from '../hash-chain';

/** Raised when the layout of the custom metadata changes; every older one stays readable. */
const LAYOUT = 1;

/** The custom metadata of an event in EventStoreDB. */
interface StoredMetadata {
  /** Layout of this object; what has no such field was not written by Continuo. */
  readonly continuo: typeof LAYOUT;
  /** Of the stream's chain, up to and with this event: SHA-256 in hex. */
  readonly hash: string;
  /** In the last event of an append that changed it; null clears it. */
  readonly dueAt?: Instant | null;
  readonly event: EventMetadata;
}

/** An event of ours, and what is kept with it. */
export interface DecodedEvent {
  readonly event: RecordedEvent;
  /** In hex. */
  readonly hash: string;
  readonly dueAt: Instant | null | undefined;
}

/** A stored event that this version cannot read. */
export class UnreadableEventError extends Error {
  constructor(stream: string, revision: number, problem: string) {
    super(`event ${revision} of stream ${stream} in EventStoreDB cannot be read: ${problem}`);
    this.name = 'UnreadableEventError';
  }
}

/** The events of an append as EventStoreDB gets them, hashed on from the one before. */
export function encodeAppend(
  { stream, expectedRevision, events, dueAt }: AppendRequest,
  previousHash: string,
): EventData[] {
  let hash = previousHash;
  let revision = expectedRevision;
  return events.map((event, index) => {
    const { id, type, metadata } = event;
    revision += 1;
    hash = eventHash(hash, { stream, revision, id, type, ...textsOf(event) });
    const due = index === events.length - 1 && dueAt !== undefined ? { dueAt } : {};
    const stored: StoredMetadata = { continuo: LAYOUT, hash, ...due, event: metadata };
    return jsonEvent<JSONEventType>({
      id,
      type,
      data: event.data as Record<string, unknown>,
      metadata: stored,
    });
  });
}

/** Undefined when somebody else has written it. Throws {@link UnreadableEventError}. */
export function decodeEvent(stored: ServerEvent): DecodedEvent | undefined {
  const metadata = stored.metadata as Partial<StoredMetadata> | undefined;
  if (metadata?.continuo === undefined) return undefined;
  const { streamId: stream, id, type } = stored;
  const revision = Number(stored.revision);
  if (metadata.continuo !== LAYOUT || !metadata.event || typeof metadata.hash !== 'string') {
    const problem = `its metadata has layout ${metadata.continuo}, this version knows ${LAYOUT}`;
    throw new UnreadableEventError(stream, revision, problem);
  }
  const event: RecordedEvent = {
    stream,
    revision,
    position: positionOf(stored),
    id,
    type,
    data: stored.data as object,
    metadata: metadata.event,
  };
  return { event, hash: metadata.hash, dueAt: metadata.dueAt };
}

/** As the chain sees it. JSON that was written by `JSON.stringify` becomes the same text again. */
export function hashedRow({ event, hash }: DecodedEvent): HashedRow {
  const { stream, revision, id, type } = event;
  return { stream, revision, id, type, ...textsOf(event), hash: Buffer.from(hash, 'hex') };
}

/** The commit position as a number. Throws {@link UnreadableEventError} where the server has given none. */
export function positionOf(
  stored: Pick<ServerEvent, 'streamId' | 'revision' | 'position'>,
): Position {
  const commit = stored.position?.commit;
  if (commit !== undefined && isSafe(commit)) return Number(commit);
  throw new UnreadableEventError(
    stored.streamId,
    Number(stored.revision),
    `its position is ${commit}; a server from version 22.10 on is needed`,
  );
}

/** A position as the server counts it. Throws where a number cannot hold it. */
export function toPosition(commit: bigint): Position {
  if (isSafe(commit)) return Number(commit);
  throw new RangeError(`position ${commit} of EventStoreDB is beyond ${Number.MAX_SAFE_INTEGER}`);
}

function isSafe(commit: bigint): boolean {
  return commit <= BigInt(Number.MAX_SAFE_INTEGER);
}

function textsOf({ data, metadata }: Pick<RecordedEvent, 'data' | 'metadata'>) {
  return { data: JSON.stringify(data), metadata: JSON.stringify(metadata) };
}
