import { MESSAGE_TYPES } from '@continuo/contracts/registry';
import { type Admin, Kafka, type KafkaJSError, logLevel } from 'kafkajs';
import { type KafkaLog, logCreatorFor } from './kafka-log';

export interface CreateTopicsOptions {
  /** `host:port` of at least one broker. */
  readonly brokers: readonly string[];
  readonly partitions: number;
  readonly replicationFactor: number;
  /** By default those of all contracts. */
  readonly topics?: readonly string[];
  readonly log?: KafkaLog;
}

export interface CreatedTopics {
  readonly created: readonly { readonly topic: string; readonly partitions: number }[];
  readonly raised: readonly {
    readonly topic: string;
    readonly from: number;
    readonly to: number;
  }[];
  /** They have as many partitions as asked for, or more: partitions are never taken away. */
  readonly unchanged: readonly { readonly topic: string; readonly partitions: number }[];
}

/**
 * With more partitions a subject may go to another one: its order holds only when everybody has read
 * what is in the old one, and nobody produces meanwhile.
 */
export class TopicsInUseError extends Error {
  constructor(group: string, why: string) {
    super(
      `Partitions cannot be added now, the order of a subject would break: group ${group} ${why}.`,
    );
    this.name = 'TopicsInUseError';
  }
}

const RETRY = { retries: 3, initialRetryTime: 200, maxRetryTime: 1_000 };
const LOOKS = 50;
const LOOK_EVERY_MS = 100;

/** The topics that all contracts together need. */
export function contractTopics(): readonly string[] {
  return [...new Set([...MESSAGE_TYPES.values()].map(({ topic }) => topic))].sort();
}

/** Creates what is missing and adds partitions where there are too few. Throws {@link TopicsInUseError}. */
export async function createTopics(options: CreateTopicsOptions): Promise<CreatedTopics> {
  const { brokers, partitions, replicationFactor, topics = contractTopics() } = options;
  const admin = new Kafka({
    clientId: 'continuo-topics',
    brokers: [...brokers],
    logLevel: logLevel.INFO,
    logCreator: logCreatorFor(options.log ?? (() => {})),
    retry: RETRY,
  }).admin();
  await admin.connect();
  try {
    const existing = await partitionCounts(admin, topics);
    const missing = topics.filter((topic) => !existing.has(topic));
    const small = [...existing].filter(([, count]) => count < partitions);
    if (small.length > 0)
      await requireIdle(
        admin,
        small.map(([topic]) => topic),
      );
    if (missing.length > 0) await create(admin, missing, partitions, replicationFactor);
    if (small.length > 0) {
      const topicPartitions = small.map(([topic]) => ({ topic, count: partitions }));
      await admin.createPartitions({ topicPartitions });
      await knownToBrokers(admin, topicPartitions);
    }
    return {
      created: missing.map((topic) => ({ topic, partitions })),
      raised: small.map(([topic, from]) => ({ topic, from, to: partitions })),
      unchanged: [...existing]
        .filter(([, count]) => count >= partitions)
        .map(([topic, count]) => ({ topic, partitions: count })),
    };
  } finally {
    await admin.disconnect();
  }
}

async function partitionCounts(
  admin: Admin,
  topics: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const known = new Set(await admin.listTopics());
  const existing = topics.filter((topic) => known.has(topic));
  if (existing.length === 0) return new Map();
  const metadata = await admin.fetchTopicMetadata({ topics: existing });
  const counts = new Map(metadata.topics.map(({ name, partitions }) => [name, partitions.length]));
  return new Map(existing.map((topic) => [topic, counts.get(topic) ?? 0]));
}

async function create(
  admin: Admin,
  topics: readonly string[],
  numPartitions: number,
  replicationFactor: number,
): Promise<void> {
  const configEntries = [
    { name: 'cleanup.policy', value: 'delete' },
    // A group that is new begins with the first message ever.
    { name: 'retention.ms', value: '-1' },
    { name: 'min.insync.replicas', value: String(Math.min(2, replicationFactor)) },
  ];
  await admin.createTopics({
    // The client gives up when a broker has not heard of the topic yet: we look ourselves.
    waitForLeaders: false,
    topics: topics.map((topic) => ({ topic, numPartitions, replicationFactor, configEntries })),
  });
  await knownToBrokers(
    admin,
    topics.map((topic) => ({ topic, count: numPartitions })),
  );
}

/** The controller has said yes: the brokers learn it a moment later. */
async function knownToBrokers(
  admin: Admin,
  wanted: readonly { readonly topic: string; readonly count: number }[],
): Promise<void> {
  const topics = wanted.map(({ topic }) => topic);
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const counts = await partitionCounts(admin, topics).catch((error: unknown) => {
      if ((error as KafkaJSError).retriable) return new Map<string, number>();
      throw error;
    });
    if (wanted.every(({ topic, count }) => (counts.get(topic) ?? 0) >= count)) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** A broker that has just started is still loading its groups: it is asked again. */
async function listGroups(admin: Admin): Promise<readonly { readonly groupId: string }[]> {
  for (let looks = 1; ; looks += 1) {
    try {
      return (await admin.listGroups()).groups;
    } catch (error) {
      if (looks === LOOKS || !(error as KafkaJSError).retriable) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

async function requireIdle(admin: Admin, topics: readonly string[]): Promise<void> {
  const groups = await listGroups(admin);
  const ids = groups.map(({ groupId }) => groupId).filter((id) => id.startsWith('continuo.'));
  const described = ids.length > 0 ? (await admin.describeGroups(ids)).groups : [];
  for (const topic of topics) {
    const ends = await admin.fetchTopicOffsets(topic);
    for (const { groupId, state } of described) {
      const [commits] = await admin.fetchOffsets({ groupId, topics: [topic] });
      const own = (commits?.partitions ?? []).filter(({ offset }) => Number(offset) >= 0);
      if (own.length === 0) continue;
      if (state !== 'Empty' && state !== 'Dead')
        throw new TopicsInUseError(groupId, 'is running: stop its services first');
      const behind = ends.find(({ partition, high }) => {
        const commit = own.find((candidate) => candidate.partition === partition);
        return Number(commit?.offset ?? 0) < Number(high);
      });
      if (behind)
        throw new TopicsInUseError(
          groupId,
          `has not read partition ${behind.partition} of ${topic} to its end: let it catch up first`,
        );
    }
  }
}
