import type { AggregateRegistry } from '@continuo/event-store/aggregate';
import type { EventStore } from '@continuo/event-store/event-store';
import type { Clock } from '@continuo/kernel/clock';
import { notFound } from '@continuo/kernel/domain-error';
import { NO_TRACING, type Tracing } from '@continuo/tracing/tracing';
import { readFeed } from '../feed';
import { handlersByGroup } from '../handlers-by-group';
import type { Leases } from '../leases';
import type { Handler, Messaging, ParkedMessage, Publisher } from '../messaging';
import type { ParkedMessages } from '../parked-messages';
import type { Parking } from '../parking';
import type { RelayPositions } from '../relay-positions';
import { systemTimers } from '../system/system-timers';
import type { Timers } from '../timers';
import { Translator } from '../translator';
import { KafkaClient } from './kafka-client';
import { KafkaGroup } from './kafka-group';
import type { KafkaLog } from './kafka-log';
import { Progress } from './progress';
import { RecordSender } from './record-sender';
import { Relay, relayName } from './relay';
import { topicOf } from './topics';

export interface KafkaMessagingOptions {
  /** `host:port` of at least one broker. */
  readonly brokers: readonly string[];
  readonly store: Pick<EventStore, 'subscribe' | 'readAll' | 'head'>;
  /** Of the services of this process: it relays their messages, unless `relays` is false. */
  readonly publishers: readonly Publisher[];
  readonly relays?: boolean;
  readonly aggregates: AggregateRegistry;
  readonly clock: Clock;
  /** Shared by the processes of a consumer group, as leases and positions are by those of a service. */
  readonly parking: Parking;
  readonly leases: Leases;
  readonly positions: RelayPositions;
  readonly timers?: Timers;
  readonly tracing?: Tracing;
  readonly retryDelaysMs?: readonly number[];
  readonly maxInFlight?: number;
  /** Larger messages are parked, by the relay and by consumers; 1,000,000 by default. */
  readonly maxMessageBytes?: number;
  /** Restarts of a crashing consumer before `onFatal`; 10 by default. */
  readonly consumerRestarts?: number;
  /** Notes of the Kafka client. */
  readonly log?: KafkaLog;
  readonly onParked?: (parked: ParkedMessage) => void;
  /** Something failed that goes on by itself. */
  readonly onError?: (error: Error) => void;
  /** A consumer does not come back: the process has to end. */
  readonly onFatal: (error: Error) => void;
}

const MAX_MESSAGE_BYTES = 1_000_000;
const CONSUMER_RESTARTS = 10;

/**
 * A topic per service, filled from the record by a relay; a Kafka consumer group per group of
 * handlers. See docs/adr/0009 for what is at least once and why effects happen once.
 */
export class KafkaMessaging implements Messaging {
  private readonly client: KafkaClient;
  private readonly translator: Translator;
  private readonly progress: Progress;
  private readonly timers: Timers;
  private readonly tracing: Tracing;
  private readonly groups = new Map<string, KafkaGroup>();
  private readonly relays = new Map<string, Relay>();
  private stopped = false;

  constructor(private readonly options: KafkaMessagingOptions) {
    this.timers = options.timers ?? systemTimers;
    this.tracing = options.tracing ?? NO_TRACING;
    const { brokers, log, publishers, aggregates } = options;
    this.client = new KafkaClient({ brokers, log, timers: this.timers });
    this.translator = new Translator(publishers, aggregates);
    this.progress = new Progress({
      client: this.client,
      groups: () => this.groups.values(),
      relayedUpTo: (service) => this.relayedUpTo(service),
      onError: this.onError,
    });
  }

