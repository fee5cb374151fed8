import { NO_STREAM as NO_STREAM_YET } from '@eventstore/db-client';
import { LRUCache } from 'lru-cache';
import { WrongExpectedRevisionError } from '../errors';
import { type AppendRequest, type AppendResult, NO_STREAM } from '../event-store';
import { CHAIN_START } from '../hash-chain';
import { type Connection, withDeadline } from './connection';
import { appendRefusalOf } from './failures';
import type { HighestSeen } from './highest-seen';
import { Places } from './places';
import type { RecordReads } from './record-reads';
import { type DecodedEvent, encodeAppend, toPosition } from './stored-event';

/** The end of a stream, as it was read: what the hash of its next event follows from. */
interface StreamHead {
  readonly revision: number;
  readonly hash: string;
}

const MAX_HEADS = 50_000;
/** More at once gain nothing: they only wait for each other while the time to answer runs. */
const MAX_UNDER_WAY = 64;
/**
 * An append is sent event by event. Called off on the way, its call ends as a whole one does (an
 * END_STREAM before the reset), and what was sent until then may be written. So a call that is given up
 * goes on by itself: it has the effect of the one that repeats it, or none.
 */
const CALLED_OFF_MS = 10 * 60_000;
const NEW_STREAM: StreamHead = { revision: NO_STREAM, hash: CHAIN_START };

/** Appends to streams, those to one stream one after the other. */
export class Appender {
  private readonly tails = new Map<string, Promise<unknown>>();
  private readonly places = new Places(MAX_UNDER_WAY);
  private readonly heads = new LRUCache<string, StreamHead>({ max: MAX_HEADS });

  constructor(
    private readonly connection: Connection,
    private readonly reads: RecordReads,
    private readonly seen: HighestSeen,
  ) {}

  async append(request: AppendRequest): Promise<AppendResult> {
    const { stream } = request;
    const carryOut = () => this.places.within(() => this.carryOut(request));
    const run = this.tails.get(stream)?.then(carryOut, carryOut) ?? carryOut();
    this.tails.set(stream, run);
    try {
      return await run;
    } finally {
      if (this.tails.get(stream) === run) this.tails.delete(stream);
    }
  }

  private async carryOut(request: AppendRequest): Promise<AppendResult> {
    const { expectedRevision, events } = request;
    const head = await this.headFor(request);
    if (head.revision !== expectedRevision) return this.settle(request, head);
    const data = encodeAppend(request, head.hash);
    const before = this.seen.value;
    const { commit } = await this.send(request, data);
    const position = commit === undefined ? 0 : toPosition(commit);
    // Whatever is written now comes after all that was seen before.
    if (position <= before) return this.settle(request);
    this.seen.raise(position);
    return { revision: expectedRevision + events.length, position };
  }

  /**
   * Events of a stream were read. Only what was read counts as its end: the server takes the same ids
   * for a repeat whatever they carry, so what another process has written under them may hash otherwise.
   */
  haveRead(stream: string, events: readonly DecodedEvent[]): void {
    const last = events.at(-1);
    if (last) this.heads.set(stream, { revision: last.event.revision, hash: last.hash });
  }

  /** The same ids at the same revision as often as it takes: the server writes them once. */
  private async send(
    request: AppendRequest,
    data: ReturnType<typeof encodeAppend>,
  ): Promise<{ commit: bigint | undefined }> {
    const { stream, expectedRevision } = request;
    const { deadlineMs } = this.connection.patience;
    const options = {
      expectedRevision: expectedRevision === NO_STREAM ? NO_STREAM_YET : BigInt(expectedRevision),
      requiresLeader: true,
      deadline: CALLED_OFF_MS,
    } as const;
    try {
      const { position } = await this.connection.run((client) =>
        withDeadline(client.appendToStream(stream, data, options), deadlineMs),
      );
      return { commit: position?.commit };
    } catch (error) {
      this.heads.delete(stream);
      throw appendRefusalOf(error, request);
    }
  }

  /**
   * Where the stream ends, as far as the append needs it: of a stream that is said to be new the
   * server finds out, and the end that was met last cannot have become another event since.
   */
  private async headFor({ stream, expectedRevision }: AppendRequest): Promise<StreamHead> {
    const known = this.heads.get(stream);
    if (known?.revision === expectedRevision) return known;
    if (!known && expectedRevision === NO_STREAM) return NEW_STREAM;
    const last = await this.reads.readStream(stream, { direction: 'backwards', maxCount: 1 });
    this.haveRead(stream, last);
    return last[0] ? { revision: last[0].event.revision, hash: last[0].hash } : NEW_STREAM;
  }

  /** The stream is elsewhere: a success if exactly these events stand where they would have been put. */
  private async settle(request: AppendRequest, head?: StreamHead): Promise<AppendResult> {
    const { stream, expectedRevision, events } = request;
    const fromRevision = expectedRevision + 1;
    const standing = await this.reads.readStream(stream, { fromRevision, maxCount: events.length });
    const last = standing.at(-1);
    const same =
      standing.length === events.length &&
      standing.every(({ event }, index) => event.id === events[index]?.id);
    if (same && last) {
      const { revision, position } = last.event;
      return { revision, position, repeated: true };
    }
    const actualRevision = head?.revision ?? last?.event.revision ?? NO_STREAM;
    throw new WrongExpectedRevisionError(stream, expectedRevision, actualRevision);
  }
}
