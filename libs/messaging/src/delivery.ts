import { StorageFullError } from '@continuo/event-store/errors';
import { DomainError } from '@continuo/kernel/domain-error';
import { UnavailableError } from '@continuo/kernel/unavailable-error';
import type { LaneTask } from './lanes';
import type { IntegrationMessage } from './message';
import { type ParkedHead, waitsBehind } from './parking';
import type { RunnerOptions } from './runner-options';
import type { Ticket } from './watermark';

/** Where messages come from, and who learns that one is settled. */
export interface DeliverySource {
  end(ticket: Ticket): void;
  /** Another process has taken the source over: what is not settled is that one's work. */
  readonly revoked?: boolean;
}

/** A message that a group has taken. */
export interface Accepted {
  readonly message: IntegrationMessage;
  readonly source: DeliverySource;
  readonly ticket: Ticket;
  /** Why it cannot be handled: it is parked without an attempt. */
  readonly refusal?: string;
}

/** What a delivery needs of the group it goes through. */
export interface DeliveryRunner {
  readonly options: RunnerOptions;
  readonly retryDelaysMs: readonly number[];
  readonly heads: Map<string, ParkedHead>;
  confirmHead(subject: string): Promise<ParkedHead | undefined>;
  settledBefore(message: IntegrationMessage, head: ParkedHead | undefined): boolean;
  remember(message: IntegrationMessage): void;
  handle(message: IntegrationMessage, attempt: number): Promise<void>;
}

const PARKING_RETRY_MS = 1_000;
const OUTAGE_RETRY_MS: readonly number[] = [50, 250, 1_000];
const LONGEST_OUTAGE_RETRY_MS = 2_000;

/** One message on its way through a group. */
export class Delivery implements LaneTask {
  next?: LaneTask;
  private attempts = 0;
  private outages = 0;
  private failure: string | undefined;

  constructor(
    private readonly runner: DeliveryRunner,
    private readonly accepted: Accepted,
  ) {
    this.failure = accepted.refusal;
  }

  get lane(): string {
    return this.accepted.message.subject;
  }

  async run(): Promise<number | undefined> {
    const { runner } = this;
    const { message, source } = this.accepted;
    if (source.revoked) return undefined;
    const known = runner.heads.get(message.subject);
    const head = known && (await this.tryParking(() => runner.confirmHead(message.subject)));
    if (head === 'failed') return PARKING_RETRY_MS;
    if (runner.settledBefore(message, head)) return this.settle();
    if (head && head.position <= message.position) return this.wait(head);
    if (this.failure !== undefined) return this.park(this.failure);
    try {
      await runner.handle(message, this.attempts + 1);
      return this.settle();
    } catch (error) {
      if (source.revoked) return undefined;
      if (isOutage(error)) return this.outlast();
      const pauseMs = runner.retryDelaysMs[this.attempts];
      this.attempts += 1;
      if (pauseMs !== undefined) return pauseMs;
      this.failure = reasonOf(error);
      return this.park(this.failure);
    }
  }

  /** As often as it takes: nothing is wrong with the message. */
  private outlast(): number {
    const pauseMs = OUTAGE_RETRY_MS[this.outages] ?? LONGEST_OUTAGE_RETRY_MS;
    this.outages += 1;
    return pauseMs;
  }

  private async park(reason: string): Promise<number | undefined> {
    const { runner } = this;
    const { message } = this.accepted;
    const parked = await this.keep(reason);
    if (parked === 'failed') return PARKING_RETRY_MS;
    const { heads } = runner;
    if (!heads.has(message.subject)) {
      heads.set(message.subject, { id: message.id, position: message.position });
    }
    runner.options.onParked?.(parked);
    return this.settle();
  }

  /** Parks it behind another one of its subject, unless that one was replayed elsewhere meanwhile. */
  private async wait(head: ParkedHead): Promise<number | undefined> {
    const { runner } = this;
    const { message } = this.accepted;
    const { group, parking } = runner.options;
    if ((await this.keep(waitsBehind(head))) === 'failed') return PARKING_RETRY_MS;
    const first = await this.tryParking(() => runner.confirmHead(message.subject));
    if (first === 'failed') return PARKING_RETRY_MS;
    if (first?.id !== message.id || head.id === message.id) return this.settle();
    const unparked = await this.tryParking(() => parking.remove(group, message.id));
    if (unparked === 'failed') return PARKING_RETRY_MS;
    runner.heads.delete(message.subject);
    return 0;
  }

  private keep(reason: string) {
    const { attempts } = this;
    const { group, parking, clock } = this.runner.options;
    const { message } = this.accepted;
    const parked = { group, message, reason, attempts, parkedAt: clock.now() };
    return this.tryParking(() => parking.park(parked).then(() => parked));
  }

  private async tryParking<T>(work: () => Promise<T>): Promise<T | 'failed'> {
    try {
      return await work();
    } catch (error) {
      this.runner.options.onError?.(error as Error);
      return 'failed';
    }
  }

  private settle(): undefined {
    const { message, source, ticket } = this.accepted;
    this.runner.remember(message);
    source.end(ticket);
    this.runner.options.onProgress?.();
  }
}

/** What the handler needs cannot be used now: the record, a database, the disk. Every message would fail. */
function isOutage(error: unknown): boolean {
  return error instanceof UnavailableError || error instanceof StorageFullError;
}

/** What a person reads about a failure. */
export function reasonOf(error: unknown): string {
  if (error instanceof DomainError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