  /** Throws `MissingTopicsError` when a topic of a publisher or a handler does not exist. */
  async start(handlers: readonly Handler[]): Promise<void> {
    for (const [group, own] of handlersByGroup(handlers)) {
      this.groups.set(group, await this.openGroup(group, own));
    }
    const { publishers, relays = true } = this.options;
    for (const publisher of relays ? publishers : []) {
      this.relays.set(relayName(publisher.service), await this.openRelay(publisher));
    }
    await this.client.admin.connect();
    const published = publishers.map(({ service }) => topicOf(service));
    const read = [...this.groups.values()].flatMap(({ topics }) => topics);
    await this.client.requireTopics([...new Set([...published, ...read])]);
    for (const relay of this.relays.values()) relay.start();
    await Promise.all([...this.groups.values()].map((group) => group.start()));
  }

  async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    this.progress.stop();
    await Promise.all([...this.relays.values()].map((relay) => relay.stop()));
    await Promise.all([...this.groups.values()].map((group) => group.stop()));
    await this.client.admin.disconnect();
  }

  caughtUp(position: number): Promise<void> {
    return this.progress.caughtUp(position);
  }

  read(options: { after: number; maxCount: number; types?: readonly string[] }) {
    return readFeed(this.options.store, this.translator, options);
  }

  parked(group?: string): Promise<readonly ParkedMessage[]> {
    return this.options.parking.list(group);
  }

  async replay(group: string, messageId: string): Promise<void> {
    await this.parkedOf(group).replay(messageId);
  }

  async drop(group: string, messageId: string, reason: string): Promise<void> {
    await this.parkedOf(group).drop(messageId, reason);
  }

  async lag(): Promise<Readonly<Record<string, number>>> {
    const head = await this.options.store.head();
    const lags = [...this.groups].map(async ([name, group]) => {
      const position = await this.progress.positionOf(group);
      return [name, Math.max(0, head - position)] as const;
    });
    return Object.fromEntries(await Promise.all(lags));
  }

  /** Records that each group passed over because it has no handler for their type, by type. */
  ignored(): Readonly<Record<string, Readonly<Record<string, number>>>> {
    return Object.fromEntries(
      [...this.groups].map(([name, { ignored }]) => [name, Object.fromEntries(ignored)]),
    );
  }

  /** Messages that each group passed over because they came again. */
  repeated(): Readonly<Record<string, number>> {
    return Object.fromEntries(
      [...this.groups].map(([name, { runner }]) => [name, runner.repeated]),
    );
  }

  private readonly onError = (error: Error): void => {
    if (!this.stopped) this.options.onError?.(error);
  };

  private readonly onProgress = (): void => this.progress.moved();

  private openGroup(
    group: string,
    handlers: ReadonlyMap<string, Handler['handle']>,
  ): Promise<KafkaGroup> {
    const { parking, clock, retryDelaysMs, maxInFlight, onParked, onFatal } = this.options;
    const { client, timers, tracing, onError, onProgress } = this;
    const pace = { timers, clock, retryDelaysMs, maxInFlight };
    return KafkaGroup.open({
      client,
      handlers,
      runner: { group, parking, tracing, ...pace, onParked, onError },
      maxMessageBytes: this.options.maxMessageBytes ?? MAX_MESSAGE_BYTES,
      restarts: this.options.consumerRestarts ?? CONSUMER_RESTARTS,
      onProgress,
      onError,
      onFatal,
    });
  }

  private openRelay(publisher: Publisher): Promise<Relay> {
    const { store, aggregates, leases, positions, parking, clock, onParked } = this.options;
    const { timers, onError, onProgress } = this;
    return Relay.open({
      service: publisher.service,
      store,
      translator: new Translator([publisher], aggregates),
      sender: new RecordSender(this.client, topicOf(publisher.service), this.tracing),
      leases,
      positions,
      maxMessageBytes: this.options.maxMessageBytes ?? MAX_MESSAGE_BYTES,
      runner: { parking, timers, clock, onParked, onError, onProgress },
      onError,
    });
  }

  private async relayedUpTo(service: string): Promise<number> {
    const name = relayName(service);
    return this.relays.get(name)?.position ?? (await this.options.positions.load(name)) ?? 0;
  }

  private parkedOf(group: string): ParkedMessages {
    const parked = (this.groups.get(group) ?? this.relays.get(group))?.parked;
    if (!parked) throw notFound('consumer-group', group);
    return parked;
  }
}
