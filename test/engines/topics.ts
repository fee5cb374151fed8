import { setTimeout as pause } from 'node:timers/promises';
import type { Deployment } from '@continuo/testing/deployment';
import { type Admin, Kafka, logLevel } from 'kafkajs';

const LOOK_EVERY_MS = 500;
const RETRY = { retries: 20, maxRetryTime: 2_000 };

interface Record {
  readonly key: string;
  readonly value: string | null;
  readonly headers?: { readonly [name: string]: string };
}

/** The topics of a deployment, as a stranger or an operator can get at them. */
export class Topics {
  private readonly kafka: Kafka;

  constructor(deployment: Deployment) {
    const brokers = deployment.env['KAFKA_BROKERS']!.split(',');
    this.kafka = new Kafka({
      clientId: 'engines-spec',
      brokers,
      logLevel: logLevel.NOTHING,
      retry: RETRY,
    });
  }

  async produce(topic: string, ...records: readonly Record[]): Promise<void> {
    const producer = this.kafka.producer();
    await producer.connect();
    await producer.send({ topic, messages: records.map((record) => ({ ...record })) });
    await producer.disconnect();
  }

  /** Each group that has ever read begins anew; none may be running. Answers how many records there are to read. */
  beginAnew(): Promise<number> {
    return this.asAdmin(async (admin) => {
      let records = 0;
      for (const { groupId, topic, committed } of await groupsOf(admin)) {
        records += committed;
        await admin.resetOffsets({ groupId, topic, earliest: true });
      }
      return records;
    });
  }

  /** Resolves once every group has read all there is; throws where one has not in time. */
  readToTheEnd(withinMs: number): Promise<void> {
    return this.asAdmin(async (admin) => {
      const deadline = performance.now() + withinMs;
      for (;;) {
        const behind = (await groupsOf(admin)).filter(({ committed, high }) => committed < high);
        if (behind.length === 0) return;
        if (performance.now() > deadline) throw new Error(JSON.stringify(behind));
        await pause(LOOK_EVERY_MS);
      }
    });
  }

  private async asAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }
}

async function groupsOf(admin: Admin) {
  const { groups } = await admin.listGroups();
  const found: { groupId: string; topic: string; committed: number; high: number }[] = [];
  for (const { groupId } of groups) {
    for (const { topic, partitions } of await admin.fetchOffsets({ groupId })) {
      const ends = await admin.fetchTopicOffsets(topic);
      const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);
      const committed = sum(partitions.map(({ offset }) => Math.max(Number(offset), 0)));
      found.push({ groupId, topic, committed, high: sum(ends.map(({ high }) => Number(high))) });
    }
  }
  return found;
}
