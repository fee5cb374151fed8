import { type PartitionState, readPartitions } from './assignment';
import type { KafkaClient } from './kafka-client';
import type { KafkaGroup } from './kafka-group';
import { serviceOf } from './topics';

export interface ProgressOptions {
  readonly client: KafkaClient;
  readonly groups: () => Iterable<KafkaGroup>;
  /** How far the messages of a service are on their topic, by whichever process relays it. */
  readonly relayedUpTo: (service: string) => Promise<number>;
  readonly onError: (error: Error) => void;
}

const ASK_AGAIN_MS = 100;

/** How far the groups of this process are, whichever processes share the work with it. */
export class Progress {
  private readonly lastKnown = new Map<string, readonly PartitionState[]>();
  private stopped = false;
  private wakers: (() => void)[] = [];

  constructor(private readonly options: ProgressOptions) {}

  /**
   * Resolves when the relays have carried everything up to `position` to the topics, and each group
   * has settled what the topics then held.
   */
  async caughtUp(position: number): Promise<void> {
    const groups = [...this.options.groups()];
    const services = new Set(groups.flatMap((group) => group.topics.map(serviceOf)));
    for (const service of services) {
      await this.until(async () => (await this.options.relayedUpTo(service)) >= position);
    }
    await Promise.all(groups.map((group) => this.hasSettledAll(group)));
  }

  /** Place in the record up to which a group has handled or parked everything. */
  async positionOf(group: KafkaGroup): Promise<number> {
    const relayed = new Map<string, number>();
    for (const topic of group.topics) {
      relayed.set(topic, await this.options.relayedUpTo(serviceOf(topic)));
    }
    const states = await this.statesOf(group);
    const positions = states.map((state) =>
      settledIn(group, state) >= state.high
        ? relayed.get(state.topic)!
        : (group.assignment.find(state.topic, state.partition)?.position ?? state.position),
    );
    return Math.min(...positions, ...relayed.values());
  }

  /** Whoever waits looks again. */
  moved(): void {
    for (const wake of this.wakers.splice(0)) wake();
  }

  /** Whoever waits is told that it waits in vain. */
  stop(): void {
    this.stopped = true;
    this.moved();
  }

  private async hasSettledAll(group: KafkaGroup): Promise<void> {
    let ends: readonly PartitionState[] | undefined;
    await this.until(async () => {
      ends ??= await this.read(group);
      const behind = () => ends!.some((state) => settledIn(group, state) < state.high);
      if (!behind()) return true;
      const elsewhere = ends.some((state) => !group.assignment.find(state.topic, state.partition));
      if (!elsewhere) return false;
      // Other members commit what they have settled; the ends to be reached stay.
      const now = await this.read(group);
      ends = ends.map((end) => {
        const state = now.find((s) => s.topic === end.topic && s.partition === end.partition);
        return { ...end, committed: state?.committed ?? end.committed, low: state?.low ?? end.low };
      });
      return !behind();
    });
  }

  private async read(group: KafkaGroup): Promise<readonly PartitionState[]> {
    const states = await readPartitions(this.options.client.admin, group.name, group.topics);
    this.lastKnown.set(group.name, states);
    return states;
  }

  /** What the brokers say, or said last: the lag is asked for most when they do not answer. */
  private async statesOf(group: KafkaGroup): Promise<readonly PartitionState[]> {
    try {
      return await this.read(group);
    } catch (error) {
      this.options.onError(error as Error);
      return this.lastKnown.get(group.name) ?? [];
    }
  }

  private async until(met: () => Promise<boolean>): Promise<void> {
    for (;;) {
      if (this.stopped) throw new Error('messaging has stopped');
      const soon = new Promise<void>((resolve) => this.wakers.push(resolve));
      try {
        if (await met()) return;
      } catch (error) {
        this.options.onError(error as Error);
      }
      await Promise.race([soon, this.options.client.pause(ASK_AGAIN_MS)]);
    }
  }
}

/** The offset up to which a group has settled a partition, here or in another process. */
function settledIn(group: KafkaGroup, { topic, partition, committed, low }: PartitionState) {
  const own = group.assignment.find(topic, partition)?.settled;
  return Math.max(own ?? committed ?? low, low);
}
