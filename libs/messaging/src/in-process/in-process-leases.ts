import type { Lease, Leases } from '../leases';
import { systemTimers } from '../system/system-timers';
import type { Timers } from '../timers';

export interface InProcessLeasesOptions {
  readonly timers?: Timers;
  /** Pause after work that failed; 1,000 by default. */
  readonly retryMs?: number;
}

const RETRY_MS = 1_000;

/** Leases among the parts of one process: who waits longest is next. */
export class InProcessLeases implements Leases {
  private readonly queues = new Map<string, Holding[]>();
  private readonly timers: Timers;
  private readonly retryMs: number;

  constructor({ timers = systemTimers, retryMs = RETRY_MS }: InProcessLeasesOptions = {}) {
    this.timers = timers;
    this.retryMs = retryMs;
  }

  hold(name: string, work: (lost: AbortSignal) => Promise<void>): Lease {
    const queue = this.queues.get(name) ?? [];
    this.queues.set(name, queue);
    const holding = new Holding(queue, work, (begin) => this.timers.after(this.retryMs, begin));
    queue.push(holding);
    if (queue.length === 1) holding.begin();
    return holding;
  }
}

/** A place in the queue for a lease; the first has it. */
class Holding implements Lease {
  private readonly lost = new AbortController();
  private running: Promise<void> | undefined;
  private cancelRetry: (() => void) | undefined;

  constructor(
    private readonly queue: Holding[],
    private readonly work: (lost: AbortSignal) => Promise<void>,
    private readonly later: (begin: () => void) => () => void,
  ) {}

  get held(): boolean {
    return this.running !== undefined;
  }

  begin(): void {
    this.running = this.work(this.lost.signal)
      .catch(() => {
        // Whoever has the lease tells of its failures itself; here it only waits and begins again.
      })
      .then(() => this.ended());
  }

  async release(): Promise<void> {
    this.lost.abort();
    this.cancelRetry?.();
    await this.running;
    this.leave();
  }

  /** Gives the others their turn and waits for another. */
  private ended(): void {
    this.running = undefined;
    if (this.lost.signal.aborted) return;
    this.leave();
    this.cancelRetry = this.later(() => {
      this.queue.push(this);
      if (this.queue.length === 1) this.begin();
    });
  }

  private leave(): void {
    const place = this.queue.indexOf(this);
    if (place < 0) return;
    this.queue.splice(place, 1);
    if (place === 0) this.queue[0]?.begin();
  }
}
