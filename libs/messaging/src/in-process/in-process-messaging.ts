import type { AggregateRegistry } from '@continuo/event-store/aggregate';
import type { EventStore, RecordedEvent, Subscription } from '@continuo/event-store/event-store';
import type { Clock } from '@continuo/kernel/clock';
import { notFound } from '@continuo/kernel/domain-error';
import { NO_TRACING, type Tracing } from '@continuo/tracing/tracing';
import { readFeed } from '../feed';
import { handlersByGroup } from '../handlers-by-group';
import type { IntegrationMessage } from '../message';
import { beginPublishing } from '../message-spans';
import type { Handler, Messaging, ParkedMessage, Publisher } from '../messaging';
import { systemTimers } from '../system/system-timers';
import type { Timers } from '../timers';
import { Translator } from '../translator';
import { Group } from './group';
import { MessagingDatabase } from './messaging-database';

export interface InProcessMessagingOptions {
  readonly store: Pick<EventStore, 'subscribe' | 'readAll' | 'head'>;
  readonly publishers: readonly Publisher[];
  readonly aggregates: AggregateRegistry;
  readonly clock: Clock;
  /** `messaging.db` in the data directory. */
  readonly file: string;
  readonly timers?: Timers;
  readonly tracing?: Tracing;
  readonly retryDelaysMs?: readonly number[];
  readonly maxInFlight?: number;
  readonly onParked?: (parked: ParkedMessage) => void;
  /** The record could not be followed or a checkpoint not be saved: tried again by itself. */
  readonly onError?: (error: Error) => void;
}

const SAVE_EVERY_MS = 200;
const FOLLOW_AGAIN_MS = 1_000;
/** Messages in hand of one group from which on the record is not read further. */
const MAX_BACKLOG = 4_096;

/**
 * Topics are views of the record: one subscription translates each event once and hands the message
 * to the groups that want it; each group has its own checkpoint.
 */
export class InProcessMessaging implements Messaging {
  private readonly database: MessagingDatabase;
  private readonly translator: Translator;
  private readonly timers: Timers;
  private readonly tracing: Tracing;
  private readonly groups = new Map<string, Group>();
  private readonly groupsByType = new Map<string, Group[]>();
  private subscription: Subscription | undefined;
  /** Last position that was handed to the groups. */
  private dispatched = 0;
  private waiters: { readonly position: number; readonly resolve: () => void }[] = [];
  private cancelSave: (() => void) | undefined;
  private cancelFollow: (() => void) | undefined;
  private stopped = false;

  constructor(private readonly options: InProcessMessagingOptions) {
    this.database = new MessagingDatabase(options.file);
    this.translator = new Translator(options.publishers, options.aggregates);
    this.timers = options.timers ?? systemTimers;
    this.tracing = options.tracing ?? NO_TRACING;
  }

  async start(handlers: readonly Handler[]): Promise<void> {
    const checkpoints = this.database.checkpoints();
    for (const [name, byType] of handlersByGroup(handlers)) {
      const group = await this.openGroup(name, byType, checkpoints.get(name) ?? 0);
      this.groups.set(name, group);
      for (const type of byType.keys()) {
        this.groupsByType.set(type, [...(this.groupsByType.get(type) ?? []), group]);
      }
    }
    if (this.groups.size === 0) return;
    this.dispatched = this.slowest();
    this.follow();
  }

