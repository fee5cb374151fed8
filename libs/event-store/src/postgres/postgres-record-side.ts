import type { Instant } from '@continuo/kernel/instant';
import { type Migrations, migrate } from '@continuo/postgres/migrate';
import type { Postgres, Session } from '@continuo/postgres/postgres';
import type { DueChange, RecordSide } from '../eventstoredb/record-side';
import {
  categoryOf,
  type DueStream,
  type Position,
  type Snapshot,
  type StoredReply,
} from '../event-store';

/** Instants are text of one form, as in the events: their order is that of time. */
const TABLES: Migrations = {
  part: 'record-side',
  steps: [
    `CREATE TABLE due_streams (
       stream TEXT PRIMARY KEY, category TEXT NOT NULL, revision BIGINT NOT NULL, due_at TEXT COLLATE "C"
     );
     CREATE INDEX due_by_category ON due_streams (category, due_at) WHERE due_at IS NOT NULL;
     CREATE TABLE due_followed (singleton BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (singleton), position BIGINT NOT NULL);
     CREATE TABLE snapshots (
       stream TEXT PRIMARY KEY, revision BIGINT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL
     );
     CREATE TABLE replies (
       key TEXT PRIMARY KEY, request_hash TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
       headers TEXT NOT NULL, recorded_at TEXT COLLATE "C" NOT NULL
     );
     CREATE INDEX replies_by_age ON replies (recorded_at)`,
  ],
};

interface SnapshotRow {
  readonly revision: number;
  readonly version: number;
  readonly state: string;
}

type ReplyRow = Omit<StoredReply, 'headers'> & { readonly headers: string };

/** What EventStoreDB has no place for, in PostgreSQL: shared by all processes of a deployment. */
export class PostgresRecordSide implements RecordSide {
  private constructor(private readonly postgres: Postgres) {}

  static async open(postgres: Postgres): Promise<PostgresRecordSide> {
    await migrate(postgres, TABLES);
    return new PostgresRecordSide(postgres.named('record'));
  }

  /** A stream where nothing is due keeps its row: an earlier change that comes late must not revive it. */
  async saveDue(changes: readonly DueChange[], followedTo?: Position): Promise<void> {
    const last = lastOfEachStream(changes);
    await this.postgres.transaction(async (session) => {
      if (last.length > 0) {
        await session.execute(
          `INSERT INTO due_streams AS kept (stream, category, revision, due_at)
           SELECT * FROM json_to_recordset($1) AS c (stream TEXT, category TEXT, revision BIGINT, due_at TEXT)
           ORDER BY stream
           ON CONFLICT (stream) DO UPDATE SET revision = excluded.revision, due_at = excluded.due_at
           WHERE excluded.revision >= kept.revision`,
          [JSON.stringify(last)],
        );
      }
      if (followedTo !== undefined) {
        await session.execute(
          `INSERT INTO due_followed AS kept (position) VALUES ($1)
           ON CONFLICT (singleton) DO UPDATE SET position = greatest(kept.position, excluded.position)`,
          [followedTo],
        );
      }
    });
  }

  async followedTo(): Promise<Position> {
    const [row] = await this.postgres.query<{ position: number }>(
      'SELECT position FROM due_followed',
    );
    return row?.position ?? 0;
  }

  async dueStreams(
    category: string,
    now: Instant,
    maxCount: number,
  ): Promise<readonly DueStream[]> {
    return this.postgres.query<DueStream>(
      `SELECT stream, due_at AS "dueAt" FROM due_streams
       WHERE category = $1 AND due_at <= $2 ORDER BY due_at, stream LIMIT $3`,
      [category, now, maxCount],
    );
  }

  async nextDueAt(categories: readonly string[]): Promise<Instant | undefined> {
    const [row] = await this.postgres.query<{ next: Instant | null }>(
      // The first of each category, from the index: not all of them for their minimum.
      `SELECT min(first.due_at) AS next FROM unnest($1::text[]) AS asked (category), LATERAL (
         SELECT due_at FROM due_streams
         WHERE due_streams.category = asked.category AND due_at IS NOT NULL ORDER BY due_at LIMIT 1
       ) AS first`,
      [categories],
    );
    return row?.next ?? undefined;
  }

  async loadSnapshot(stream: string): Promise<Snapshot | undefined> {
    const [row] = await this.postgres.query<SnapshotRow>(
      'SELECT revision, version, state FROM snapshots WHERE stream = $1',
      [stream],
    );
    return row && { ...row, state: JSON.parse(row.state) as unknown };
  }

  /** The one of the later revision stays; one of another version is replaced: nobody reads it any more. */
  async saveSnapshot(stream: string, { revision, version, state }: Snapshot): Promise<void> {
    await this.postgres.execute(
      `INSERT INTO snapshots AS kept VALUES ($1, $2, $3, $4)
       ON CONFLICT (stream) DO UPDATE
       SET revision = excluded.revision, version = excluded.version, state = excluded.state
       WHERE excluded.revision >= kept.revision OR excluded.version <> kept.version`,
      [stream, revision, version, JSON.stringify(state)],
    );
  }

  async findReply(key: string): Promise<StoredReply | undefined> {
    const [row] = await this.postgres.query<ReplyRow>(
      `SELECT key, request_hash AS "requestHash", status, body, headers, recorded_at AS "recordedAt"
       FROM replies WHERE key = $1`,
      [key],
    );
    return row && { ...row, headers: JSON.parse(row.headers) as StoredReply['headers'] };
  }

  async saveReply(reply: StoredReply): Promise<void> {
    const { key, requestHash, status, body, headers, recordedAt } = reply;
    await this.postgres.execute(
      'INSERT INTO replies VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (key) DO NOTHING',
      [key, requestHash, status, body, JSON.stringify(headers), recordedAt],
    );
  }

  async purgeReplies(before: Instant): Promise<void> {
    await this.postgres.execute('DELETE FROM replies WHERE recorded_at < $1', [before]);
  }

  /** The connections belong to whoever opened them. */
  async close(): Promise<void> {}
}

/** One statement may change a row once. */
function lastOfEachStream(changes: readonly DueChange[]): readonly object[] {
  const last = new Map<string, DueChange>();
  for (const change of changes) {
    const known = last.get(change.stream);
    if (!known || change.revision >= known.revision) last.set(change.stream, change);
  }
  return [...last.values()].map(({ stream, revision, dueAt }) => ({
    stream,
    category: categoryOf(stream),
    revision,
    due_at: dueAt,
  }));
}

/** Status and headers of every answer that is kept: what was acknowledged. */
export async function readReplies(
  session: Session,
): Promise<readonly Pick<StoredReply, 'status' | 'headers'>[]> {
  const rows = await session.query<{ status: number; headers: string }>(
    'SELECT status, headers FROM replies',
  );
  return rows.map(({ status, headers }) => ({
    status,
    headers: JSON.parse(headers) as StoredReply['headers'],
  }));
}
