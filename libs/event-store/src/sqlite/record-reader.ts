import type { Instant } from '@continuo/kernel/instant';
import { type Database, openDatabase } from '@continuo/sqlite/open-database';
import type {
  DueStream,
  EventFilter,
  EventMetadata,
  Position,
  ReadStreamOptions,
  RecordedEvent,
  Snapshot,
  StoredReply,
} from '../event-store';
import type { HashedRow } from '../hash-chain';

/** position, stream, revision, id, type, data, metadata. */
type EventRow = [number, string, number, string, string, string, string];

const COLUMNS = 'position, stream, revision, id, type, data, metadata';
const VERIFY_PAGE = 1_000;
const ALL_ROWS = -1;

/**
 * Reads the record through a read-only connection of its own: any thread or process may have one,
 * beside the writer or without it. Every answer is of one moment, and durable.
 */
export class RecordReader {
  private readonly db: Database;
  private readonly statements;
  private readonly byCategories = new Map<string, ReturnType<Database['prepare']>>();

  constructor(options: { readonly file: string }) {
    this.db = openDatabase({ file: options.file, readOnly: true, cacheKib: 32_768 });
    this.statements = prepare(this.db);
  }

  readStream(stream: string, options: ReadStreamOptions = {}): RecordedEvent[] {
    const { direction = 'forwards', maxCount = ALL_ROWS } = options;
    const rows =
      direction === 'forwards'
        ? this.statements.forwards.all(stream, options.fromRevision ?? 0, maxCount)
        : this.statements.backwards.all(
            stream,
            options.fromRevision ?? Number.MAX_SAFE_INTEGER,
            maxCount,
          );
    return toEvents(rows as EventRow[]);
  }

  readAll(options: EventFilter & { after: Position; maxCount: number }): {
    events: RecordedEvent[];
    upTo: Position;
  } {
    const { categories, after, maxCount } = options;
    // Taken first: whatever is appended meanwhile belongs to the next page.
    const head = this.head();
    if (head <= after) return { events: [], upTo: after };
    const rows = categories
      ? this.selectCategories(categories, after, head, maxCount)
      : this.statements.all.all(after, head, maxCount);
    const events = toEvents(rows as EventRow[]);
    const last = events.length === maxCount ? events.at(-1) : undefined;
    return { events, upTo: last ? last.position : head };
  }

  /** Position of the last event, 0 when there is none. */
  head(): Position {
    return (this.statements.head.get() as [number | null])[0] ?? 0;
  }

  dueStreams(category: string, now: Instant, maxCount: number): DueStream[] {
    return this.statements.due
      .all(category, now, maxCount)
      .map(({ stream, dueAt }) => ({ stream, dueAt }));
  }

  nextDueAt(categories: readonly string[]): Instant | undefined {
    const dates = categories.map(
      (category) => this.statements.nextDue.get(category) as [Instant | null],
    );
    return dates.flatMap(([dueAt]) => dueAt ?? []).sort()[0];
  }

  loadSnapshot(stream: string): Snapshot | undefined {
    const row = this.statements.snapshot.get(stream) as [number, number, string] | undefined;
    return row && { revision: row[0], version: row[1], state: JSON.parse(row[2]) };
  }

  findReply(key: string): StoredReply | undefined {
    const row = this.statements.reply.get(key) as (StoredReply & { headers: string }) | undefined;
    return row && { ...row, headers: JSON.parse(row.headers) };
  }

  /** Every stored event with its hash, stream by stream, oldest first: for `verifyChain`. */
  *hashedRows(): Generator<HashedRow> {
    let stream = '';
    let revision = 0;
    for (;;) {
      const rows = this.statements.hashed.all(stream, revision, VERIFY_PAGE) as HashedRow[];
      yield* rows;
      const last = rows.at(-1);
      if (!last || rows.length < VERIFY_PAGE) return;
      ({ stream, revision } = last);
    }
  }

