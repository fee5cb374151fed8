import type { EventFilter, Position } from '../event-store';
import type { HashedRow } from '../hash-chain';
import { Connection, PATIENCE } from './connection';
import { checkEventStoreUrl } from './connection-string';
import { assertAnswers } from './first-answer';
import { HighestSeen } from './highest-seen';
import { RecordReads } from './record-reads';
import { type DecodedEvent, hashedRow } from './stored-event';

const PAGE = 1_000;

/** Reads the record in EventStoreDB and writes nothing, beside running processes or without them. */
export class EventStoreDbReader {
  private constructor(
    private readonly connection: Connection,
    private readonly reads: RecordReads,
  ) {}

  /** Throws `EventStoreUrlError`, or `StoreUnavailableError` when no server answers in time. */
  static async open(options: { readonly url: string }): Promise<EventStoreDbReader> {
    const url = checkEventStoreUrl(options.url);
    const seen = new HighestSeen();
    await assertAnswers(url, seen);
    const connection = new Connection(url, PATIENCE);
    return new EventStoreDbReader(connection, new RecordReads(connection, seen));
  }

  async readAll(options: EventFilter & { after: Position; maxCount: number }) {
    const { events, upTo } = await this.reads.readAll(options);
    return { events: events.map(({ event }) => event), upTo };
  }

  head(): Promise<Position> {
    return this.reads.head();
  }

  /** Every event of ours with what is kept with it, in the order of the record. */
  async *events(): AsyncGenerator<DecodedEvent> {
    for (let after = 0; ;) {
      const { events, upTo } = await this.reads.readAll({ after, maxCount: PAGE });
      yield* events;
      if (upTo === after) return;
      after = upTo;
    }
  }

  /** Every event of ours with its hash, in the order of the record: for `verifyChains`. */
  async *hashedRows(): AsyncGenerator<HashedRow> {
    for await (const event of this.events()) yield hashedRow(event);
  }

  /** No read may be under way. */
  close(): Promise<void> {
    return this.connection.close();
  }
}
