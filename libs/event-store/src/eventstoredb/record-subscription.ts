import {
  type AllStreamResolvedEvent,
  type AllStreamSubscription,
  excludeSystemEvents,
  streamNameFilter,
} from '@eventstore/db-client';
import { StoreUnavailableError } from '../errors';
import type { Position, SubscribeOptions, Subscription } from '../event-store';
import { type Connection, type HeldClient, pauseAfter, sleep } from './connection';
import { isTransient, refusalOf } from './failures';
import type { HighestSeen } from './highest-seen';
import { decodeOurs, filterOf, positionAt, type RecordReads } from './record-reads';
import { SubscriptionBuffer } from './subscription-buffer';

const DEFAULT_PAGE_SIZE = 500;
/** A checkpoint comes with every so many events that were passed over, times 32. */
const CHECKPOINT_INTERVAL = 1;
/** How long nothing may come, while there is something, before the rest is read instead. */
const QUIET_MS = 150;
/** No stream of ours begins with it. */
const NOTHING = '-';

/**
 * Follows $all from a position, filtered by the server. When the connection ends, or the server has
 * dropped it for being slow, it subscribes again from where it was.
 */
export class RecordSubscription implements Subscription {
  private position: Position;
  private stopping = false;
  private buffer: SubscriptionBuffer | undefined;
  private readonly isAsked: (stream: string) => boolean;
  private readonly pageSize: number;
  private readonly running: Promise<void>;

  constructor(
    private readonly options: SubscribeOptions,
    private readonly connection: Connection,
    private readonly reads: RecordReads,
    private readonly seen: HighestSeen,
    private readonly onEnded: (subscription: RecordSubscription) => void,
  ) {
    this.position = options.after;
    this.isAsked = filterOf(options.categories);
    this.pageSize = options.pageSize ?? DEFAULT_PAGE_SIZE;
    this.running = this.run();
  }

  /** Resolves when the page in hand has been handled; not to be awaited by `onPage` itself. */
  stop(): Promise<void> {
    this.end();
    return this.running;
  }

  private end(): void {
    this.stopping = true;
    this.buffer?.wake();
    this.onEnded(this);
  }

  private async run(): Promise<void> {
    // The subscriber has its subscription in hand before the first page.
    await sleep(0);
    for (let attempt = 0; !this.stopping; attempt += 1) {
      const before = this.position;
      try {
        await this.followOnce();
      } catch (error) {
        if (this.stopping) return;
        if (!(error instanceof ConnectionLost)) return this.fail(error);
      }
      if (this.position > before) attempt = 0;
      if (!this.stopping) await sleep(pauseAfter(attempt));
    }
  }

  private fail(error: unknown): void {
    this.end();
    this.options.onError(error instanceof Error ? error : new Error(String(error)));
  }

  /** Ends when it is stopped. Throws {@link ConnectionLost}, or what `onPage` has thrown. */
  private async followOnce(): Promise<void> {
    const held = this.connection.hold();
    const buffer = new SubscriptionBuffer((checkpointReached) =>
      this.subscribe(held, checkpointReached),
    );
    this.buffer = buffer;
    let failure: unknown;
    try {
      while (!this.stopping) {
        const { events, checkpoint } = buffer.take(this.pageSize);
        if (events.length > 0) await this.deliver(events);
        else if (checkpoint > this.position) await this.hand([], checkpoint);
        else if (buffer.ended) throw lost(buffer.error);
        else if (!(await buffer.changed(QUIET_MS))) await this.catchUp();
      }
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      this.buffer = undefined;
      buffer.close();
      held.release(failure instanceof ConnectionLost ? failure.cause : undefined);
    }
  }

  private subscribe(
    { client }: HeldClient,
    checkpointReached: (position: Position) => void,
  ): AllStreamSubscription {
    const reached = {
      checkpointInterval: CHECKPOINT_INTERVAL,
      checkpointReached: async (_: unknown, { commit }: { commit: bigint }) =>
        checkpointReached(Number(commit)),
    };
    const { categories } = this.options;
    const prefixes = categories?.map((category) => `${category}-`) ?? [];
    const filter = categories
      ? streamNameFilter({ prefixes: prefixes.length > 0 ? prefixes : [NOTHING], ...reached })
      : excludeSystemEvents(reached);
    return client.subscribeToAll(
      { fromPosition: positionAt(this.position), filter, requiresLeader: true },
      { highWaterMark: this.pageSize },
    );
  }

  /** The server tells only now and then how far it has passed over what does not match. */
  private async catchUp(): Promise<void> {
    while (!this.stopping && this.seen.value > this.position) {
      const { events, upTo } = await this.reads
        .readAll({
          after: this.position,
          maxCount: this.pageSize,
          categories: this.options.categories,
        })
        .catch((error: unknown) => {
          throw lost(error);
        });
      if (upTo <= this.position || this.stopping) return;
      await this.hand(
        events.map(({ event }) => event),
        upTo,
      );
    }
  }

  private async deliver(resolved: readonly AllStreamResolvedEvent[]): Promise<void> {
    let upTo = this.position;
    const events = resolved.flatMap(({ event }) => {
      const position = event ? Number(event.position.commit) : 0;
      if (!event || position <= this.position) return [];
      upTo = position;
      return decodeOurs(event, this.isAsked)?.event ?? [];
    });
    if (upTo > this.position) await this.hand(events, upTo);
  }

  private async hand(
    events: Parameters<SubscribeOptions['onPage']>[0],
    upTo: Position,
  ): Promise<void> {
    this.seen.raise(upTo);
    await this.options.onPage(events, upTo);
    this.position = upTo;
  }
}

/** The subscription has ended in a way that may pass. */
class ConnectionLost extends Error {}

/** An end without an error is one that may pass, too. */
function lost(error: unknown): unknown {
  const mayPass = error === undefined || error instanceof StoreUnavailableError;
  if (!mayPass && !isTransient(error)) return refusalOf(error);
  return new ConnectionLost('the connection was lost', { cause: error });
}
