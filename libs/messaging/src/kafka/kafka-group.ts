import type { Consumer, EachBatchPayload } from 'kafkajs';
import { ConsumerRunner } from '../consumer-runner';
import type { Handler } from '../messaging';
import { ParkedMessages } from '../parked-messages';
import type { RunnerOptions } from '../runner-options';
import { type Assigned, Assignment, missedWords, readPartitions } from './assignment';
import type { KafkaClient } from './kafka-client';
import { readRecord } from './reading';
import { RestartBudget } from './restart-budget';
import { topicOfType } from './topics';

export interface KafkaGroupOptions {
  readonly client: KafkaClient;
  readonly handlers: ReadonlyMap<string, Handler['handle']>;
  readonly runner: Omit<RunnerOptions, 'handlerOf' | 'rememberSettled' | 'onProgress'>;
  readonly maxMessageBytes: number;
  /** Restarts without a minute of peace between them before it gives up. */
  readonly restarts: number;
  /** Something was settled or passed over. */
  readonly onProgress: () => void;
  readonly onError: (error: Error) => void;
  /** The consumer does not come back: the process has to end. */
  readonly onFatal: (error: Error) => void;
}

const COMMIT_EVERY_MS = 200;
const PREPARE_AGAIN_MS = 500;
/** Messages in hand from which on nothing is fetched, and under which it is again. */
const MAX_BACKLOG = 4_096;
const LOW_BACKLOG = 1_024;
/** Settled messages remembered, to pass over what comes again. */
const REMEMBERED = 50_000;

/**
 * One consumer group. Records are taken from the batches at once and handled in the runner's lanes;
 * offsets follow the watermark of each partition. When a partition goes to another member, what is
 * not settled goes with it: it is begun no more, neither parked nor committed here.
 */
export class KafkaGroup {
  readonly parked: ParkedMessages;
  readonly topics: readonly string[];
  readonly assignment = new Assignment();
  /** Records of types that the group has no handler for, by type. */
  readonly ignored = new Map<string, number>();
  private readonly types: ReadonlySet<string>;
  private readonly budget: RestartBudget;
  private consumer: Consumer | undefined;
  /** The partitions of the current generation are opened. */
  private prepared: Promise<void> = Promise.resolve();
  private generation = 0;
  private cancelCommit: (() => void) | undefined;
  private committing: Promise<void> | undefined;
  private paused = false;
  private stopped = false;

  private constructor(
    private readonly options: KafkaGroupOptions,
    readonly runner: ConsumerRunner,
  ) {
    this.parked = new ParkedMessages(runner);
    this.types = new Set(options.handlers.keys());
    this.topics = [...new Set([...this.types].map(topicOfType))];
    this.budget = new RestartBudget(options.restarts, options.runner.timers);
  }

  static async open(options: KafkaGroupOptions): Promise<KafkaGroup> {
    const { handlers } = options;
    const runner = await ConsumerRunner.open(
      {
        ...options.runner,
        handlerOf: (type) => handlers.get(type),
        rememberSettled: REMEMBERED,
        onProgress: () => {
          options.onProgress();
          group.progressed();
        },
      },
      // A record stands at an offset of its own: every message given up may come again.
      -1,
    );
    const group = new KafkaGroup(options, runner);
    return group;
  }

  get name(): string {
    return this.runner.options.group;
  }

