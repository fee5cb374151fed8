import { type Admin, type Consumer, Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';
import type { Timers } from '../timers';
import { letIdleConnectionsRest } from './idle-connections';
import { type KafkaLog, logCreatorFor } from './kafka-log';
import { groupIdOf, MissingTopicsError } from './topics';

export interface KafkaClientOptions {
  /** `host:port` of at least one broker. */
  readonly brokers: readonly string[];
  readonly timers: Timers;
  /** Where the notes of the client go; nowhere when absent. */
  readonly log?: KafkaLog;
}

/** A restarted broker is back after about 14 s: fewer retries would give up before. */
const PRODUCER_RETRY = { retries: 50, initialRetryTime: 100, maxRetryTime: 2_000 };
const CONSUMER_RETRY = { retries: 8, initialRetryTime: 100, maxRetryTime: 2_000 };
const MAX_WAIT_MS = 250;
const SESSION_TIMEOUT_MS = 10_000;
const REBALANCE_TIMEOUT_MS = 12_000;
/** How soon a member notices that the group rebalances. */
const HEARTBEAT_MS = 1_000;
/** How soon added partitions are noticed. */
const METADATA_MAX_AGE_MS = 60_000;

/** kafkajs, set up as every part of the adapter needs it. Topics are never created by surprise. */
export class KafkaClient {
  readonly admin: Admin;
  readonly log: KafkaLog;
  private readonly kafka: Kafka;

  constructor(private readonly options: KafkaClientOptions) {
    letIdleConnectionsRest();
    this.log = options.log ?? (() => {});
    this.kafka = new Kafka({
      clientId: 'continuo',
      brokers: [...options.brokers],
      logLevel: logLevel.INFO,
      logCreator: logCreatorFor(this.log),
      retry: CONSUMER_RETRY,
    });
    this.admin = this.kafka.admin();
  }

  /** One of a relay: idempotent, in order. */
  producer(): Producer {
    return this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      metadataMaxAge: METADATA_MAX_AGE_MS,
      retry: PRODUCER_RETRY,
    });
  }

  consumer(group: string): Consumer {
    return this.kafka.consumer({
      groupId: groupIdOf(group),
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: MAX_WAIT_MS,
      sessionTimeout: SESSION_TIMEOUT_MS,
      rebalanceTimeout: REBALANCE_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_MS,
      metadataMaxAge: METADATA_MAX_AGE_MS,
      // A crash is answered by KafkaGroup, which counts.
      retry: { ...CONSUMER_RETRY, restartOnFailure: async () => false },
    });
  }

  /** Throws {@link MissingTopicsError}. */
  async requireTopics(topics: readonly string[]): Promise<void> {
    const existing = new Set(await this.admin.listTopics());
    const missing = topics.filter((topic) => !existing.has(topic));
    if (missing.length > 0) throw new MissingTopicsError(missing, this.options.brokers);
  }

  pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.options.timers.after(delayMs, resolve));
  }

  /** Resolves when the work has ended, well or not, or after a time. */
  within(timeMs: number, work: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.options.timers.after(timeMs, resolve);
      const ended = () => {
        cancel();
        resolve();
      };
      work.then(ended, ended);
    });
  }
}
