import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Postgres } from './postgres';

export interface Heartbeat {
  /** Between two questions to the server. */
  readonly everyMs: number;
  /** How long it may take to answer. */
  readonly answerMs: number;
  /** After this silence the server ends the session, and with it all that the session has locked. */
  readonly silenceMs: number;
}

/**
 * We give a connection up after `everyMs + answerMs` at the latest, the server not before
 * `silenceMs`: what is left between is the time to stop.
 */
export const HEARTBEAT: Heartbeat = { everyMs: 2_000, answerMs: 3_000, silenceMs: 15_000 };

const GOOD_BYE_MS = 500;

/** A connection of its own that notices when it is dead, half-dead or cut off. */
export class WatchedConnection {
  private readonly ended = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  private constructor(
    readonly client: Client,
    private readonly heartbeat: Heartbeat,
  ) {
    client.on('end', () => this.end());
    client.on('error', () => this.end());
    this.beatLater();
  }

  static async open(postgres: Postgres, heartbeat: Heartbeat): Promise<WatchedConnection> {
    const client = await postgres.connect({ query_timeout: heartbeat.answerMs });
    const connection = new WatchedConnection(client, heartbeat);
    try {
      await client.query(`SET idle_session_timeout = ${heartbeat.silenceMs}`);
      return connection;
    } catch (error) {
      connection.end();
      throw error;
    }
  }

  /** Aborts as soon as the connection is known to be of no use. */
  get lost(): AbortSignal {
    return this.ended.signal;
  }

  async close(): Promise<void> {
    this.ended.abort();
    clearTimeout(this.timer);
    // A peer that has fallen silent does not answer the good-bye either.
    const left = sleep(GOOD_BYE_MS, undefined, { ref: false });
    await Promise.race([this.client.end().catch(() => undefined), left]);
  }

  private beatLater(): void {
    this.timer = setTimeout(() => {
      this.client.query('SELECT 1').then(
        () => !this.lost.aborted && this.beatLater(),
        () => this.end(),
      );
    }, this.heartbeat.everyMs);
    this.timer.unref();
  }

  private end(): void {
    if (this.lost.aborted) return;
    void this.close();
  }
}
