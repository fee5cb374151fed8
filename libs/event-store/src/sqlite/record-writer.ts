import { type BatchHandler, Refusal } from '@continuo/sqlite/batch-handler';
import type { Database } from '@continuo/sqlite/open-database';
import { isConstraint } from '@continuo/sqlite/sqlite-error';
import { categoryOf, NO_STREAM } from '../event-store';
import { CHAIN_START, eventHash } from '../hash-chain';
import {
  type AppendOp,
  FIELDS_PER_EVENT,
  type PurgeRepliesOp,
  type RecordOp,
  type RecordResult,
  type ReplyOp,
  type SnapshotOp,
  type WrongRevision,
} from './record-op';
import { createTables } from './schema';
import { type StreamHead, StreamHeads } from './stream-heads';

const NEW_STREAM: StreamHead = { revision: NO_STREAM, hash: CHAIN_START, dueAt: null };

/** Runs in the writer thread: turns operations into rows. */
export function createHandler(db: Database): BatchHandler<RecordOp, RecordResult> {
  createTables(db);
  return new RecordWriter(db);
}

class RecordWriter implements BatchHandler<RecordOp, RecordResult> {
  private readonly heads = new StreamHeads();
  private readonly statements;
  private lastPosition: number;
  private committedPosition: number;

  constructor(db: Database) {
    this.statements = prepare(db);
    const { head } = db.prepare('SELECT max(position) AS head FROM events').get() as {
      head: number | null;
    };
    this.lastPosition = this.committedPosition = head ?? 0;
  }

  apply(op: RecordOp): RecordResult | Refusal {
    switch (op.kind) {
      case 'append':
        return this.append(op);
      case 'snapshot':
        return this.saveSnapshot(op);
      case 'reply':
        return this.saveReply(op);
      case 'purge-replies':
        return this.purgeReplies(op);
    }
  }

  committed(): void {
    this.heads.committed();
    this.committedPosition = this.lastPosition;
  }

  rolledBack(): void {
    this.heads.rolledBack();
    this.lastPosition = this.committedPosition;
  }

  private append(op: AppendOp): RecordResult | Refusal {
    const { stream, expectedRevision } = op;
    let head = this.heads.get(stream);
    if (!head && expectedRevision === NO_STREAM) {
      // Most streams that are said to be new are: the insert itself finds out.
      const position = this.tryInsert(op, NEW_STREAM);
      if (position !== undefined) return position;
    }
    head ??= this.readHead(stream);
    if (head.revision !== expectedRevision) return this.repeated(op) ?? this.wrongRevision(head);
    return this.insert(op, head);
  }

  private tryInsert(op: AppendOp, head: StreamHead): RecordResult | undefined {
    const before = this.lastPosition;
    try {
      return this.insert(op, head);
    } catch (error) {
      if (!isConstraint(error)) throw error;
      // The first event's revision is taken, so nothing of the append was written.
      this.lastPosition = before;
      return undefined;
    }
  }

  private insert(op: AppendOp, head: StreamHead): RecordResult {
    const { stream, events } = op;
    const category = categoryOf(stream);
    let { revision, hash: previous } = head;
    for (let at = 0; at < events.length; at += FIELDS_PER_EVENT) {
      const [id, type, data, metadata] = events.slice(at, at + FIELDS_PER_EVENT) as [
        string,
        string,
        string,
        string,
      ];
      revision += 1;
      this.lastPosition += 1;
      const hash = eventHash(previous, { stream, revision, id, type, data, metadata });
      this.statements.insertEvent.run(
        this.lastPosition,
        stream,
        category,
        revision,
        id,
        type,
        data,
        metadata,
        hash,
      );
      previous = hash;
    }
    const dueAt = this.setDue(op, head, category);
    this.heads.set(stream, { revision, hash: previous, dueAt });
    return this.lastPosition;
  }

  private setDue(
    { stream, dueAt }: AppendOp,
    head: StreamHead,
    category: string,
  ): StreamHead['dueAt'] {
    if (dueAt === undefined || dueAt === head.dueAt) return head.dueAt;
    if (dueAt === null) this.statements.clearDue.run(stream);
    else this.statements.setDue.run(stream, category, dueAt);
    return dueAt;
  }

  /** The position of the append if exactly these events stand where it would have put them. */
  private repeated({ stream, expectedRevision, events }: AppendOp): RecordResult | undefined {
    const count = events.length / FIELDS_PER_EVENT;
    const rows = this.statements.readIds.all(
      stream,
      expectedRevision + 1,
      expectedRevision + count,
    ) as {
      id: string;
      position: number;
    }[];
    const same =
      rows.length === count &&
      rows.every(({ id }, index) => id === events[index * FIELDS_PER_EVENT]);
    return same ? rows.at(-1)?.position : undefined;
  }

  private wrongRevision({ revision }: StreamHead): Refusal {
    return new Refusal({ actualRevision: revision } satisfies WrongRevision);
  }

  private readHead(stream: string): StreamHead {
    const row = this.statements.readHead.get(stream) as
      { revision: number; hash: string } | undefined;
    if (!row) return NEW_STREAM;
    const head = { revision: row.revision, hash: row.hash, dueAt: undefined };
    this.heads.set(stream, head);
    return head;
  }

  private saveSnapshot({ stream, revision, version, state }: SnapshotOp): RecordResult {
    this.statements.saveSnapshot.run(stream, revision, version, state);
    return 0;
  }

  private saveReply({ reply }: ReplyOp): RecordResult {
    const { key, requestHash, status, body, headers, recordedAt } = reply;
    this.statements.saveReply.run(
      key,
      requestHash,
      status,
      body,
      JSON.stringify(headers),
      recordedAt,
    );
    return 0;
  }

  private purgeReplies({ before }: PurgeRepliesOp): RecordResult {
    return Number(this.statements.purgeReplies.run(before).changes);
  }
}

function prepare(db: Database) {
  return {
    insertEvent: db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, unhex(?))'),
    readHead: db.prepare(
      'SELECT revision, lower(hex(hash)) AS hash FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1',
    ),
    readIds: db.prepare(
      'SELECT id, position FROM events WHERE stream = ? AND revision BETWEEN ? AND ? ORDER BY revision',
    ),
    setDue: db.prepare(
      'INSERT INTO due VALUES (?, ?, ?) ON CONFLICT (stream) DO UPDATE SET due_at = excluded.due_at',
    ),
    clearDue: db.prepare('DELETE FROM due WHERE stream = ?'),
    saveSnapshot: db.prepare(
      `INSERT INTO snapshots VALUES (?, ?, ?, ?) ON CONFLICT (stream) DO UPDATE
       SET revision = excluded.revision, version = excluded.version, state = excluded.state`,
    ),
    saveReply: db.prepare(
      'INSERT INTO replies VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING',
    ),
    // Replies lie in the order they were given: the oldest are the first rows.
    purgeReplies: db.prepare(
      `DELETE FROM replies WHERE rowid IN (SELECT rowid FROM replies ORDER BY rowid LIMIT 1000) AND recorded_at < ?`,
    ),
  };
}
