import { EventEmitter } from 'node:events';
import { type Database, openDatabase } from '@continuo/sqlite/open-database';

export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface LoggedEvent extends ProposedEvent {
  /** Commit and prepare position: they are one, as in a server that writes implicit transactions. */
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  /** In ticks of 100 nanoseconds. */
  readonly created: string;
}

export type Expected = number | 'any' | 'no_stream' | 'stream_exists';

export type AppendOutcome =
  | { readonly kind: 'written'; readonly revision: number; readonly position: number }
  | { readonly kind: 'wrong-version'; readonly current: number | undefined }
  | { readonly kind: 'deleted' };

interface StreamState {
  /** -1: it never had an event. */
  readonly last: number;
  readonly truncatedBefore: number;
  readonly tombstoned: boolean;
}

const TABLES = `
  CREATE TABLE IF NOT EXISTS events (
    position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL,
    type TEXT NOT NULL, contentType TEXT NOT NULL, created TEXT NOT NULL,
    data BLOB NOT NULL, metadata BLOB NOT NULL, UNIQUE (stream, revision)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS streams (
    name TEXT PRIMARY KEY, truncated_before INTEGER NOT NULL, tombstoned INTEGER NOT NULL
  ) STRICT;
`;
const TICKS_PER_MS = 10_000n;
/** What a log record takes beside its data: positions have gaps, as byte offsets do. */
const RECORD_OVERHEAD = 97;

/** What the stand-in keeps: a log of events in an SQLite file, judged by the rules of the real server. */
export class EventLog {
  private readonly db: Database;
  private readonly appended = new EventEmitter().setMaxListeners(0);
  private readonly statements = new Map<string, ReturnType<Database['prepare']>>();
  private nextPosition: number;

  /** @param lasting whether it must outlive a crash of the machine */
  constructor(file: string, lasting: boolean) {
    this.db = openDatabase({ file });
    if (!lasting) this.db.exec('PRAGMA synchronous = OFF');
    this.db.exec(TABLES);
    this.nextPosition = this.head() + RECORD_OVERHEAD;
  }

  /** All events or none; the same ids where they stand already are a success that writes nothing. */
  append(stream: string, expected: Expected, events: readonly ProposedEvent[]): AppendOutcome {
    const { last, truncatedBefore, tombstoned } = this.stateOf(stream);
    if (tombstoned) return { kind: 'deleted' };
    const gone = last < truncatedBefore;
    const current = gone ? undefined : last;
    const anywhere = expected === 'any' || (expected === 'stream_exists' && !gone);
    if (!anywhere && expected !== 'stream_exists') {
      const after = expected === 'no_stream' ? -1 : expected;
      const repeated = after < last ? this.repeated(stream, after, events) : undefined;
      if (repeated) return repeated;
      if (after !== last && !(gone && after === -1)) return { kind: 'wrong-version', current };
    } else if (!anywhere) return { kind: 'wrong-version', current };
    return this.write(stream, last, events);
  }

  /** Undefined when there is no such stream (any more). */
  readStream(
    stream: string,
    options: { from: number | 'start' | 'end'; backwards: boolean; count: number },
  ): readonly LoggedEvent[] | 'deleted' | undefined {
    const { last, truncatedBefore, tombstoned } = this.stateOf(stream);
    if (tombstoned) return 'deleted';
    if (last < truncatedBefore || last < 0) return undefined;
    const { backwards, count } = options;
    const from = options.from === 'start' ? 0 : options.from === 'end' ? last : options.from;
    const [comparison, order] = backwards ? ['<=', 'DESC'] : ['>=', 'ASC'];
    return this.prepared(
      `SELECT * FROM events WHERE stream = ? AND revision ${comparison} ? AND revision >= ? ORDER BY revision ${order} LIMIT ?`,
    ).all(stream, from, truncatedBefore, limit(count)) as LoggedEvent[];
  }

  /** Forwards from a position, which is included; backwards before it. */
  readAll(position: number, backwards: boolean, count: number): readonly LoggedEvent[] {
    const [comparison, order] = backwards ? ['<', 'DESC'] : ['>=', 'ASC'];
    return this.prepared(
      `SELECT * FROM events WHERE position ${comparison} ? ORDER BY position ${order} LIMIT ?`,
    ).all(position, limit(count)) as LoggedEvent[];
  }

  countAfter(position: number): number {
    const row = this.prepared('SELECT count(*) AS n FROM events WHERE position > ?').get(
      position,
    ) as { n: number };
    return row.n;
  }

  /** Position of the last event, 0 when there is none. */
  head(): number {
    const row = this.prepared('SELECT max(position) AS head FROM events').get();
    return (row as { head: number | null }).head ?? 0;
  }

  /** Hides what a stream has: it is as if it were not there, and may be begun again. */
  softDelete(stream: string): void {
    this.setState(stream, this.stateOf(stream).last + 1, false);
  }

  /** Ends a stream for good. */
  tombstone(stream: string): void {
    this.setState(stream, 0, true);
  }

  onAppended(listener: () => void): () => void {
    this.appended.on('appended', listener);
    return () => this.appended.off('appended', listener);
  }

  close(): void {
    this.db.close();
  }

  private write(stream: string, last: number, events: readonly ProposedEvent[]): AppendOutcome {
    const insert = this.prepared('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
    const created = (BigInt(Date.now()) * TICKS_PER_MS).toString();
    let revision = last;
    let position = this.head();
    this.db.exec('BEGIN IMMEDIATE');
    for (const { id, type, contentType, data, metadata } of events) {
      revision += 1;
      position = this.nextPosition;
      this.nextPosition += RECORD_OVERHEAD + data.length + metadata.length;
      insert.run(position, stream, revision, id, type, contentType, created, data, metadata);
    }
    this.db.exec('COMMIT');
    this.appended.emit('appended');
    return { kind: 'written', revision, position };
  }

  private prepared(sql: string): ReturnType<Database['prepare']> {
    const statement = this.statements.get(sql) ?? this.db.prepare(sql);
    this.statements.set(sql, statement);
    return statement;
  }

  private repeated(
    stream: string,
    after: number,
    events: readonly ProposedEvent[],
  ): AppendOutcome | undefined {
    const rows = this.prepared(
      'SELECT id, revision, position FROM events WHERE stream = ? AND revision > ? ORDER BY revision LIMIT ?',
    ).all(stream, after, events.length) as Pick<LoggedEvent, 'id' | 'revision' | 'position'>[];
    const last = rows.at(-1);
    const same = rows.length === events.length && rows.every(({ id }, at) => id === events[at]?.id);
    return same && last ? { kind: 'written', ...last } : undefined;
  }

  private stateOf(stream: string): StreamState {
    const events = this.prepared('SELECT max(revision) AS last FROM events WHERE stream = ?').get(
      stream,
    ) as { last: number | null };
    const state = this.prepared('SELECT * FROM streams WHERE name = ?').get(stream) as
      { truncated_before: number; tombstoned: number } | undefined;
    return {
      last: events.last ?? -1,
      truncatedBefore: state?.truncated_before ?? 0,
      tombstoned: state?.tombstoned === 1,
    };
  }

  private setState(stream: string, truncatedBefore: number, tombstoned: boolean): void {
    this.prepared('INSERT OR REPLACE INTO streams VALUES (?, ?, ?)').run(
      stream,
      truncatedBefore,
      tombstoned ? 1 : 0,
    );
  }
}

function limit(count: number): number {
  return Math.min(count, 2 ** 31);
}
