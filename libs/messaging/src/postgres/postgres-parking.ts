import { migrate } from '@continuo/postgres/migrate';
import type { Postgres } from '@continuo/postgres/postgres';
import type { IntegrationMessage } from '../message';
import type { ParkedMessage } from '../messaging';
import { type ParkedHead, type Parking, waitsBehind } from '../parking';
import { MESSAGING_TABLES } from './messaging-tables';

interface ParkedRow {
  readonly consumer_group: string;
  readonly message: string;
  readonly reason: string;
  readonly attempts: number;
  readonly parked_at: string;
}

/** Parked messages that all processes of a group see: whichever replays or drops one has done it for all. */
export class PostgresParking implements Parking {
  private constructor(private readonly postgres: Postgres) {}

  static async open(postgres: Postgres): Promise<PostgresParking> {
    await migrate(postgres, MESSAGING_TABLES);
    return new PostgresParking(postgres.named('messaging'));
  }

  async heads(group: string): Promise<ReadonlyMap<string, ParkedHead>> {
    const rows = await this.postgres.query<{ subject: string; id: string; position: number }>(
      `SELECT DISTINCT ON (subject) subject, message_id AS id, position
       FROM parked_messages WHERE consumer_group = $1 ORDER BY subject, position`,
      [group],
    );
    return new Map(rows.map(({ subject, id, position }) => [subject, { id, position }]));
  }

  async droppedAfter(group: string, position: number): Promise<ReadonlySet<string>> {
    const rows = await this.postgres.query<{ message_id: string }>(
      'SELECT message_id FROM dropped_messages WHERE consumer_group = $1 AND position > $2',
      [group, position],
    );
    return new Set(rows.map((row) => row.message_id));
  }

  async park({ group, message, reason, attempts, parkedAt }: ParkedMessage): Promise<void> {
    const { id, subject, position } = message;
    await this.postgres.execute(
      'INSERT INTO parked_messages VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING',
      [group, id, subject, position, JSON.stringify(message), reason, attempts, parkedAt],
    );
  }

  async list(group?: string): Promise<readonly ParkedMessage[]> {
    return this.select(
      'WHERE $1::text IS NULL OR consumer_group = $1 ORDER BY consumer_group, position',
      group ?? null,
    );
  }

  async find(group: string, messageId: string): Promise<ParkedMessage | undefined> {
    return (
      await this.select('WHERE consumer_group = $1 AND message_id = $2', group, messageId)
    )[0];
  }

  async first(group: string, subject: string): Promise<ParkedMessage | undefined> {
    const where = 'WHERE consumer_group = $1 AND subject = $2 ORDER BY position LIMIT 1';
    return (await this.select(where, group, subject))[0];
  }

  async remove(group: string, messageId: string): Promise<void> {
    await this.postgres.execute(
      'DELETE FROM parked_messages WHERE consumer_group = $1 AND message_id = $2',
      [group, messageId],
    );
  }

  async failedAgain({ group, message, reason, attempts, parkedAt }: ParkedMessage): Promise<void> {
    await this.postgres.transaction(async (session) => {
      await session.execute(
        'UPDATE parked_messages SET reason = $3 WHERE consumer_group = $1 AND subject = $2',
        [group, message.subject, waitsBehind(message)],
      );
      await session.execute(
        'UPDATE parked_messages SET reason = $3, attempts = $4, parked_at = $5 WHERE consumer_group = $1 AND message_id = $2',
        [group, message.id, reason, attempts, parkedAt],
      );
    });
  }

  async drop(group: string, messageId: string, reason: string, droppedAt: string): Promise<void> {
    await this.postgres.execute(
      `WITH gone AS (
         DELETE FROM parked_messages WHERE consumer_group = $1 AND message_id = $2 RETURNING *
       )
       INSERT INTO dropped_messages
       SELECT consumer_group, message_id, position, message, reason, $3, $4 FROM gone
       ON CONFLICT (consumer_group, message_id) DO UPDATE
       SET parked_reason = excluded.parked_reason, reason = excluded.reason, dropped_at = excluded.dropped_at`,
      [group, messageId, reason, droppedAt],
    );
  }

  private async select(
    where: string,
    ...values: readonly (string | null)[]
  ): Promise<ParkedMessage[]> {
    const columns = 'consumer_group, message, reason, attempts, parked_at';
    const rows = await this.postgres.query<ParkedRow>(
      `SELECT ${columns} FROM parked_messages ${where}`,
      values,
    );
    return rows.map((row) => ({
      group: row.consumer_group,
      message: JSON.parse(row.message) as IntegrationMessage,
      reason: row.reason,
      attempts: row.attempts,
      parkedAt: row.parked_at,
    }));
  }
}
