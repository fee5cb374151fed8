import { setTimeout as pause } from 'node:timers/promises';
import type { Deployment } from '@continuo/testing/deployment';
import { type Admin, Kafka, type KafkaJSError, logLevel } from 'kafkajs';

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
  /** How much has to be read by whom, since all have begun anew. */
  private begun: readonly Reading[] = [];

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

  /** Each group begins anew, as if it had never read; none may be running. Answers how many records there are to read. */
  beginAnew(): Promise<number> {
    return this.asAdmin(async (admin) => {
      this.begun = await readingsOf(admin);
      await admin.deleteGroups([...new Set(this.begun.map(({ groupId }) => groupId))]);
      return this.begun.reduce((records, { committed }) => records + committed, 0);
    });
  }

  /** Resolves once every group has read all there is; throws where one has not in time. */
  readToTheEnd(withinMs: number): Promise<void> {
    return this.asAdmin(async (admin) => {
      const deadline = performance.now() + withinMs;
      for (;;) {
        const readings = await readingsOf(admin).catch(notYet);
        const behind = readings.filter(({ committed, high }) => committed < high);
        const missing = this.begun.filter(
          ({ groupId, topic, committed }) =>
            !readings.some(
              (found) =>
                found.groupId === groupId && found.topic === topic && found.committed >= committed,
            ),
        );
        if (readings.length > 0 && behind.length + missing.length === 0) return;
        if (performance.now() > deadline) throw new Error(JSON.stringify({ behind, missing }));
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

/** How far a group has come in a topic, and how far there is to go. */
interface Reading {
  readonly groupId: string;
  readonly topic: string;
  readonly committed: number;
  readonly high: number;
}

/** A broker that has just started is still loading its groups, and says so. */
function notYet(error: KafkaJSError): readonly Reading[] {
  if (error.retriable) return [];
  throw error;
}

async function readingsOf(admin: Admin): Promise<readonly Reading[]> {
  const { groups } = await admin.listGroups();
  const found: Reading[] = [];
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