  async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    this.cancelFollow?.();
    const stopping = [...this.groups.values()].map((group) => group.runner.stop());
    await this.subscription?.stop();
    await Promise.all(stopping);
    this.cancelSave?.();
    this.save();
    this.database.close();
  }

  async caughtUp(position: number): Promise<void> {
    if (this.slowest() >= position) return;
    await new Promise<void>((resolve) => this.waiters.push({ position, resolve }));
  }

  read(options: { after: number; maxCount: number; types?: readonly string[] }) {
    return readFeed(this.options.store, this.translator, options);
  }

  parked(group?: string): Promise<readonly ParkedMessage[]> {
    return this.database.list(group);
  }

  async replay(group: string, messageId: string): Promise<void> {
    await this.group(group).parked.replay(messageId);
  }

  async drop(group: string, messageId: string, reason: string): Promise<void> {
    await this.group(group).parked.drop(messageId, reason);
  }

  async lag(): Promise<Readonly<Record<string, number>>> {
    const head = await this.options.store.head();
    return Object.fromEntries(
      [...this.groups].map(([name, { position }]) => [name, Math.max(0, head - position)]),
    );
  }

  private openGroup(
    group: string,
    handlers: ReadonlyMap<string, Handler['handle']>,
    checkpoint: number,
  ): Promise<Group> {
    const { clock, retryDelaysMs, maxInFlight, onParked, onError } = this.options;
    const onProgress = () => this.progressed();
    const { database: parking, timers, tracing } = this;
    return Group.open(
      {
        group,
        handlerOf: (type) => handlers.get(type),
        parking,
        timers,
        tracing,
        clock,
        retryDelaysMs,
        maxInFlight,
        onParked,
        onError,
        onProgress,
      },
      checkpoint,
    );
  }

  private group(name: string): Group {
    const group = this.groups.get(name);
    if (!group) throw notFound('consumer-group', name);
    return group;
  }

  private follow(): void {
    this.subscription = this.options.store.subscribe({
      after: this.dispatched,
      categories: this.translator.categories,
      onPage: (events, upTo) => this.dispatch(events, upTo),
      onError: (error) => {
        if (this.stopped) return;
        this.options.onError?.(error);
        this.cancelFollow = this.timers.after(FOLLOW_AGAIN_MS, () => this.follow());
      },
    });
  }

  private async dispatch(events: readonly RecordedEvent[], upTo: number): Promise<void> {
    for (const event of events) {
      if (this.stopped) return;
      const message = this.translator.translate(event, (type) => this.groupsByType.has(type));
      if (message) this.deliver(this.published(message));
      this.dispatched = event.position;
    }
    this.dispatched = upTo;
    for (const group of this.groups.values()) group.watermark.advance(upTo);
    this.progressed();
    for (const { runner } of this.groups.values()) {
      if (runner.backlog >= MAX_BACKLOG) await runner.backlogBelow(MAX_BACKLOG);
    }
  }

  private published(message: IntegrationMessage): IntegrationMessage {
    if (!this.tracing.on) return message;
    const span = beginPublishing(this.tracing, message, 'in_process');
    span.end();
    return { ...message, traceparent: span.traceparent };
  }

  private deliver(message: IntegrationMessage): void {
    for (const group of this.groupsByType.get(message.type)!) {
      // A group that was ahead of the others when the process ended has had it.
      if (message.position <= group.startedAfter) continue;
      const ticket = group.watermark.begin(message.position);
      group.runner.accept({ message, source: group.watermark, ticket });
    }
  }

  private slowest(): number {
    let slowest = Number.MAX_SAFE_INTEGER;
    for (const group of this.groups.values()) slowest = Math.min(slowest, group.position);
    return slowest;
  }

  private progressed(): void {
    if (this.waiters.length > 0) {
      const slowest = this.slowest();
      const met = this.waiters.filter((waiter) => waiter.position <= slowest);
      if (met.length > 0) this.waiters = this.waiters.filter((waiter) => waiter.position > slowest);
      for (const waiter of met) waiter.resolve();
    }
    if (this.stopped) return;
    this.cancelSave ??= this.timers.after(SAVE_EVERY_MS, () => {
      this.cancelSave = undefined;
      this.save();
    });
  }

  /** A checkpoint that is lost only means that messages are delivered again. */
  private save(): void {
    const moved = [...this.groups.values()].filter((group) => group.position > group.savedPosition);
    if (moved.length === 0) return;
    try {
      this.database.saveCheckpoints(moved.map((group) => [group.name, group.position]));
      for (const group of moved) group.savedPosition = group.position;
    } catch (error) {
      this.options.onError?.(error as Error);
    }
  }
}
