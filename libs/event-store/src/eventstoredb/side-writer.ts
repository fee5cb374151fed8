import type { BatchHandler, HandlerFactory } from '@continuo/sqlite/batch-handler';
import type { Database } from '@continuo/sqlite/open-database';
import type { Instant } from '@continuo/kernel/instant';
import { categoryOf, type Position, type StoredReply } from '../event-store';
import type { DueChange } from './record-side';

export type SideOp =
  | {
      readonly kind: 'due';
      readonly changes: readonly DueChange[];
      readonly followedTo: Position | undefined;
    }
  | {
      readonly kind: 'snapshot';
      readonly stream: string;
      readonly revision: number;
      readonly version: number;
      /** JSON text. */
      readonly state: string;
    }
  | { readonly kind: 'reply'; readonly reply: StoredReply }
  /** Removes some replies older than an instant; answers how many. */
  | { readonly kind: 'purge-replies'; readonly before: Instant };

const VERSION = 1;

/** A due date that was cleared keeps its row: a change that comes late must not bring it back. */
const TABLES = `
  CREATE TABLE due (
    stream   TEXT    PRIMARY KEY,
    category TEXT    NOT NULL,
    revision INTEGER NOT NULL,
    due_at   TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX due_by_category ON due (category, due_at) WHERE due_at IS NOT NULL;
  CREATE TABLE followed (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), position INTEGER NOT NULL) STRICT;
  CREATE TABLE snapshots (
    stream   TEXT    PRIMARY KEY,
    revision INTEGER NOT NULL,
    version  INTEGER NOT NULL,
    state    TEXT    NOT NULL
  ) STRICT;
  CREATE TABLE replies (
    key          TEXT    PRIMARY KEY,
    request_hash TEXT    NOT NULL,
    status       INTEGER NOT NULL,
    body         TEXT    NOT NULL,
    headers      TEXT    NOT NULL,
    recorded_at  TEXT    NOT NULL
  ) STRICT;
`;

/** Runs in the writer thread of an {@link SqliteRecordSide}'s file. */
export const createHandler: HandlerFactory<SideOp, number> = (db) => {
  createTables(db);
  const statements = prepare(db);
  const handler: BatchHandler<SideOp, number> = {
    apply(op) {
      switch (op.kind) {
        case 'due':
          for (const { stream, revision, dueAt } of op.changes) {
            statements.saveDue.run(stream, categoryOf(stream), revision, dueAt);
          }
          if (op.followedTo !== undefined) statements.saveFollowed.run(op.followedTo);
          return op.changes.length;
        case 'snapshot':
          statements.saveSnapshot.run(op.stream, op.revision, op.version, op.state);
          return 1;
        case 'reply': {
          const { key, requestHash, status, body, headers, recordedAt } = op.reply;
          const headersText = JSON.stringify(headers);
          statements.saveReply.run(key, requestHash, status, body, headersText, recordedAt);
          return 1;
        }
        case 'purge-replies':
          return Number(statements.purgeReplies.run(op.before).changes);
      }
    },
  };
  return handler;
};

function createTables(db: Database): void {
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as {
    user_version: number;
  };
  if (version > VERSION) {
    throw new Error(
      `what stands beside the record has format ${version}; this version of Continuo knows ${VERSION}`,
    );
  }
  if (version === 0) db.exec(`BEGIN; ${TABLES} PRAGMA user_version = ${VERSION}; COMMIT`);
}

function prepare(db: Database) {
  return {
    saveDue: db.prepare(
      `INSERT INTO due VALUES (?, ?, ?, ?) ON CONFLICT (stream) DO UPDATE
       SET revision = excluded.revision, due_at = excluded.due_at WHERE excluded.revision >= due.revision`,
    ),
    saveFollowed: db.prepare(
      `INSERT INTO followed VALUES (1, ?) ON CONFLICT DO UPDATE SET position = max(position, excluded.position)`,
    ),
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
