import { performance } from 'node:perf_hooks';
import { EventStoreDBClient } from '@eventstore/db-client';
import { StoreUnavailableError } from '../errors';
import { isMendedByClient, isTransient, NotAnsweredError } from './failures';

export interface Patience {
  /** A call that has no answer by then counts as lost. */
  readonly deadlineMs: number;
  /** For how long a call is repeated before its caller hears that the record cannot be reached. */
  readonly budgetMs: number;
}

export const PATIENCE: Patience = { deadlineMs: 3_000, budgetMs: 10_000 };

/** A client and how many calls it has; it must not be disposed of under them. */
interface Link {
  readonly client: EventStoreDBClient;
  users: number;
}

/** A client for as long as a subscription lasts. */
export interface HeldClient {
  readonly client: EventStoreDBClient;
  /** To be called once, with the error that ended the subscription, if one did. */
  release(error?: unknown): void;
}

const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 1_000;

/** The connection to EventStoreDB: repeats calls that got lost, and takes a new client when one is spent. */
export class Connection {
  private link: Link;
  private readonly links = new Set<Link>();

  constructor(
    private readonly url: string,
    readonly patience: Patience,
  ) {
    this.link = this.connect();
  }

  /**
   * Carries out a call, again and again while it fails in a way that may pass: it must have one
   * effect however often it is made, and end by itself. Throws {@link StoreUnavailableError} when the
   * budget is used up, or the call's own final error.
   */
  async run<Result>(call: (client: EventStoreDBClient) => Promise<Result>): Promise<Result> {
    const giveUpAt = performance.now() + this.patience.budgetMs;
    for (let attempt = 0; ; attempt += 1) {
      const held = this.hold();
      try {
        const result = await call(held.client);
        held.release();
        return result;
      } catch (error) {
        held.release(error);
        if (!isTransient(error)) throw error;
        const pauseMs = pauseAfter(attempt);
        if (performance.now() + pauseMs > giveUpAt) {
          throw new StoreUnavailableError((error as Error).message, { cause: error });
        }
        await sleep(pauseMs);
      }
    }
  }

  hold(): HeldClient {
    const { link } = this;
    link.users += 1;
    return {
      client: link.client,
      release: (error) => {
        link.users -= 1;
        if (error !== undefined && link === this.link && isSpent(error)) this.link = this.connect();
        this.disposeIfUnused(link);
      },
    };
  }

  /** Ends all clients: the process could not end otherwise. Nothing may be under way. */
  async close(): Promise<void> {
    const disposals = [...this.links].map(({ client }) => client.dispose());
    await withDeadline(Promise.all(disposals), this.patience.deadlineMs).catch(() => undefined);
  }

  private connect(): Link {
    const client = EventStoreDBClient.connectionString(this.url);
    // Every append becomes a call of its own, with its own deadline and its own answer. In a batch, the
    // appends of all clients of the process share one table of waiting promises: the end of one stream
    // rejects the appends of another, and an answer that nobody waits for any more ends the process.
    Object.assign(client, { supports: async () => false });
    const link = { client, users: 0 };
    this.links.add(link);
    return link;
  }

  private disposeIfUnused(link: Link): void {
    if (link === this.link || link.users > 0) return;
    this.links.delete(link);
    void link.client.dispose();
  }
}

/** The client would go on with a connection, or a node, that has just failed. */
function isSpent(error: unknown): boolean {
  return isTransient(error) && !isMendedByClient(error);
}

/** Grows with every attempt. */
export function pauseAfter(attempt: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS);
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Throws {@link NotAnsweredError}; what becomes of the promise afterwards is nobody's concern. */
export async function withDeadline<Result>(promise: Promise<Result>, ms: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NotAnsweredError(ms)), ms);
  });
  try {
    return await Promise.race([promise, overdue]);
  } finally {
    clearTimeout(timer);
  }
}
