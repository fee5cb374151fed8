import { setTimeout as sleep } from 'node:timers/promises';
import type { Postgres } from './postgres';
import { type Heartbeat, HEARTBEAT, WatchedConnection } from './watched-connection';

export interface PostgresListenerOptions {
  /** A notification; undefined after the connection was made (again): anything may have been missed. */
  readonly onNotification: (payload: string | undefined) => void;
  readonly onTrouble?: (error: Error) => void;
  readonly heartbeat?: Heartbeat;
}

const CONNECT_AGAIN_MS = 1_000;

/** Listens on one channel for as long as it is open. Channels belong to the database: name the schema in them. */
export class PostgresListener {
  private readonly closing = new AbortController();
  private readonly done: Promise<void>;

  constructor(
    private readonly postgres: Postgres,
    private readonly channel: string,
    private readonly options: PostgresListenerOptions,
  ) {
    this.done = this.follow();
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.done;
  }

  private async follow(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      try {
        await this.listen(signal);
      } catch (error) {
        this.options.onTrouble?.(error as Error);
      }
      await sleep(CONNECT_AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Until the connection is lost, or nobody wants it any more. */
  private async listen(signal: AbortSignal): Promise<void> {
    const { onNotification, heartbeat = HEARTBEAT } = this.options;
    const connection = await WatchedConnection.open(this.postgres, heartbeat);
    try {
      connection.client.on('notification', ({ payload }) => onNotification(payload ?? ''));
      await connection.client.query(`LISTEN "${this.channel}"`);
      onNotification(undefined);
      const over = AbortSignal.any([connection.lost, signal]);
      if (!over.aborted)
        await new Promise((resolve) => over.addEventListener('abort', resolve, { once: true }));
    } finally {
      await connection.close();
    }
  }
}
