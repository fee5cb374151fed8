import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Aggregate, AggregateRegistry } from '@continuo/event-store/aggregate';
import type { DomainEvent } from '@continuo/event-store/event-store';
import { NOW } from '@continuo/testing/examples';
import { MemoryRecord } from '@continuo/testing/memory-record';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { InProcessLeases } from '../in-process/in-process-leases';
import { InProcessRelayPositions } from '../in-process/in-process-relay-positions';
import { MessagingDatabase } from '../in-process/messaging-database';
import type { IntegrationMessage } from '../message';
import type { Handler } from '../messaging';
import { createTopics } from './create-topics';
import { KafkaMessaging, type KafkaMessagingOptions } from './kafka-messaging';
import { topicOf } from './topics';

type Rung = { type: 'bell.rung.v1'; data: { tone: string } };

const bell: Aggregate<object, Rung, null> = {
  category: 'bell',
  decider: { decide: () => [], evolve: () => null, initialState: () => null },
  events: { 'bell.rung.v1': true },
};

export const TYPE = 'continuo.bells.bell-rung.v1';
export const TOPIC = topicOf('bells');
export const rung = (...tones: string[]): DomainEvent[] =>
  tones.map((tone) => ({ type: 'bell.rung.v1', data: { tone } }));
export const toneOf = ({ data }: IntegrationMessage) => (data as { tone: string }).tone;

/** A record, a topic and what is kept beside them, for one spec. */
export class Belfry {
  readonly store = new MemoryRecord();
  readonly leases = new InProcessLeases({ retryMs: 100 });
  readonly positions = new InProcessRelayPositions();
  readonly errors: string[] = [];
  readonly fatal: string[] = [];
  readonly notes: string[] = [];
  readonly kafka: Kafka;
  private readonly opened: KafkaMessaging[] = [];

  private constructor(
    private readonly broker: string,
    private readonly folder: string,
    readonly parking: MessagingDatabase,
  ) {
    this.kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });
  }

  static async open(broker: string, partitions = 3): Promise<Belfry> {
    await createTopics({
      brokers: [broker],
      partitions,
      replicationFactor: 1,
      topics: [TOPIC],
    });
    const folder = await mkdtemp(join(tmpdir(), 'continuo-belfry-'));
    return new Belfry(broker, folder, new MessagingDatabase(join(folder, 'parking.db')));
  }

  messaging(options: Partial<KafkaMessagingOptions> = {}): KafkaMessaging {
    const { store, leases, positions, parking } = this;
    const messaging = new KafkaMessaging({
      brokers: [this.broker],
      store,
      publishers: [
        {
          service: 'bells',
          categories: ['bell'],
          translate: ({ data }) => ({ type: TYPE, data }),
        },
      ],
      aggregates: new AggregateRegistry([bell]),
      clock: { now: () => NOW },
      parking,
      leases,
      positions,
      retryDelaysMs: [1, 1],
      log: (level, message) => this.notes.push(`${level} ${message}`),
      onError: (error) => this.errors.push(error.message),
      onFatal: (error) => this.fatal.push(error.message),
      ...options,
    });
    this.opened.push(messaging);
    return messaging;
  }

  async start(handlers: readonly Handler[], options: Partial<KafkaMessagingOptions> = {}) {
    const messaging = this.messaging(options);
    await messaging.start(handlers);
    return messaging;
  }

  /** Puts records on the topic as anybody might. */
  async produce(
    ...messages: {
      key?: string | null;
      value: string | null;
      headers?: Record<string, string>;
      partition?: number;
    }[]
  ): Promise<void> {
    const producer = this.kafka.producer({ createPartitioner: () => () => 0 });
    await producer.connect();
    await producer.send({ topic: TOPIC, messages });
    await producer.disconnect();
  }

  /** Relays the record once more, from the saved position, beside what runs. */
  async relayAgain(): Promise<void> {
    const before = await this.recordsOnTopic();
    await this.start([], { leases: new InProcessLeases() });
    const all = before + this.store.events.length;
    while ((await this.recordsOnTopic()) < all) await new Promise((done) => setTimeout(done, 50));
  }

  async recordsOnTopic(): Promise<number> {
    const offsets = await this.admin((admin) => admin.fetchTopicOffsets(TOPIC));
    return offsets.reduce((sum, { high }) => sum + Number(high), 0);
  }

  async deleteTopic(): Promise<void> {
    await this.admin((admin) => admin.deleteTopics({ topics: [TOPIC] }));
  }

  private async admin<T>(use: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.kafka.admin();
    await admin.connect();
    return use(admin).finally(() => admin.disconnect());
  }

  async dispose(): Promise<void> {
    for (const messaging of this.opened) await messaging.stop();
    this.parking.close();
    await rm(this.folder, { recursive: true });
    await emptyBroker(this.kafka);
  }
}

/** Topics and groups go, so that the next spec finds none. */
export async function emptyBroker(kafka: Kafka): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  for (;;) {
    const { groups } = await admin.listGroups();
    const deleted = await admin.deleteGroups(groups.map(({ groupId }) => groupId)).then(
      () => true,
      () => false, // a member that could not leave counts until its session has ended
    );
    if (deleted) break;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith('continuo.'));
  if (topics.length > 0) await admin.deleteTopics({ topics });
  await admin.disconnect();
}
