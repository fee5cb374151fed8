import {
  type AllStreamRecordedEvent,
  BACKWARDS,
  END,
  FORWARDS,
  type ReadAllOptions,
  type ReadPosition,
  type ReadStreamOptions as ServerReadOptions,
  type RecordedEvent,
  START,
  type StreamingRead,
} from '@eventstore/db-client';
import {
  categoryOf,
  type EventFilter,
  type Position,
  type ReadStreamOptions,
} from '../event-store';
import type { Connection } from './connection';
import { isStreamNotFound, NotAnsweredError, refusalOf } from './failures';
import type { HighestSeen } from './highest-seen';
import { type DecodedEvent, decodeEvent, positionOf, UnreadableEventError } from './stored-event';

export interface DecodedPage {
  readonly events: readonly DecodedEvent[];
  readonly upTo: Position;
}

/** Streams of the server itself, and links to events, begin with it. */
const SYSTEM = '$';
/** What is read must be what was acknowledged last: a follower may be behind. */
const FROM_LEADER = { requiresLeader: true } as const;
/** Events asked for at once. */
const MAX_PAGE = 1_000;

/** Reads of streams and of $all; each has the deadline that the client has not. */
export class RecordReads {
  constructor(
    private readonly connection: Connection,
    private readonly seen: HighestSeen,
  ) {}

  /** None when the stream does not exist. Throws `StreamDeletedError` for one that has a tombstone. */
  async readStream(
    stream: string,
    { direction = 'forwards', fromRevision, maxCount }: ReadStreamOptions = {},
  ): Promise<DecodedEvent[]> {
    const options: ServerReadOptions = {
      direction: direction === 'forwards' ? FORWARDS : BACKWARDS,
      fromRevision: direction === 'forwards' ? START : END,
      maxCount,
      ...FROM_LEADER,
    };
    if (fromRevision !== undefined) options.fromRevision = BigInt(fromRevision);
    try {
      const events = await this.connection.run((client) =>
        this.collect(client.readStream(stream, options)),
      );
      return events.flatMap(({ event }) => (event ? decodeOwn(event) : []));
    } catch (error) {
      if (isStreamNotFound(error)) return [];
      throw refusalOf(error, stream);
    }
  }

  /** Up to `maxCount` events of ours after a position, and the position up to which $all was looked at. */
  async readAll({
    after,
    maxCount,
    categories,
  }: EventFilter & { after: Position; maxCount: number }): Promise<DecodedPage> {
    const isAsked = filterOf(categories);
    const count = Math.min(categories ? MAX_PAGE : maxCount, MAX_PAGE) + 1;
    const events: DecodedEvent[] = [];
    let upTo = after;
    for (let more = true; more && events.length < maxCount;) {
      const page = await this.readPage(upTo, count);
      more = page.length === count;
      for (const event of page) {
        const position = positionOf(event);
        // The server's reads begin with the event at the position, ours after it.
        if (position <= upTo) continue;
        upTo = position;
        const decoded = decodeOurs(event, isAsked);
        if (decoded && events.push(decoded) === maxCount) break;
      }
    }
    this.seen.raise(upTo);
    return { events, upTo };
  }

  /** Position of the last event in $all, whosever it is; 0 when there is none. */
  async head(): Promise<Position> {
    const [last] = await this.readPage(undefined, 1);
    const head = last ? positionOf(last) : 0;
    this.seen.raise(head);
    return head;
  }

  /** Events of $all from a position on, which is included, or the last ones, backwards. */
  private async readPage(
    from: Position | undefined,
    maxCount: number,
  ): Promise<AllStreamRecordedEvent[]> {
    const options: ReadAllOptions = {
      direction: from === undefined ? BACKWARDS : FORWARDS,
      fromPosition: from === undefined ? END : positionAt(from),
      maxCount,
      ...FROM_LEADER,
    };
    try {
      const page = await this.connection.run((client) => this.collect(client.readAll(options)));
      return page.flatMap(({ event }) => event ?? []);
    } catch (error) {
      throw refusalOf(error);
    }
  }

  /**
   * All that a read gives, to its end: one that is broken off may keep the client from ever being
   * disposed of. A long read may take its time: the deadline holds for each event.
   */
  private async collect<Resolved>(read: StreamingRead<Resolved>): Promise<Resolved[]> {
    const { deadlineMs } = this.connection.patience;
    const events: Resolved[] = [];
    // After the last event somebody must still be there for an error of the connection.
    read.on('error', ignore);
    const overdue = setTimeout(() => {
      read.destroy(new NotAnsweredError(deadlineMs));
      read.cancel().catch(ignore);
    }, deadlineMs);
    try {
      for await (const resolved of read) {
        overdue.refresh();
        events.push(resolved as Resolved);
      }
      return events;
    } finally {
      clearTimeout(overdue);
    }
  }
}

/** An event of a stream that only Continuo writes to. */
function decodeOwn(event: RecordedEvent): DecodedEvent {
  const decoded = decodeEvent(event);
  if (decoded) return decoded;
  const problem = 'it was not written by Continuo';
  throw new UnreadableEventError(event.streamId, Number(event.revision), problem);
}

/** For the categories asked for; all when there are none. */
export function filterOf(categories?: readonly string[]): (stream: string) => boolean {
  if (!categories) return () => true;
  const asked = new Set(categories);
  return (stream) => asked.has(categoryOf(stream));
}

/** Undefined for events of the server, of others, and of categories that were not asked for. */
export function decodeOurs(
  event: AllStreamRecordedEvent,
  isAsked: (stream: string) => boolean,
): DecodedEvent | undefined {
  if (event.streamId.startsWith(SYSTEM) || event.type.startsWith(SYSTEM)) return undefined;
  return isAsked(event.streamId) ? decodeEvent(event) : undefined;
}

export function positionAt(position: Position): ReadPosition {
  if (position === 0) return START;
  return { commit: BigInt(position), prepare: BigInt(position) };
}

function ignore(): void {}
