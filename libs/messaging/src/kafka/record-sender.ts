import type { Tracer, Tracing } from '@continuo/tracing/tracing';
import type { Producer } from 'kafkajs';
import { beginPublishing } from '../message-spans';
import type { OutgoingRecord } from './cloud-event';
import type { KafkaClient } from './kafka-client';

const ACKNOWLEDGED_BY_ALL = -1;
const TIMEOUT_MS = 30_000;
const LAST_BATCH_WITHIN_MS = 5_000;

/** Produces to the topic of one service, one batch at a time. */
export class RecordSender {
  private producer: Promise<Producer> | undefined;
  private sending: Promise<void> = Promise.resolve();

  constructor(
    private readonly client: KafkaClient,
    private readonly topic: string,
    private readonly tracing: Tracing,
  ) {}

  /** Resolves when every replica in sync has the records, in their order. */
  send(records: readonly OutgoingRecord[]): Promise<void> {
    const { tracing } = this;
    this.sending = tracing.on ? this.trace(tracing, records) : this.produce([...records]);
    return this.sending;
  }

  /**
   * Waits for the batch under way, unless the brokers do not answer, and gives the producer up: the
   * next batch gets another, whose sequence begins anew.
   */
  async close(): Promise<void> {
    await this.client.within(LAST_BATCH_WITHIN_MS, this.sending);
    const { producer } = this;
    this.producer = undefined;
    await producer?.then((connected) => connected.disconnect()).catch(() => {});
  }

  /** A span for each record; readers go on from it. */
  private async trace(tracer: Tracer, records: readonly OutgoingRecord[]): Promise<void> {
    const spans = records.map(({ headers }) =>
      beginPublishing(
        tracer,
        { id: headers.ce_id!, type: headers.ce_type!, traceparent: headers.traceparent },
        'kafka',
      ),
    );
    const traced = records.map((record, index) => {
      const { traceparent } = spans[index]!;
      return { ...record, headers: { ...record.headers, traceparent } };
    });
    try {
      await this.produce(traced);
      for (const span of spans) span.end();
    } catch (error) {
      for (const span of spans) span.end(error);
      throw error;
    }
  }

  private async produce(messages: OutgoingRecord[]): Promise<void> {
    this.producer ??= this.connect();
    const producer = await this.producer;
    await producer.send({
      topic: this.topic,
      messages,
      acks: ACKNOWLEDGED_BY_ALL,
      timeout: TIMEOUT_MS,
    });
  }

  private async connect(): Promise<Producer> {
    const producer = this.client.producer();
    await producer.connect();
    return producer;
  }
}

/** Whether the broker refused a batch because of its size. */
export function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'type' in error && error.type === 'MESSAGE_TOO_LARGE';
}
