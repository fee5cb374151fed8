import type { EventStore } from '@continuo/event-store/event-store';
import type { Instant } from '@continuo/kernel/instant';
import type { Messaging } from '@continuo/messaging/messaging';
import type { Scheduler } from './scheduler';
import { settle } from './settle';
import { TestClock } from './system/test-clock';
import type { Ports } from './ports';

/** Moves the test clock so that everything on the way happens at its own time. */
export class TimeTravel {
  private queue: Promise<unknown> = Promise.resolve();
  private scheduler: Scheduler | undefined;
  private readonly store: EventStore;
  private readonly messaging: Messaging;

  constructor(private readonly ports: Ports) {
    this.store = ports.store;
    this.messaging = ports.messaging;
  }

  get enabled(): boolean {
    return this.ports.clock instanceof TestClock;
  }

  use(scheduler: Scheduler): void {
    this.scheduler = scheduler;
  }

  /** Answers from where to where, and how many streams were woken. Requests wait for each other. */
  advanceTo(target: Instant): Promise<{ from: Instant; to: Instant; woken: number }> {
    const run = this.queue.then(() => this.walk(target));
    this.queue = run.catch(() => undefined);
    return run;
  }

  private async walk(target: Instant): Promise<{ from: Instant; to: Instant; woken: number }> {
    const { clock } = this.ports;
    const { scheduler } = this;
    if (!(clock instanceof TestClock) || !scheduler)
      throw new Error('the test clock is not enabled');
    const from = clock.now();
    let woken = await this.workOff(scheduler);
    let last = '';
    for (;;) {
      const next = await this.store.nextDueAt(scheduler.categories);
      // A due date that stays where it is belongs to a stream whose wake fails: time goes on.
      if (next === undefined || next > target || next === last) break;
      if (next > clock.now()) clock.moveTo(next);
      woken += await this.workOff(scheduler);
      last = next;
    }
    if (target > clock.now()) clock.moveTo(target);
    woken += await this.workOff(scheduler);
    return { from, to: clock.now(), woken };
  }

  private async workOff(scheduler: Scheduler): Promise<number> {
    let woken = 0;
    for (;;) {
      const now = await scheduler.runDue();
      await settle(this.store, this.messaging, this.ports.work);
      woken += now;
      if (now === 0) return woken;
    }
  }
}
