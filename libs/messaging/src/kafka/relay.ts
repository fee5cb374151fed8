import type { EventStore, RecordedEvent, Subscription } from '@continuo/event-store/event-store';
import { ConsumerRunner } from '../consumer-runner';
import type { Lease, Leases } from '../leases';
import type { IntegrationMessage } from '../message';
import { ParkedMessages } from '../parked-messages';
import type { RelayPositions } from '../relay-positions';
import type { RunnerOptions } from '../runner-options';
import type { Translator } from '../translator';
import { Watermark } from '../watermark';
import { type OutgoingRecord, toRecord } from './cloud-event';
import { isTooLarge, type RecordSender } from './record-sender';

export interface RelayOptions {
  readonly service: string;
  readonly store: Pick<EventStore, 'subscribe'>;
  readonly translator: Translator;
  readonly sender: Pick<RecordSender, 'send' | 'close'>;
  readonly leases: Leases;
  readonly positions: RelayPositions;
  readonly maxMessageBytes: number;
  readonly runner: Omit<RunnerOptions, 'group' | 'handlerOf' | 'rememberSettled' | 'retryDelaysMs'>;
  /** The record could not be relayed now: tried again by itself. */
  readonly onError: (error: Error) => void;
}

interface Outgoing {
  readonly message: IntegrationMessage;
  readonly record: OutgoingRecord;
  readonly bytes: number;
}

const PAGE = 1_000;
const BATCH_RECORDS = 500;
/** The broker's limit (1 MiB by default) is for a batch, not for a record. */
const BATCH_BYTES = 512 * 1024;
const SAVE_EVERY_MS = 200;
/** A broker that is away is not waited for longer. */
const ACKNOWLEDGED_WITHIN_MS = 1_000;
/** Lengths and attributes that the format adds, at most. */
const FIELD_OVERHEAD = 8;

export function relayName(service: string): string {
  return `relay.${service}`;
}

/**
 * Carries the messages of one service from the record to its topic: in the order of the record, from
 * the saved position, which moves only after the broker has acknowledged. What is produced and not
 * saved is produced again. A message that is too large is parked, and the later ones of its subject
 * behind it; a replay produces them.
 */
export class Relay {
  readonly name: string;
  readonly parked: ParkedMessages;
  private lease: Lease | undefined;
  private reached: number | undefined;
  private saved: number | undefined;
  private cancelSave: (() => void) | undefined;
  private stopping = false;
  private batch: Outgoing[] = [];
  private batchBytes = 0;

  private constructor(
    private readonly options: RelayOptions,
    private readonly runner: ConsumerRunner,
  ) {
    this.name = relayName(options.service);
    this.parked = new ParkedMessages(runner);
  }

  static async open(options: RelayOptions): Promise<Relay> {
    const { sender, maxMessageBytes } = options;
    const produce = async (message: IntegrationMessage) => {
      const { record, bytes } = outgoing(message);
      if (bytes > maxMessageBytes)
        throw new Error(
          `the message takes ${bytes} bytes, more than the ${maxMessageBytes} of a topic`,
        );
      await sender.send([record]);
    };
    const group = relayName(options.service);
    const own = { ...options.runner, group, retryDelaysMs: [], handlerOf: () => produce };
    return new Relay(options, await ConsumerRunner.open(own, Number.MAX_SAFE_INTEGER));
  }

  /** Everything up to here is on the topic or parked; undefined when another process relays. */
  get position(): number | undefined {
    return this.lease?.held ? this.reached : undefined;
  }

  start(): void {
    this.lease = this.options.leases.hold(this.name, async (lost) => {
      try {
        await this.run(lost);
      } catch (error) {
        if (lost.aborted) return;
        this.options.onError(error as Error);
        throw error;
      }
    });
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.lease?.release();
    await this.runner.stop();
    await this.options.sender.close();
  }

