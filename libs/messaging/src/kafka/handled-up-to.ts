import { Kafka, logLevel } from 'kafkajs';
import type { Handled } from '../on-message';
import { type PartitionState, readPartitions } from './assignment';
import { relayName } from './relay';
import { serviceOf, topicOfType } from './topics';

export interface HandledUpToOptions {
  /** `host:port` of at least one broker. */
  readonly brokers: readonly string[];
  /** All message types that are handled, with their groups. */
  readonly handled: readonly Handled[];
  /** How far the relays are, by their names. */
  readonly relays: ReadonlyMap<string, number>;
}

const RETRY = { retries: 3, initialRetryTime: 200, maxRetryTime: 1_000 };

/**
 * Place in the record up to which every group has handled or parked all messages, as the brokers say
 * it, whether services run or not. What relays and groups have done since is not in it.
 */
export async function readHandledUpTo(options: HandledUpToOptions): Promise<number> {
  const { handled, relays } = options;
  const relayedTo = (topic: string) => relays.get(relayName(serviceOf(topic))) ?? 0;
  const admin = new Kafka({
    clientId: 'continuo-verify',
    brokers: [...options.brokers],
    logLevel: logLevel.NOTHING,
    retry: RETRY,
  }).admin();
  await admin.connect();
  try {
    let upTo = Number.MAX_SAFE_INTEGER;
    for (const [group, topics] of topicsByGroup(handled)) {
      const states = await readPartitions(admin, group, [...topics]);
      const settled = states.map((state) =>
        hasSettledAll(state) ? relayedTo(state.topic) : state.position,
      );
      upTo = Math.min(upTo, ...settled, ...[...topics].map(relayedTo));
    }
    return upTo;
  } finally {
    await admin.disconnect();
  }
}

function hasSettledAll({ committed, low, high }: PartitionState): boolean {
  return Math.max(committed ?? low, low) >= high;
}

function topicsByGroup(handled: readonly Handled[]): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { group, type } of handled)
    groups.set(group, (groups.get(group) ?? new Set<string>()).add(topicOfType(type)));
  return groups;
}
