import { setTimeout as sleep } from 'node:timers/promises';
import type { Lease, Leases } from '@continuo/messaging/leases';
import type { Postgres } from './postgres';
import { type Heartbeat, HEARTBEAT, WatchedConnection } from './watched-connection';

export interface PostgresLeasesOptions {
  /** How often a lease that another has is asked for, and work that failed is begun again. */
  readonly tryEveryMs?: number;
  readonly heartbeat?: Heartbeat;
  /** The server does not answer, or work has failed: tried again by itself. */
  readonly onTrouble?: (lease: string, error: Error) => void;
}

/**
 * Leases are advisory locks of a session on a connection of its own: the server gives them up when
 * the connection ends, whatever happened to the process. A process that stands still for longer than
 * the server waits finds its leases lost when it goes on; what it does must not rely on the lease
 * alone where two at a time would do harm.
 */
export class PostgresLeases implements Leases {
  private session: Promise<WatchedConnection> | undefined;
  private readonly holds = new Set<Hold>();
  private closed = false;

  constructor(
    private readonly postgres: Postgres,
    private readonly options: PostgresLeasesOptions = {},
  ) {}

  hold(name: string, work: (lost: AbortSignal) => Promise<void>): Lease {
    if (this.closed) throw new Error(`the leases are closed: ${name} cannot be held`);
    if ([...this.holds].some((hold) => hold.name === name))
      throw new Error(`this process waits for the lease ${name} already`);
    const { postgres, options } = this;
    const key = keyOf(postgres, name);
    const hold = new Hold(name, key, work, options, () => this.connection());
    this.holds.add(hold);
    return {
      get held() {
        return hold.held;
      },
      release: async () => {
        await hold.release();
        this.holds.delete(hold);
      },
    };
  }

  /** Releases all that are held. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.holds].map((hold) => hold.release()));
    const session = await this.session?.catch(() => undefined);
    await session?.close();
  }

  /** One for all leases, made again when it is lost. */
  private connection(): Promise<WatchedConnection> {
    if (this.session) return this.session;
    const opening = WatchedConnection.open(this.postgres, this.options.heartbeat ?? HEARTBEAT);
    const forget = () => {
      if (this.session === opening) this.session = undefined;
    };
    opening.then(({ lost }) => {
      if (lost.aborted) forget();
      else lost.addEventListener('abort', forget, { once: true });
    }, forget);
    return (this.session = opening);
  }
}

/**
 * Takes leases at once, for work that must not run beside their holders, and answers how to give them
 * back; or the name of one that another process has.
 */
export async function takeLeases(
  postgres: Postgres,
  names: readonly string[],
): Promise<(() => Promise<void>) | string> {
  const client = await postgres.connect();
  for (const name of names) {
    const { rows } = await client.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked',
      [keyOf(postgres, name)],
    );
    if (rows[0]?.locked) continue;
    await client.end();
    return name;
  }
  // With its session the server gives them up.
  return () => client.end();
}

function keyOf({ schema }: Postgres, name: string): string {
  return `lease ${schema} ${name}`;
}

const TRY_EVERY_MS = 1_000;

/** One lease that this process has, or waits for. */
class Hold {
  private readonly stopping = new AbortController();
  private current: AbortSignal | undefined;
  private readonly done: Promise<void>;

  constructor(
    readonly name: string,
    private readonly key: string,
    private readonly work: (lost: AbortSignal) => Promise<void>,
    private readonly options: PostgresLeasesOptions,
    private readonly connection: () => Promise<WatchedConnection>,
  ) {
    this.done = this.follow();
  }

  get held(): boolean {
    return this.current !== undefined && !this.current.aborted;
  }

  async release(): Promise<void> {
    this.stopping.abort();
    await this.done;
  }

  private async follow(): Promise<void> {
    const { stopping, options } = this;
    while (!stopping.signal.aborted) {
      try {
        if (await this.once()) return;
      } catch (error) {
        if (!stopping.signal.aborted) options.onTrouble?.(this.name, error as Error);
      }
      const pause = options.tryEveryMs ?? TRY_EVERY_MS;
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  /** True when the work was done to its end. Throws what the work or the server says. */
  private async once(): Promise<boolean> {
    const { client, lost } = await this.connection();
    const { rows } = await client.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked',
      [this.key],
    );
    if (!rows[0]?.locked) return false;
    const ended = AbortSignal.any([lost, this.stopping.signal]);
    this.current = ended;
    try {
      if (!ended.aborted) await this.work(ended);
      return !lost.aborted;
    } finally {
      this.current = undefined;
      await client
        .query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [this.key])
        .catch(() => undefined);
    }
  }
}