  private async run(lost: AbortSignal): Promise<void> {
    const { store, translator, positions, sender } = this.options;
    await this.runner.learnHeads();
    const after = (await positions.load(this.name)) ?? 0;
    this.reached = after;
    this.saved = after;
    this.batch = [];
    this.batchBytes = 0;
    let subscription: Subscription | undefined;
    try {
      await untilAborted(lost, (failed) => {
        subscription = store.subscribe({
          after,
          pageSize: PAGE,
          categories: translator.categories,
          onPage: (events, upTo) => this.relay(events, upTo, lost),
          onError: failed,
        });
      });
    } finally {
      await subscription?.stop();
      this.cancelSave?.();
      this.cancelSave = undefined;
      if (this.stopping || !lost.aborted) await this.save().catch(this.options.onError);
      this.reached = undefined;
      await sender.close();
    }
  }

  private async relay(
    events: readonly RecordedEvent[],
    upTo: number,
    lost: AbortSignal,
  ): Promise<void> {
    for (const event of events) {
      const message = this.options.translator.translate(event, () => true);
      if (message) await this.add(message, lost);
    }
    await this.flush(lost);
    this.reached = upTo;
    this.runner.options.onProgress?.();
    this.cancelSave ??= this.runner.options.timers.after(SAVE_EVERY_MS, () => {
      this.cancelSave = undefined;
      if (!lost.aborted) void this.save().catch(this.options.onError);
    });
  }

  private async add(message: IntegrationMessage, lost: AbortSignal): Promise<void> {
    const entry = outgoing(message);
    if (this.runner.heads.has(message.subject) || entry.bytes > this.options.maxMessageBytes) {
      await this.flush(lost);
      return this.produceOrPark(message, lost);
    }
    if (this.batchBytes + entry.bytes > BATCH_BYTES) await this.flush(lost);
    this.batch.push(entry);
    this.batchBytes += entry.bytes;
    if (this.batch.length >= BATCH_RECORDS) await this.flush(lost);
  }

  private async flush(lost: AbortSignal): Promise<void> {
    const { batch } = this;
    this.batch = [];
    this.batchBytes = 0;
    if (batch.length === 0) return;
    const sending = this.options.sender.send(batch.map(({ record }) => record));
    try {
      await untilAborted(lost, (failed, done) => void sending.then(done, failed));
      if (this.stopping && (await this.isAcknowledged(sending))) return;
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      // The topic takes less than we do: one by one, so that only what is too large is parked.
      for (const { message } of batch) await this.produceOrPark(message, lost);
    }
    if (lost.aborted) throw new Error(`${this.name} has lost its lease`);
  }

  /** Whoever stops waits a moment for the broker, so that what it has is not produced again after the next start. */
  private isAcknowledged(sending: Promise<void>): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const cancel = this.runner.options.timers.after(ACKNOWLEDGED_WITHIN_MS, () => resolve(false));
      sending.then(() => resolve(true), reject).finally(cancel);
    });
  }

  private async produceOrPark(message: IntegrationMessage, lost: AbortSignal): Promise<void> {
    if (lost.aborted) throw new Error(`${this.name} has lost its lease`);
    const watermark = new Watermark(message.position);
    const ticket = watermark.begin(message.position);
    this.runner.accept({ message, source: watermark, ticket });
    await this.runner.backlogBelow(1);
  }

  /** Others read it to know how far the topic is. */
  private async save(): Promise<void> {
    const { reached } = this;
    if (reached === undefined || reached === this.saved) return;
    await this.options.positions.save(this.name, reached);
    this.saved = reached;
  }
}

function outgoing(message: IntegrationMessage): Outgoing {
  const record = toRecord(message);
  const texts = [record.key, record.value, ...Object.entries(record.headers).flat()];
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text) + FIELD_OVERHEAD, 0);
  return { message, record, bytes };
}

/** Waits until the signal aborts, or the work says that it is done or has failed. */
function untilAborted(
  signal: AbortSignal,
  begin: (failed: (error: Error) => void, done: () => void) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => resolve();
    if (signal.aborted) return done();
    signal.addEventListener('abort', done, { once: true });
    const finish = (end: () => void) => {
      signal.removeEventListener('abort', done);
      end();
    };
    begin(
      (error) => finish(() => reject(error)),
      () => finish(done),
    );
  });
}
