import { openDatabase } from '@continuo/sqlite/open-database';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { IntegrationMessage } from '../message';
import type { ParkedMessage } from '../messaging';
import { type ParkedHead, type Parking, waitsBehind } from '../parking';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS checkpoints (
    consumer_group TEXT PRIMARY KEY, position INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS parked (
    consumer_group TEXT NOT NULL, message_id TEXT NOT NULL, subject TEXT NOT NULL,
    position INTEGER NOT NULL, message TEXT NOT NULL, reason TEXT NOT NULL,
    attempts INTEGER NOT NULL, parked_at TEXT NOT NULL,
    PRIMARY KEY (consumer_group, message_id)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS parked_by_subject ON parked (consumer_group, subject, position);
  CREATE TABLE IF NOT EXISTS dropped (
    consumer_group TEXT NOT NULL, message_id TEXT NOT NULL, position INTEGER NOT NULL,
    message TEXT NOT NULL, parked_reason TEXT NOT NULL, reason TEXT NOT NULL, dropped_at TEXT NOT NULL,
    PRIMARY KEY (consumer_group, message_id)
  ) WITHOUT ROWID;
`;

interface ParkedRow {
  consumer_group: string;
  message: string;
  reason: string;
  attempts: number;
  parked_at: string;
}

/**
 * `messaging.db`: checkpoints and parked messages. Commits reach the file in order, so a checkpoint
 * never survives a power failure that a message parked before it did not: neither needs an fsync of
 * its own. What a person decided (replay, drop) is fsynced.
 */
export class MessagingDatabase implements Parking {
  private readonly db: DatabaseSyncInstance;

  constructor(file: string) {
    this.db = openDatabase({ file, cacheKib: 1_024 });
    this.db.exec('PRAGMA synchronous = NORMAL');
    this.db.exec(SCHEMA);
  }

  checkpoints(): ReadonlyMap<string, number> {
    return checkpointsOf(this.db);
  }

  saveCheckpoints(positions: Iterable<readonly [group: string, position: number]>): void {
    const save = this.db.prepare(
      `INSERT INTO checkpoints VALUES (?, ?)
       ON CONFLICT (consumer_group) DO UPDATE SET position = excluded.position`,
    );
    this.transaction(() => {
      for (const [group, position] of positions) save.run(group, position);
    });
  }

  async heads(group: string): Promise<ReadonlyMap<string, ParkedHead>> {
    const rows = this.all<{ subject: string; message_id: string; position: number }>(
      'SELECT subject, message_id, min(position) AS position FROM parked WHERE consumer_group = ? GROUP BY subject',
      group,
    );
    return new Map(
      rows.map((row) => [row.subject, { id: row.message_id, position: row.position }]),
    );
  }

  async droppedAfter(group: string, position: number): Promise<ReadonlySet<string>> {
    const rows = this.all<{ message_id: string }>(
      'SELECT message_id FROM dropped WHERE consumer_group = ? AND position > ?',
      group,
      position,
    );
    return new Set(rows.map((row) => row.message_id));
  }

  async park({ group, message, reason, attempts, parkedAt }: ParkedMessage): Promise<void> {
    this.db
      .prepare('INSERT OR IGNORE INTO parked VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(
        group,
        message.id,
        message.subject,
        message.position,
        JSON.stringify(message),
        reason,
        attempts,
        parkedAt,
      );
  }

  async list(group?: string): Promise<readonly ParkedMessage[]> {
    return this.all<ParkedRow>(
      'SELECT * FROM parked WHERE ? IS NULL OR consumer_group = ? ORDER BY consumer_group, position',
      group ?? null,
      group ?? null,
    ).map(toParked);
  }

  async find(group: string, messageId: string): Promise<ParkedMessage | undefined> {
    const sql = 'SELECT * FROM parked WHERE consumer_group = ? AND message_id = ?';
    return this.all<ParkedRow>(sql, group, messageId).map(toParked)[0];
  }

  async first(group: string, subject: string): Promise<ParkedMessage | undefined> {
    const sql =
      'SELECT * FROM parked WHERE consumer_group = ? AND subject = ? ORDER BY position LIMIT 1';
    return this.all<ParkedRow>(sql, group, subject).map(toParked)[0];
  }

  async remove(group: string, messageId: string): Promise<void> {
    this.durably(() => this.delete(group, messageId));
  }

  async failedAgain({ group, message, reason, attempts, parkedAt }: ParkedMessage): Promise<void> {
    this.durably(() => {
      this.db
        .prepare('UPDATE parked SET reason = ? WHERE consumer_group = ? AND subject = ?')
        .run(waitsBehind(message), group, message.subject);
      this.db
        .prepare(
          'UPDATE parked SET reason = ?, attempts = ?, parked_at = ? WHERE consumer_group = ? AND message_id = ?',
        )
        .run(reason, attempts, parkedAt, group, message.id);
    });
  }

  async drop(group: string, messageId: string, reason: string, droppedAt: string): Promise<void> {
    this.durably(() => {
      this.db
        .prepare(
          `INSERT OR REPLACE INTO dropped SELECT consumer_group, message_id, position, message, reason, ?, ?
           FROM parked WHERE consumer_group = ? AND message_id = ?`,
        )
        .run(reason, droppedAt, group, messageId);
      this.delete(group, messageId);
    });
  }

  close(): void {
    this.db.close();
  }

  private delete(group: string, messageId: string): void {
    this.db
      .prepare('DELETE FROM parked WHERE consumer_group = ? AND message_id = ?')
      .run(group, messageId);
  }

  private all<Row>(sql: string, ...values: (string | number | null)[]): Row[] {
    return this.db.prepare(sql).all(...values) as Row[];
  }

  private durably(work: () => void): void {
    this.db.exec('PRAGMA synchronous = FULL');
    try {
      this.transaction(work);
    } finally {
      this.db.exec('PRAGMA synchronous = NORMAL');
    }
  }

  private transaction(work: () => void): void {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.db.exec('COMMIT');
    } catch (error) {
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      throw error;
    }
  }
}

/** How far each consumer group has come, as `messaging.db` says, whether a server runs on it or not. */
export function readCheckpoints(file: string): ReadonlyMap<string, number> {
  const db = openDatabase({ file, readOnly: true });
  try {
    return checkpointsOf(db);
  } finally {
    db.close();
  }
}

function checkpointsOf(db: DatabaseSyncInstance): ReadonlyMap<string, number> {
  const rows = db.prepare('SELECT consumer_group, position FROM checkpoints').all() as {
    consumer_group: string;
    position: number;
  }[];
  return new Map(rows.map((row) => [row.consumer_group, row.position]));
}

function toParked(row: ParkedRow): ParkedMessage {
  return {
    group: row.consumer_group,
    message: JSON.parse(row.message) as IntegrationMessage,
    reason: row.reason,
    attempts: row.attempts,
    parkedAt: row.parked_at,
  };
}