  /** Every event in the order of the record with its hash (hex), and with its stream's due date where that ends. */
  *events(): Generator<{ event: RecordedEvent; hash: string; dueAt: Instant | undefined }> {
    for (let after = 0; ;) {
      const rows = this.statements.kept.all(after, VERIFY_PAGE) as unknown[][];
      for (const row of rows) {
        const [hash, dueAt] = row.slice(7) as [string, Instant | null];
        const [event] = toEvents([row.slice(0, 7) as EventRow]);
        after = event!.position;
        yield { event: event!, hash, dueAt: dueAt ?? undefined };
      }
      if (rows.length < VERIFY_PAGE) return;
    }
  }

  /** Status and headers of every answer that is kept: what was acknowledged. */
  *replies(): Generator<Pick<StoredReply, 'status' | 'headers'>> {
    const rows = this.db.prepare('SELECT status, headers FROM replies').iterate();
    for (const { status, headers } of rows as Iterable<{ status: number; headers: string }>) {
      yield { status, headers: JSON.parse(headers) as StoredReply['headers'] };
    }
  }

  close(): void {
    if (this.db.isOpen) this.db.close();
  }

  /** Merges one index range per category: the cost follows what matches, not what is passed over. */
  private selectCategories(
    categories: readonly string[],
    after: Position,
    head: Position,
    maxCount: number,
  ) {
    if (categories.length === 0) return [];
    const key = categories.join();
    let statement = this.byCategories.get(key);
    if (!statement) {
      const one = `SELECT ${COLUMNS} FROM events INDEXED BY events_by_category
        WHERE category = ? AND position > ? AND position <= ?`;
      statement = this.db.prepare(
        `${categories.map(() => one).join(' UNION ALL ')} ORDER BY position LIMIT ?`,
      );
      statement.setReturnArrays(true);
      this.byCategories.set(key, statement);
    }
    return statement.all(...categories.flatMap((category) => [category, after, head]), maxCount);
  }
}

function prepare(db: Database) {
  const arrays = (sql: string) => {
    const statement = db.prepare(sql);
    statement.setReturnArrays(true);
    return statement;
  };
  return {
    all: arrays(
      `SELECT ${COLUMNS} FROM events WHERE position > ? AND position <= ? ORDER BY position LIMIT ?`,
    ),
    forwards: arrays(
      `SELECT ${COLUMNS} FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?`,
    ),
    backwards: arrays(
      `SELECT ${COLUMNS} FROM events WHERE stream = ? AND revision <= ? ORDER BY revision DESC LIMIT ?`,
    ),
    head: arrays('SELECT max(position) FROM events'),
    due: db.prepare(
      `SELECT stream, due_at AS dueAt FROM due WHERE category = ? AND due_at <= ? ORDER BY due_at, stream LIMIT ?`,
    ),
    nextDue: arrays('SELECT min(due_at) FROM due WHERE category = ?'),
    snapshot: arrays('SELECT revision, version, state FROM snapshots WHERE stream = ?'),
    reply: db.prepare(
      `SELECT key, request_hash AS requestHash, status, body, headers, recorded_at AS recordedAt
       FROM replies WHERE key = ?`,
    ),
    kept: arrays(
      `SELECT ${COLUMNS.split(', ')
        .map((column) => `e.${column}`)
        .join(', ')}, lower(hex(e.hash)), d.due_at
       FROM events e LEFT JOIN due d ON d.stream = e.stream
         AND e.revision = (SELECT max(revision) FROM events WHERE stream = d.stream)
       WHERE e.position > ? ORDER BY e.position LIMIT ?`,
    ),
    hashed: db.prepare(
      `SELECT stream, revision, id, type, data, metadata, hash FROM events
       WHERE (stream, revision) > (?, ?) ORDER BY stream, revision LIMIT ?`,
    ),
  };
}

function toEvents(rows: readonly EventRow[]): RecordedEvent[] {
  let metadataText: string | undefined;
  let parsed: EventMetadata | undefined;
  return rows.map(([position, stream, revision, id, type, data, metadata]) => {
    // The events of one command lie together and share their metadata, word for word.
    if (!parsed || metadata !== metadataText) {
      parsed = JSON.parse(metadata) as EventMetadata;
      metadataText = metadata;
    }
    return { stream, revision, position, id, type, data: JSON.parse(data), metadata: parsed };
  });
}
