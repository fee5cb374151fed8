import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SUBSCRIPTION } from '../../apps/subscriptions/src/application/aggregates';
import type { CycleNews } from '../../apps/subscriptions/src/domain/subscription/commands';
import {
  authorised,
  noonOf,
  starting,
} from '../../apps/subscriptions/src/domain/subscription/examples';
import { RenewalWaker } from '../../apps/subscriptions/src/processes/renewal/renewal.waker';
import { CommandRunner } from '@continuo/event-store/command-runner';
import { idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { systemActor } from '@continuo/kernel/actor';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveUuid } from '@continuo/kernel/ids';
import { InProcessLeases } from '@continuo/messaging/in-process/in-process-leases';
import { Scheduler } from '@continuo/service/scheduler';
import { NO_TRACING } from '@continuo/tracing/tracing';
import { elapsedMs } from './scratch';

const SOLD = noonOf('2026-01-31');
const DUE = noonOf('2026-02-28');
const CYCLE = 2;
/** What a renewal writes: locked, paid, released. */
export const EVENTS_PER_RENEWAL = 3;

/** A neighbour that authorises and releases the order of each cycle; `inFlight` calls at once, each so long. */
export interface Neighbour {
  readonly latencyMs: number;
  readonly inFlight: number;
}

/** Programs whose cycle falls due, the scheduler and the waker that renew them, and a neighbour that answers. */
export class RenewalRun {
  private now = SOLD;
  private readonly runner: CommandRunner;
  private readonly waiting: string[] = [];
  private calls = 0;
  private released = 0;
  private failure: unknown;
  private readonly scheduler: Scheduler;
  private readonly told;

  private constructor(
    private readonly store: SqliteEventStore,
    private readonly neighbour: Neighbour,
  ) {
    this.runner = new CommandRunner(store);
    const ports = { store, clock: { now: () => this.now }, tracing: NO_TRACING };
    const fail = (_: string, error: unknown) => (this.failure = error);
    this.scheduler = new Scheduler(ports, [new RenewalWaker(this.runner)], fail);
    this.scheduler.start(new InProcessLeases(), 'subscriptions');
    this.told = store.subscribe({
      categories: [SUBSCRIPTION.category],
      after: 0,
      onPage: (events) => this.hear(events),
      onError: (error) => (this.failure = error),
    });
  }

  static async open(folder: string, neighbour: Neighbour): Promise<RenewalRun> {
    return new RenewalRun(
      await SqliteEventStore.open({ file: join(folder, 'record.db') }),
      neighbour,
    );
  }

  /** Sells so many programs, then lets their day come; answers the ms until all orders are released. */
  async renew(name: string, count: number): Promise<number> {
    this.now = SOLD;
    const ids = Array.from({ length: count }, (_, n) => `sub_${name}${n}`);
    await Promise.all(
      ids.map((subscriptionId) =>
        this.runner.execute(
          SUBSCRIPTION,
          subscriptionId,
          starting({ subscriptionId }),
          this.contextOf(subscriptionId, 'start'),
          { likelyNew: true },
        ),
      ),
    );
    this.released = 0;
    return elapsedMs(async () => {
      this.now = DUE;
      await this.scheduler.runDue();
      while (this.released < count) {
        if (this.failure) throw this.failure as Error;
        await sleep(1);
      }
    });
  }

  /** What one renewal has written. */
  async eventsOf(name: string): Promise<readonly RecordedEvent[]> {
    const events = await this.store.readStream(`${SUBSCRIPTION.category}-sub_${name}0`);
    return events.slice(-EVENTS_PER_RENEWAL);
  }

  async close(): Promise<void> {
    await this.scheduler.stop();
    await this.told.stop();
    await this.store.close();
  }

  private hear(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      if (event.type === 'subscription.cycle-locked.v2') this.waiting.push(idOf(event.stream));
    }
    this.callNext();
  }

  private callNext(): void {
    while (this.calls < this.neighbour.inFlight) {
      const id = this.waiting.shift();
      if (id === undefined) return;
      this.calls += 1;
      this.answer(id).catch((error: unknown) => (this.failure = error));
    }
  }

  private async answer(id: string): Promise<void> {
    if (this.neighbour.latencyMs > 0) await sleep(this.neighbour.latencyMs);
    this.calls -= 1;
    this.callNext();
    await this.runner.execute(SUBSCRIPTION, id, authorised(CYCLE), this.contextOf(id, 'paid'));
    const outcome: CycleNews = { news: 'released' };
    const command = { kind: 'settle', cycle: CYCLE, outcome } as const;
    await this.runner.execute(SUBSCRIPTION, id, command, this.contextOf(id, 'released'));
    this.released += 1;
  }

  private contextOf(id: string, what: string): CommandContext {
    const commandId = deriveUuid(what, id);
    return {
      commandId,
      correlationId: commandId,
      actor: systemActor('bench'),
      now: this.now,
    };
  }
}
