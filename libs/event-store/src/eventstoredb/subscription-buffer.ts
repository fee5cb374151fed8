import type { AllStreamResolvedEvent, AllStreamSubscription } from '@eventstore/db-client';
import type { Position } from '../event-store';

/**
 * What a subscription has sent and nobody has taken yet. It holds no more than the client's own
 * stream: when that is full, the connection's flow control stops the server.
 */
export class SubscriptionBuffer {
  /** The subscription sends nothing more. */
  ended = false;
  /** Why it has ended, if it says so. */
  error: unknown;
  private checkpoint: Position = 0;
  private woken: (() => void) | undefined;
  private readonly subscription: AllStreamSubscription;

  constructor(
    subscribe: (checkpointReached: (position: Position) => void) => AllStreamSubscription,
  ) {
    this.subscription = subscribe((position) => {
      this.checkpoint = position;
      this.wake();
    });
    this.subscription
      .on('readable', () => this.wake())
      .on('end', () => this.end(undefined))
      .on('close', () => this.end(undefined))
      .on('error', (error: unknown) => this.end(error));
  }

  /** Events that are there; when there are none, how far the server has looked in vain. */
  take(maxCount: number): { events: AllStreamResolvedEvent[]; checkpoint: Position } {
    const events: AllStreamResolvedEvent[] = [];
    while (events.length < maxCount) {
      const event = this.subscription.read() as AllStreamResolvedEvent | null;
      if (!event) break;
      events.push(event);
    }
    return { events, checkpoint: this.checkpoint };
  }

  /** True as soon as there is something to take, or to know; false when nothing has come for that long. */
  changed(withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (changed: boolean) => {
        clearTimeout(timer);
        this.woken = undefined;
        resolve(changed);
      };
      const timer = setTimeout(() => settle(false), withinMs);
      this.woken = () => settle(true);
    });
  }

  wake(): void {
    this.woken?.();
  }

  close(): void {
    this.ended = true;
    // An error that comes now concerns nobody.
    this.subscription.on('error', () => undefined);
    void this.subscription.unsubscribe().catch(() => undefined);
  }

  private end(error: unknown): void {
    this.error ??= error;
    this.ended = true;
    this.wake();
  }
}
