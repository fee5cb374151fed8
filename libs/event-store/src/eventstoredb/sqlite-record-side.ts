import { join } from 'node:path';
import type { Instant } from '@continuo/kernel/instant';
import { GroupCommit } from '@continuo/sqlite/group-commit';
import { type Database, openDatabase } from '@continuo/sqlite/open-database';
import type { DueStream, Position, Snapshot, StoredReply } from '../event-store';
import type { DueChange, RecordSide } from './record-side';
import type { SideOp } from './side-writer';

/** The {@link RecordSide} in one SQLite file: for a process, or processes on one machine. */
export class SqliteRecordSide implements RecordSide {
  private readonly statements;

  private constructor(
    private readonly writer: GroupCommit<SideOp, number>,
    private readonly db: Database,
  ) {
    this.statements = prepare(db);
  }

  static async open(options: {
    readonly file: string;
    /** A commit failed: nothing is kept any more, and the process should end and start again. */
    readonly onStopped?: (reason: Error) => void;
  }): Promise<SqliteRecordSide> {
    const { file, onStopped } = options;
    const handlerModule = join(__dirname, 'side-writer');
    const writer = await GroupCommit.open<SideOp, number>({ file, handlerModule, onStopped });
    return new SqliteRecordSide(writer, openDatabase({ file, readOnly: true }));
  }

  async saveDue(changes: readonly DueChange[], followedTo?: Position): Promise<void> {
    await this.writer.submit({ kind: 'due', changes, followedTo });
  }

  async followedTo(): Promise<Position> {
    const row = this.statements.followedTo.get() as { position: Position } | undefined;
    return row?.position ?? 0;
  }

  async dueStreams(category: string, now: Instant, maxCount: number): Promise<DueStream[]> {
    const rows = this.statements.due.all(category, now, maxCount) as DueStream[];
    return rows.map(({ stream, dueAt }) => ({ stream, dueAt }));
  }

  async nextDueAt(categories: readonly string[]): Promise<Instant | undefined> {
    const dates = categories.flatMap((category) => {
      const row = this.statements.nextDue.get(category) as { dueAt: Instant | null };
      return row.dueAt ?? [];
    });
    return dates.sort()[0];
  }

  async loadSnapshot(stream: string): Promise<Snapshot | undefined> {
    const row = this.statements.snapshot.get(stream) as
      { revision: number; version: number; state: string } | undefined;
    return row && { ...row, state: JSON.parse(row.state) as unknown };
  }

  async saveSnapshot(stream: string, { revision, version, state }: Snapshot): Promise<void> {
    const text = JSON.stringify(state);
    await this.writer.submit({ kind: 'snapshot', stream, revision, version, state: text });
  }

  async findReply(key: string): Promise<StoredReply | undefined> {
    const row = this.statements.reply.get(key) as
      (Omit<StoredReply, 'headers'> & { headers: string }) | undefined;
    return row && { ...row, headers: JSON.parse(row.headers) as StoredReply['headers'] };
  }

  async saveReply(reply: StoredReply): Promise<void> {
    await this.writer.submit({ kind: 'reply', reply });
  }

  async purgeReplies(before: Instant): Promise<void> {
    while ((await this.writer.submit({ kind: 'purge-replies', before })) > 0);
  }

  async close(): Promise<void> {
    await this.writer.close();
    if (this.db.isOpen) this.db.close();
  }
}

function prepare(db: Database) {
  return {
    followedTo: db.prepare('SELECT position FROM followed'),
    due: db.prepare(
      'SELECT stream, due_at AS dueAt FROM due WHERE category = ? AND due_at <= ? ORDER BY due_at, stream LIMIT ?',
    ),
    nextDue: db.prepare('SELECT min(due_at) AS dueAt FROM due WHERE category = ?'),
    snapshot: db.prepare('SELECT revision, version, state FROM snapshots WHERE stream = ?'),
    reply: db.prepare(
      `SELECT key, request_hash AS requestHash, status, body, headers, recorded_at AS recordedAt
       FROM replies WHERE key = ?`,
    ),
  };
}
