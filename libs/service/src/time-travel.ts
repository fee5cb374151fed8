import type { AnyAggregate } from '@continuo/event-store/aggregate';
import type { Instant } from '@continuo/kernel/instant';
import type { Ports } from './ports';
import type { Scheduler } from './scheduler';
import { settle } from './settle';
import { TestClock } from './system/test-clock';

/** A process that shares the test clock. */
export interface Colleague {
  /** Does all that is due there and all that follows from it; answers how many streams were woken. */
  workOff(): Promise<number>;
}

/** The processes that share the clock with this one, for whoever has the access key that moves it. */
export type Colleagues = (authorization: string) => readonly Colleague[];

/** What follows in one process may be begun by a message of another: one quiet round proves nothing. */
const QUIET_ROUNDS = 2;

/** Moves the test clock so that everything on the way happens at its own time. */
export class TimeTravel implements Colleague {
  private queue: Promise<unknown> = Promise.resolve();
  private scheduler: Scheduler | undefined;
  private readonly dueCategories: readonly string[];

  constructor(
    private readonly ports: Ports,
    aggregates: readonly AnyAggregate[],
    private readonly colleagues: Colleagues = () => [],
  ) {
    this.dueCategories = aggregates.flatMap(({ dueAt, category }) => (dueAt ? [category] : []));
  }

  get enabled(): boolean {
    return this.ports.clock instanceof TestClock;
  }

  use(scheduler: Scheduler): void {
    this.scheduler = scheduler;
  }

  /** Answers from where to where, and how many streams were woken. Requests wait for each other. */
  advanceTo(
    target: Instant,
    authorization: string,
  ): Promise<{ from: Instant; to: Instant; woken: number }> {
    const run = this.queue.then(() => this.walk(target, [this, ...this.colleagues(authorization)]));
    this.queue = run.catch(() => undefined);
    return run;
  }

  async workOff(): Promise<number> {
    let woken = 0;
    for (;;) {
      const now = (await this.scheduler?.runDue()) ?? 0;
      await settle(this.ports.store, this.ports.messaging, this.ports.work);
      woken += now;
      if (now === 0) return woken;
    }
  }

  private async walk(
    target: Instant,
    all: readonly Colleague[],
  ): Promise<{ from: Instant; to: Instant; woken: number }> {
    const { clock, store } = this.ports;
    if (!(clock instanceof TestClock)) throw new Error('the test clock is not enabled');
    const from = clock.now();
    let woken = await this.workOffAll(all);
    let last = '';
    for (;;) {
      const next = await store.nextDueAt(this.dueCategories);
      // A due date that stays where it is belongs to a stream whose wake fails: time goes on.
      if (next === undefined || next > target || next === last) break;
      if (next > clock.now()) clock.moveTo(next);
      woken += await this.workOffAll(all);
      last = next;
    }
    if (target > clock.now()) clock.moveTo(target);
    woken += await this.workOffAll(all);
    return { from, to: clock.now(), woken };
  }

  private async workOffAll(all: readonly Colleague[]): Promise<number> {
    let woken = 0;
    let quietRounds = all.length > 1 ? 0 : QUIET_ROUNDS - 1;
    while (quietRounds < QUIET_ROUNDS) {
      const head = await this.ports.store.head();
      let now = 0;
      for (const colleague of all) now += await colleague.workOff();
      woken += now;
      quietRounds = now === 0 && (await this.ports.store.head()) === head ? quietRounds + 1 : 0;
    }
    return woken;
  }
}
