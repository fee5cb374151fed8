import type { ProjectionStatus } from '../read-store';
import type { Positions } from './write-page';

interface Waiter {
  readonly projection: string;
  readonly position: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

const ASK_EVERY_MS = 250;

/**
 * How far the read models are, whichever process fills them. Notifications make it quick; whoever
 * waits also has the checkpoints asked for again and again, so that none that is missed matters.
 */
export class Progress {
  private readonly positions = new Map<string, number>();
  private waiters: Waiter[] = [];
  private timer: NodeJS.Timeout | undefined;
  private asking = false;

  constructor(
    private readonly names: readonly string[],
    private readonly statuses: () => Promise<readonly ProjectionStatus[]>,
  ) {}

  learn(positions: Positions): void {
    for (const [name, position] of Object.entries(positions)) {
      if (position > (this.positions.get(name) ?? 0)) this.positions.set(name, position);
    }
    this.settle(({ projection, position }) => this.reflects(projection, position));
  }

  /** Rejects when the projection has stopped before that position. */
  async caughtUp(projection: string, position: number): Promise<void> {
    this.assertKnown(projection);
    if (this.reflects(projection, position)) return;
    await new Promise<void>((resolve, reject) => {
      this.waiters.push({ projection, position, resolve, reject });
      this.askLater(0);
    });
  }

  assertKnown(projection: string): void {
    if (!this.names.includes(projection)) throw new Error(`there is no projection ${projection}`);
  }

  /** Asks for the checkpoints now; while the database does not answer, whoever waits goes on waiting. */
  async ask(): Promise<void> {
    if (this.asking || this.waiters.length === 0) return;
    this.asking = true;
    try {
      const statuses = await this.statuses();
      this.learn(Object.fromEntries(statuses.map(({ name, position }) => [name, position])));
      for (const { name, state, failure } of statuses) {
        if (state !== 'stopped') continue;
        this.settle(({ projection }) => projection === name, new Error(failure));
      }
    } catch {
      // Asked again below.
    } finally {
      this.asking = false;
    }
    this.askLater(ASK_EVERY_MS);
  }

  close(): void {
    clearTimeout(this.timer);
    this.settle(() => true, new Error('the read store was closed'));
  }

  private reflects(projection: string, position: number): boolean {
    return (this.positions.get(projection) ?? 0) >= position;
  }

  private askLater(delayMs: number): void {
    clearTimeout(this.timer);
    if (this.waiters.length > 0) this.timer = setTimeout(() => void this.ask(), delayMs);
  }

  private settle(which: (waiter: Waiter) => boolean, failure?: Error): void {
    const settled = this.waiters.filter(which);
    if (settled.length === 0) return;
    this.waiters = this.waiters.filter((waiter) => !settled.includes(waiter));
    for (const { resolve, reject } of settled) {
      if (failure) reject(failure);
      else resolve();
    }
  }
}
