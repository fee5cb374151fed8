import type { Timers } from './timers';

/** One thing to do in a lane, after everything that was to be done there before. */
export interface LaneTask {
  readonly lane: string;
  /** Answers undefined when it is done, or after how many ms it wants to be run again. Never rejects. */
  run(): Promise<number | undefined>;
  /** The task behind it in its lane. */
  next?: LaneTask;
}

/** Runs tasks in order per lane and lanes side by side, a bounded number of them at once. */
export class Lanes {
  /** The last task of each lane that has any. */
  private readonly tails = new Map<string, LaneTask>();
  /** Tasks that may run as soon as a place is free, oldest first. */
  private ready: LaneTask[] = [];
  private firstReady = 0;
  private inFlight = 0;
  private unfinished = 0;
  private stopped = false;
  private readonly pauses = new Set<() => void>();
  private waiters: { readonly until: () => boolean; readonly resolve: () => void }[] = [];

  constructor(
    private readonly maxInFlight: number,
    private readonly timers: Timers,
  ) {}

  /** Tasks added and not done yet. */
  get backlog(): number {
    return this.unfinished;
  }

  /** False when the lanes have stopped: the task will not run. */
  add(task: LaneTask): boolean {
    if (this.stopped) return false;
    this.unfinished += 1;
    const tail = this.tails.get(task.lane);
    this.tails.set(task.lane, task);
    if (tail) tail.next = task;
    else this.schedule(task);
    return true;
  }

  /** Resolves when fewer than `count` tasks are unfinished, or the lanes stop. */
  backlogBelow(count: number): Promise<void> {
    return this.when(() => this.stopped || this.unfinished < count);
  }

  /** Begins nothing more and waits for what is running. */
  stop(): Promise<void> {
    this.stopped = true;
    for (const cancel of this.pauses) cancel();
    this.pauses.clear();
    this.ready = [];
    this.firstReady = 0;
    this.wake();
    return this.when(() => this.inFlight === 0);
  }

  private schedule(task: LaneTask): void {
    if (this.stopped) return;
    if (this.inFlight < this.maxInFlight) this.start(task);
    else this.ready.push(task);
  }

  private start(task: LaneTask): void {
    this.inFlight += 1;
    void task.run().then((pauseMs) => {
      if (pauseMs === undefined) this.leave(task);
      else this.pause(task, pauseMs);
      this.freePlace();
    });
  }

  private leave(task: LaneTask): void {
    this.unfinished -= 1;
    if (task.next) this.ready.push(task.next);
    else this.tails.delete(task.lane);
  }

  private pause(task: LaneTask, pauseMs: number): void {
    if (this.stopped) return;
    const cancel = this.timers.after(pauseMs, () => {
      this.pauses.delete(cancel);
      this.schedule(task);
    });
    this.pauses.add(cancel);
  }

  /** The task that has been ready longest takes it. */
  private freePlace(): void {
    this.inFlight -= 1;
    const task = this.stopped ? undefined : this.ready[this.firstReady];
    if (task) {
      this.firstReady += 1;
      if (this.firstReady > 1024 || this.firstReady === this.ready.length) {
        this.ready.splice(0, this.firstReady);
        this.firstReady = 0;
      }
      this.start(task);
    }
    if (this.waiters.length > 0) this.wake();
  }

  private async when(until: () => boolean): Promise<void> {
    if (!until()) await new Promise<void>((resolve) => this.waiters.push({ until, resolve }));
  }

  private wake(): void {
    const met = this.waiters.filter((waiter) => waiter.until());
    this.waiters = this.waiters.filter((waiter) => !met.includes(waiter));
    for (const waiter of met) waiter.resolve();
  }
}
