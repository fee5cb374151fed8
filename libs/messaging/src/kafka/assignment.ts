import type { Admin } from 'kafkajs';
import { groupIdOf } from './topics';
import { Partition } from './partition';

/** Partitions by topic, as the broker assigns them. */
export type Assigned = Readonly<Record<string, readonly number[]>>;

/** Where a partition of a topic stands: what it holds, and what the group has committed. */
export interface PartitionState {
  readonly topic: string;
  readonly partition: number;
  readonly low: number;
  readonly high: number;
  readonly committed: number | undefined;
  /** Place in the record of the last message below `committed`, as the committing process said. */
  readonly position: number;
}

/** Reads where a group stands in all partitions of some topics. */
export async function readPartitions(
  admin: Admin,
  group: string,
  topics: readonly string[],
): Promise<readonly PartitionState[]> {
  const groupId = groupIdOf(group);
  const commits = await admin.fetchOffsets({ groupId, topics: [...topics] });
  const states = topics.map(async (topic) => {
    const own = commits.find((commit) => commit.topic === topic)?.partitions ?? [];
    return (await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => {
      const commit = own.find((candidate) => candidate.partition === partition);
      const committed = Number(commit?.offset ?? -1);
      return {
        topic,
        partition,
        low: Number(low),
        high: Number(high),
        committed: committed < 0 ? undefined : committed,
        position: Number(commit?.metadata || 0),
      };
    });
  });
  return (await Promise.all(states)).flat();
}

/** The partitions that this process has now. */
export class Assignment {
  private readonly partitions = new Map<string, Partition>();

  get all(): Iterable<Partition> {
    return this.partitions.values();
  }

  find(topic: string, partition: number): Partition | undefined {
    return this.partitions.get(`${topic}/${partition}`);
  }

  /** Gives up what is not assigned any more. */
  keepOnly(assigned: Assigned): void {
    for (const [key, partition] of this.partitions) {
      if (!assigned[partition.topic]?.includes(partition.id)) this.revoke(key, partition);
    }
  }

  /**
   * Takes what is assigned. Work that goes on in a partition it had before goes on, unless another
   * process has been further meanwhile. Answers what was lost on the broker, in words.
   */
  take(assigned: Assigned, states: readonly PartitionState[]): readonly string[] {
    const lost: string[] = [];
    for (const state of states) {
      const { topic, partition: id, low, high } = state;
      if (!assigned[topic]?.includes(id)) continue;
      const key = `${topic}/${id}`;
      const had = this.partitions.get(key);
      const { committed } = state;
      if (committed !== undefined && committed > high)
        lost.push(`${key} ends at offset ${high}, before ${committed}: it was made anew`);
      const valid = committed !== undefined && committed <= high ? committed : undefined;
      if (had && had.settled !== undefined && (valid ?? 0) <= had.settled && had.settled <= high)
        continue;
      if (had) this.revoke(key, had);
      if (valid !== undefined && valid < low) lost.push(missedWords(key, valid, low));
      const start = valid === undefined ? undefined : Math.max(valid, low);
      this.partitions.set(key, new Partition(topic, id, start, state.position));
    }
    return lost;
  }

  private revoke(key: string, partition: Partition): void {
    partition.revoked = true;
    this.partitions.delete(key);
  }
}

export function missedWords(key: string, from: number, to: number): string {
  return `offsets ${from} to ${to - 1} of ${key} were deleted before they were read: raise the retention of the topic`;
}
