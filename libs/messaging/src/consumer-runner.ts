import { endWith, NO_TRACING, type Tracing } from '@continuo/tracing/tracing';
import { LRUCache } from 'lru-cache';
import { type Accepted, Delivery, type DeliveryRunner } from './delivery';
import { Lanes } from './lanes';
import type { IntegrationMessage } from './message';
import { beginHandling } from './message-spans';
import type { ParkedHead } from './parking';
import type { RunnerOptions } from './runner-options';

const MAX_IN_FLIGHT = 256;
const RETRY_DELAYS_MS: readonly number[] = [50, 250, 1_000, 5_000];

/**
 * Delivers the messages of one consumer group: in order per subject, subjects side by side, at
 * least once. A message that keeps failing is parked, and with it the later ones of its subject.
 */
export class ConsumerRunner implements DeliveryRunner {
  readonly retryDelaysMs: readonly number[];
  /** Messages that came again and were passed over. */
  repeated = 0;
  private readonly settled: LRUCache<string, true> | undefined;
  private readonly lanes: Lanes;
  private readonly tracing: Tracing;

  private constructor(
    readonly options: RunnerOptions,
    /** The first parked message of each subject that has any, as far as this process knows. */
    readonly heads: Map<string, ParkedHead>,
    /** Given up earlier, but newer than the checkpoint: they may come again. */
    private readonly dropped: ReadonlySet<string>,
  ) {
    this.retryDelaysMs = options.retryDelaysMs ?? RETRY_DELAYS_MS;
    this.tracing = options.tracing ?? NO_TRACING;
    const { rememberSettled: max } = options;
    this.settled = max ? new LRUCache<string, true>({ max }) : undefined;
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

  /** Takes a message, in the order of the source, and settles it there in the end. */
  accept(accepted: Accepted): void {
    this.lanes.add(new Delivery(this, accepted));
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

  /** Learns what other processes of the group have parked, before it takes over their messages. */
  async learnHeads(): Promise<void> {
    const { group, parking } = this.options;
    for (const [subject, head] of await parking.heads(group)) this.heads.set(subject, head);
  }

  /** The first parked message of a subject now: another process may have replayed or dropped it. */
  async confirmHead(subject: string): Promise<ParkedHead | undefined> {
    const { group, parking } = this.options;
    const first = await parking.first(group, subject);
    if (!first) {
      this.heads.delete(subject);
      return undefined;
    }
    const head = { id: first.message.id, position: first.message.position };
    this.heads.set(subject, head);
    return head;
  }

  /** Whether a message was settled before: it only comes again. */
  settledBefore(message: IntegrationMessage, head: ParkedHead | undefined): boolean {
    if (!this.settled && head && message.position < head.position) return true;
    const again = this.dropped.has(message.id) || this.settled?.has(message.id) === true;
    if (again) this.repeated += 1;
    return again;
  }

  remember(message: IntegrationMessage): void {
    this.settled?.set(message.id, true);
  }

  /**
   * What the handler brings about goes on from the span of its attempt. Not async itself: a promise
   * less for every message.
   */
  handle(message: IntegrationMessage, attempt: number): Promise<void> {
    const { options, tracing } = this;
    const handle = options.handlerOf(message.type);
    if (!handle) throw new Error(`group ${options.group} has no handler for ${message.type}`);
    if (!tracing.on) return handle(message);
    const span = beginHandling(tracing, message, options.group, attempt);
    return endWith(span, handle({ ...message, traceparent: span.traceparent }));
  }
}
