import { randomUUID } from 'node:crypto';
import { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { ServerWritableStream, StatusObject } from '@grpc/grpc-js';
import { carryOut } from './calls';
import type { EventLog, LoggedEvent } from './event-log';
import { type Faults, slowSubscriber, streamDeleted } from './faults';
import {
  checkpointResponse,
  confirmationResponse,
  eventResponse,
  notFoundResponse,
  streamName,
} from './wire';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;
type Options = ReadReq.Options;

const PAGE = 500;
/** Events a filter passes over between two checkpoints, times the multiplier; the real server's default. */
const SEARCH_WINDOW = 32;
const BACKWARDS = 1;

/** Streams/Read: pages of a stream or of $all, and catch-up subscriptions to $all. */
export class ReadCalls {
  private readonly subscribers = new Set<ReadCall>();
  /** Subscribers that were dropped for being slow. */
  droppedCount = 0;
  /** Events that were sent to subscribers. */
  sentCount = 0;

  constructor(
    private readonly log: EventLog,
    private readonly faults: Faults,
    private readonly cut: () => void,
    /** A subscriber that has not taken what it was sent while this many events followed is dropped. */
    private readonly mostBehind: number,
  ) {}

  read(call: ReadCall): void {
    const options = call.request.getOptions();
    if (!options) return;
    const rpc = options.hasSubscription() ? 'subscribe' : 'read';
    const fail = (status: Partial<StatusObject>) => void call.emit('error', status);
    const run = () => {
      if (options.hasSubscription()) return this.follow(call, options);
      return options.hasStream() ? this.readStream(call, options) : this.readAll(call, options);
    };
    call.on('error', () => undefined);
    void carryOut(
      rpc,
      this.faults,
      { fail, cut: this.cut },
      () => undefined,
      () => void run(),
    );
  }

  /** Drops all who follow, as a server does with those that are too slow. */
  dropSubscribers(): void {
    for (const call of this.subscribers) call.emit('error', slowSubscriber);
  }

  get subscriberCount(): number {
    return this.subscribers.size;
  }

  private async readStream(call: ReadCall, options: Options): Promise<void> {
    const target = options.getStream();
    const stream = streamName(target?.getStreamIdentifier());
    const backwards = Number(options.getReadDirection()) === BACKWARDS;
    let from: number | 'start' | 'end' = Number(target?.getRevision());
    if (target?.hasStart()) from = 'start';
    if (target?.hasEnd()) from = 'end';
    const events = this.log.readStream(stream, { from, backwards, count: countOf(options) });
    if (events === 'deleted') return void call.emit('error', streamDeleted(stream));
    if (!events) call.write(notFoundResponse(stream));
    else await this.sendAll(call, events);
    call.end();
  }

  private async readAll(call: ReadCall, options: Options): Promise<void> {
    const backwards = Number(options.getReadDirection()) === BACKWARDS;
    let rest = countOf(options);
    let position = startOf(options);
    while (rest > 0 && !call.cancelled) {
      const page = this.log.readAll(position, backwards, Math.min(PAGE, rest));
      const last = page.at(-1);
      if (!last) break;
      await this.sendAll(call, page);
      rest -= page.length;
      position = backwards ? last.position : last.position + 1;
    }
    call.end();
  }

  private async follow(call: ReadCall, options: Options): Promise<void> {
    this.subscribers.add(call);
    const ended = new Promise<void>((resolve) => {
      const end = () => {
        this.subscribers.delete(call);
        resolve();
      };
      call.once('cancelled', end);
      call.once('error', end);
    });
    try {
      call.write(confirmationResponse(randomUUID()));
      const matches = matcherOf(options);
      const interval =
        SEARCH_WINDOW * (options.getFilter()?.getCheckpointintervalmultiplier() ?? 0);
      let position = startOf(options);
      let passedOver = 0;
      while (this.subscribers.has(call)) {
        const page = this.log.readAll(position + 1, false, PAGE);
        if (page.length === 0) {
          await Promise.race([this.appended(), ended]);
          continue;
        }
        for (const event of page) {
          position = event.position;
          if (matches(event) && !(await this.send(call, eventResponse(event), position))) return;
          passedOver += 1;
          if (interval > 0 && passedOver % interval === 0) call.write(checkpointResponse(position));
        }
      }
    } finally {
      this.subscribers.delete(call);
    }
  }

  private async sendAll(call: ReadCall, events: readonly LoggedEvent[]): Promise<void> {
    for (const event of events) {
      if (call.cancelled) return;
      if (!call.write(eventResponse(event))) await drained(call);
    }
  }

  /** False when the subscriber was dropped, or is gone. */
  private async send(call: ReadCall, response: ReadResp, position: number): Promise<boolean> {
    if (call.cancelled || !this.subscribers.has(call)) return false;
    this.sentCount += 1;
    if (call.write(response)) return true;
    const forget = this.log.onAppended(() => {
      if (this.log.countAfter(position) <= this.mostBehind) return;
      this.droppedCount += 1;
      call.emit('error', slowSubscriber);
    });
    await drained(call);
    forget();
    return this.subscribers.has(call);
  }

  private appended(): Promise<void> {
    return new Promise((resolve) => {
      const forget = this.log.onAppended(() => {
        forget();
        resolve();
      });
    });
  }
}

function countOf(options: Options): number {
  return Number(options.getCount());
}

/** Forwards: the position itself is included; backwards and in subscriptions it is not. */
function startOf(options: Options): number {
  const all = options.getAll();
  if (all?.hasEnd()) return Number.MAX_SAFE_INTEGER;
  return Number(all?.getPosition()?.getCommitPosition() ?? 0);
}

function matcherOf(options: Options): (event: LoggedEvent) => boolean {
  const filter = options.getFilter();
  const expression = filter?.getStreamIdentifier() ?? filter?.getEventType();
  if (!expression) return () => true;
  const prefixes = expression.getPrefixList();
  const regex = expression.getRegex() ? new RegExp(expression.getRegex()) : undefined;
  const isMatch = (text: string) =>
    regex ? regex.test(text) : prefixes.some((prefix) => text.startsWith(prefix));
  return filter?.hasStreamIdentifier()
    ? ({ stream }) => isMatch(stream)
    : ({ type }) => isMatch(type);
}

function drained(call: ReadCall): Promise<void> {
  const signs = ['drain', 'cancelled', 'error', 'close'];
  return new Promise((resolve) => {
    const settle = () => {
      for (const sign of signs) call.off(sign, settle);
      resolve();
    };
    for (const sign of signs) call.on(sign, settle);
  });
}
