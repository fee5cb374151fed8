import type { CommandContext } from '@continuo/kernel/command-context';
import { systemActor } from '@continuo/kernel/actor';
import { deriveUuid } from '@continuo/kernel/ids';
import { type DueStream, idOf } from '@continuo/event-store/event-store';
import type { Lease, Leases } from '@continuo/messaging/leases';
import { endWith } from '@continuo/tracing/tracing';
import type { Ports } from './ports';
import type { Waker } from './service';

const POLL_MS = 200;
const PAGE = 256;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 5 * 60_000;

interface Failure {
  readonly dueAt: string;
  readonly tries: number;
  readonly notBeforeMs: number;
}

/** Wakes the streams whose due date has come, by the clock of the process, in one process at a time. */
export class Scheduler {
  private lease: Lease | undefined;
  private round: Promise<number> | undefined;
  private readonly failures = new Map<string, Failure>();
  private stopped = false;

  constructor(
    private readonly ports: Pick<Ports, 'store' | 'clock' | 'tracing'>,
    private readonly wakers: readonly Waker[],
    private readonly onFailure: (stream: string, error: unknown) => void,
  ) {}

  get categories(): readonly string[] {
    return this.wakers.map((waker) => waker.category);
  }

  /** The lease has the name of the service or services whose streams are woken. */
  start(leases: Leases, name: string): void {
    this.lease = leases.hold(`wake ${name}`, async (lost) => {
      while (!this.stopped && !lost.aborted) {
        await this.runDue().catch((error: unknown) => this.onFailure('scheduler', error));
        await pause(POLL_MS, lost);
      }
    });
  }

  /** Ends after the wakes in hand. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.lease?.release();
    await this.round?.catch(() => undefined);
  }

  /**
   * Wakes everything that is due now; answers how many streams were woken: none while another process
   * has the lease. Rounds never overlap.
   */
  async runDue(): Promise<number> {
    while (this.round) await this.round;
    if (!this.lease?.held) return 0;
    this.round = this.wakeAll().finally(() => {
      this.round = undefined;
    });
    return this.round;
  }

  private async wakeAll(): Promise<number> {
    const { store, clock } = this.ports;
    // One question while nothing is due, and not one for each category.
    const next = await store.nextDueAt(this.categories);
    if (next === undefined || next > clock.now()) return 0;
    const counts = await Promise.all(this.wakers.map((waker) => this.wakeCategory(waker)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  private async wakeCategory(waker: Waker): Promise<number> {
    let woken = 0;
    const tried = new Set<string>();
    for (;;) {
      const { store, clock } = this.ports;
      const now = clock.now();
      const page = await store.dueStreams(waker.category, now, PAGE + this.failures.size);
      const due = page.filter((entry) => !tried.has(entry.stream) && this.mayTry(entry));
      if (due.length === 0 || this.stopped) return woken;
      const queue = [...due];
      const work = async (): Promise<void> => {
        for (let entry = queue.shift(); entry; entry = queue.shift()) {
          tried.add(entry.stream);
          if (await this.wake(waker, entry, now)) woken += 1;
        }
      };
      await Promise.all(Array.from({ length: waker.maxInFlight ?? 16 }, work));
    }
  }

  private mayTry(entry: DueStream): boolean {
    const failure = this.failures.get(entry.stream);
    return !failure || failure.dueAt !== entry.dueAt || failure.notBeforeMs <= performance.now();
  }

  private async wake(waker: Waker, { stream, dueAt }: DueStream, now: string): Promise<boolean> {
    const tries = this.failures.get(stream)?.tries ?? 0;
    const commandId = deriveUuid('wake', stream, dueAt);
    const context: CommandContext = {
      commandId,
      actor: systemActor('scheduler'),
      now,
      correlationId: commandId,
    };
    try {
      await this.traced(waker, idOf(stream), context);
      this.failures.delete(stream);
      return true;
    } catch (error) {
      const delayMs = Math.min(FIRST_RETRY_MS * 2 ** tries, LAST_RETRY_MS);
      this.failures.set(stream, {
        dueAt,
        tries: tries + 1,
        notBeforeMs: performance.now() + delayMs,
      });
      this.onFailure(stream, error);
      return false;
    }
  }

  /** What follows from a wake is a trace of its own. */
  private traced(waker: Waker, id: string, context: CommandContext): Promise<void> {
    const { tracing } = this.ports;
    if (!tracing.on) return waker.wake(id, context);
    const { category } = waker;
    const span = tracing.begin({
      kind: 'internal',
      name: `wake ${category}`,
      parent: undefined,
      attributes: { 'continuo.stream_category': category },
    });
    return endWith(span, waker.wake(id, { ...context, traceparent: span.traceparent }));
  }
}

/** Until the time is up, or the lease is lost. */
function pause(ms: number, lost: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      lost.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    lost.addEventListener('abort', done);
  });
}
