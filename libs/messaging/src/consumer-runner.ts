import type { Clock } from '@continuo/kernel/clock';
import { DomainError } from '@continuo/kernel/domain-error';
import { Lanes, type LaneTask } from './lanes';
import type { IntegrationMessage } from './message';
import type { Handler, ParkedMessage } from './messaging';
import { type ParkedHead, type Parking, waitsBehind } from './parking';
import type { Timers } from './timers';
import type { Ticket, Watermark } from './watermark';

export interface RunnerOptions {
  readonly group: string;
  /** What the group does, by message type. */
  readonly handlers: ReadonlyMap<string, Handler['handle']>;
  readonly parking: Parking;
  readonly timers: Timers;
  readonly clock: Clock;
  /** Messages handled at once; 256 by default. */
  readonly maxInFlight?: number;
  /** Pauses between the attempts: one attempt more than pauses, then the message is parked. */
  readonly retryDelaysMs?: readonly number[];
  /** A message was handled or parked. */
  readonly onProgress?: () => void;
  readonly onParked?: (parked: ParkedMessage) => void;
  /** A message could not be parked (disk full): it is kept in memory and tried again until it can. */
  readonly onError?: (error: Error) => void;
}

const MAX_IN_FLIGHT = 256;
const RETRY_DELAYS_MS: readonly number[] = [50, 250, 1_000, 5_000];
const PARKING_RETRY_MS = 1_000;

/**
 * Delivers the messages of one consumer group: in order per subject, subjects side by side, at
 * least once. A message that keeps failing is parked, and with it the later ones of its subject.
 */
export class ConsumerRunner {
  readonly retryDelaysMs: readonly number[];
  private readonly lanes: Lanes;

  private constructor(
    readonly options: RunnerOptions,
    /** The first parked message of each subject that has any. */
    readonly heads: Map<string, ParkedHead>,
    /** Given up earlier, but newer than the checkpoint: they may come again. */
    private readonly dropped: ReadonlySet<string>,
  ) {
    this.retryDelaysMs = options.retryDelaysMs ?? RETRY_DELAYS_MS;
    this.lanes = new Lanes(options.maxInFlight ?? MAX_IN_FLIGHT, options.timers);
  }

  /** `after`: messages up to this position were handled or parked before. */
  static async open(options: RunnerOptions, after: number): Promise<ConsumerRunner> {
    const { group, parking } = options;
    return new ConsumerRunner(
      options,
      new Map(await parking.heads(group)),
      await parking.droppedAfter(group, after),
    );
  }

  /** Messages accepted and neither handled nor parked. */
  get backlog(): number {
    return this.lanes.backlog;
  }

  /** Takes a message, in the order of the source, and settles it at its watermark in the end. */
  accept(message: IntegrationMessage, watermark: Watermark): void {
    this.lanes.add(new Delivery(this, message, watermark, watermark.begin(message.position)));
  }

  /** Resolves when fewer than `count` messages are in hand, or the runner stops. */
  backlogBelow(count: number): Promise<void> {
    return this.lanes.backlogBelow(count);
  }

  /** Waits for what is being handled; what is not begun is delivered again after the next start. */
  stop(): Promise<void> {
    return this.lanes.stop();
  }

  /** Runs between the messages of a subject: none of them is delivered or parked meanwhile. */
  between(subject: string, work: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const run = async () => {
        await work().then(resolve, reject);
        return undefined;
      };
      if (!this.lanes.add({ lane: subject, run })) reject(new Error('messaging has stopped'));
    });
  }

  /** Whether a message was settled before and only comes again because a checkpoint was lost. */
  settledBefore(message: IntegrationMessage, head: ParkedHead | undefined): boolean {
    if (head && message.position < head.position) return true;
    return this.dropped.size > 0 && this.dropped.has(message.id);
  }

  /** Not async itself: a promise less for every message. */
  handle(message: IntegrationMessage): Promise<void> {
    const handle = this.options.handlers.get(message.type);
    if (!handle) throw new Error(`group ${this.options.group} has no handler for ${message.type}`);
    return handle(message);
  }
}

/** One message on its way through a group. */
class Delivery implements LaneTask {
  next?: LaneTask;
  private attempts = 0;
  private failure: string | undefined;

  constructor(
    private readonly runner: ConsumerRunner,
    private readonly message: IntegrationMessage,
    private readonly watermark: Watermark,
    private readonly ticket: Ticket,
  ) {}

  get lane(): string {
    return this.message.subject;
  }

  async run(): Promise<number | undefined> {
    const { runner, message } = this;
    const head = runner.heads.get(message.subject);
    if (runner.settledBefore(message, head)) return this.settle();
    if (head) return this.park(waitsBehind(head));
    if (this.failure !== undefined) return this.park(this.failure);
    try {
      await runner.handle(message);
      return this.settle();
    } catch (error) {
      const pauseMs = runner.retryDelaysMs[this.attempts];
      this.attempts += 1;
      if (pauseMs !== undefined) return pauseMs;
      this.failure = reasonOf(error);
      return this.park(this.failure);
    }
  }

  private async park(reason: string): Promise<number | undefined> {
    const { message, runner, attempts } = this;
    const { group, parking, clock, onParked, onError } = runner.options;
    const parked = { group, message, reason, attempts, parkedAt: clock.now() };
    try {
      await parking.park(parked);
    } catch (error) {
      onError?.(error as Error);
      return PARKING_RETRY_MS;
    }
    if (attempts > 0) {
      runner.heads.set(message.subject, { id: message.id, position: message.position });
      onParked?.(parked);
    }
    return this.settle();
  }

  private settle(): undefined {
    this.watermark.end(this.ticket);
    this.runner.options.onProgress?.();
  }
}

/** What a person reads about a failure. */
export function reasonOf(error: unknown): string {
  if (error instanceof DomainError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