  async start(): Promise<void> {
    const consumer = this.options.client.consumer(this.name);
    this.consumer = consumer;
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      this.budget.calmDown();
      this.prepared = this.prepare(payload.memberAssignment as Assigned);
    });
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      // Nothing but the marks of a transaction: such a batch is not handed over.
      const empty = payload.batchSize === 0 && !this.stopped;
      if (empty) this.passOver(payload.topic, payload.partition, Number(payload.lastOffset));
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => this.crashed(payload.error));
    await consumer.connect();
    await consumer.subscribe({ topics: [...this.topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => this.take(payload),
    });
  }

  /** Waits for the messages in hand, commits what is settled and leaves the group. */
  async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    this.budget.cancel();
    await this.runner.stop();
    this.cancelCommit?.();
    await this.committing;
    await this.commit();
    await this.consumer?.disconnect();
  }

  /** Runs at each join, before a record of the new generation is taken. */
  private async prepare(assigned: Assigned): Promise<void> {
    const generation = (this.generation += 1);
    this.assignment.keepOnly(assigned);
    const { client, onError } = this.options;
    while (!this.stopped && generation === this.generation) {
      try {
        await this.runner.learnHeads();
        const states = await readPartitions(client.admin, this.name, this.topics);
        if (generation !== this.generation) return;
        for (const words of this.assignment.take(assigned, states)) onError(this.lost(words));
        return;
      } catch (error) {
        onError(error as Error);
        await client.pause(PREPARE_AGAIN_MS);
      }
    }
  }

  private async take({ batch, resolveOffset, isRunning }: EachBatchPayload): Promise<void> {
    await this.prepared;
    const { topic, partition: id } = batch;
    const partition = this.assignment.find(topic, id);
    if (this.stopped || !isRunning() || !partition) return;
    const first = Number(batch.messages[0]!.offset);
    const missed = partition.open(first);
    if (missed > 0)
      this.options.onError(this.lost(missedWords(`${topic}/${id}`, first - missed, first)));
    const rules = { types: this.types, maxBytes: this.options.maxMessageBytes };
    for (const record of batch.messages) {
      const offset = Number(record.offset);
      if (!partition.isNew(offset)) continue;
      const reading = readRecord({ ...record, topic, partition: id }, rules);
      if (reading.kind === 'ignored') {
        this.ignored.set(reading.type, (this.ignored.get(reading.type) ?? 0) + 1);
        partition.pass(offset);
        continue;
      }
      const { message } = reading;
      const ticket = partition.begin(offset, message.position);
      const refusal = reading.kind === 'refused' ? reading.reason : undefined;
      this.runner.accept({ message, source: partition, ticket, refusal });
    }
    this.passOver(topic, id, Number(batch.lastOffset()));
    resolveOffset(batch.lastOffset());
    if (this.runner.backlog >= MAX_BACKLOG) this.pauseUntilLow();
  }

  private passOver(topic: string, partition: number, offset: number): void {
    this.assignment.find(topic, partition)?.pass(offset);
    this.options.onProgress();
    this.progressed();
  }

  /** Heartbeats go on while nothing is fetched. */
  private pauseUntilLow(): void {
    if (this.paused) return;
    this.paused = true;
    const { consumer } = this;
    const topics = this.topics.map((topic) => ({ topic }));
    consumer?.pause(topics);
    void this.runner.backlogBelow(LOW_BACKLOG).then(() => {
      this.paused = false;
      if (!this.stopped && consumer === this.consumer) consumer?.resume(topics);
    });
  }

  private progressed(): void {
    if (this.stopped) return;
    this.cancelCommit ??= this.options.runner.timers.after(COMMIT_EVERY_MS, () => {
      this.committing = this.commit().finally(() => {
        this.cancelCommit = undefined;
        if (this.uncommitted().length > 0) this.progressed();
      });
    });
  }

  /** A commit that is lost only means that messages are delivered again. */
  private async commit(): Promise<void> {
    const moved = this.uncommitted();
    if (moved.length === 0 || !this.consumer) return;
    const offsets = moved.map((partition) => ({ partition, settled: partition.settled! }));
    try {
      await this.consumer.commitOffsets(
        offsets.map(({ partition: { topic, id, position }, settled }) => ({
          topic,
          partition: id,
          offset: String(settled),
          metadata: String(position),
        })),
      );
      for (const { partition, settled } of offsets) partition.committed = settled;
    } catch (error) {
      this.options.client.log('debug', `commit of ${this.name} is tried again`, { error });
    }
  }

  private uncommitted() {
    return [...this.assignment.all].filter(
      ({ settled, committed }) => settled !== undefined && settled !== committed,
    );
  }

  private crashed(error: Error): void {
    // Until it has joined again, others may have its partitions.
    this.generation += 1;
    this.assignment.keepOnly({});
    this.paused = false;
    if (this.stopped) return;
    const begun = this.budget.spend(() => {
      this.start().catch((failure: Error) => this.crashed(failure));
    });
    const { onError, onFatal } = this.options;
    if (begun) onError(error);
    else onFatal(new Error(`consumer group ${this.name} has given up: ${error.message}`));
  }

  private lost(words: string): Error {
    return new Error(`consumer group ${this.name}: ${words}`);
  }
}
