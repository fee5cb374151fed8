import type { Migrations } from '@continuo/postgres/migrate';

export const MESSAGING_TABLES: Migrations = {
  part: 'messaging',
  steps: [
    `CREATE TABLE consumer_checkpoints (
       consumer_group TEXT PRIMARY KEY, position BIGINT NOT NULL
     );
     CREATE TABLE relay_positions (
       name TEXT PRIMARY KEY, position BIGINT NOT NULL
     );
     CREATE TABLE parked_messages (
       consumer_group TEXT COLLATE "C" NOT NULL, message_id TEXT NOT NULL, subject TEXT NOT NULL,
       position BIGINT NOT NULL, message TEXT NOT NULL, reason TEXT NOT NULL,
       attempts INTEGER NOT NULL, parked_at TEXT NOT NULL,
       PRIMARY KEY (consumer_group, message_id)
     );
     CREATE INDEX parked_by_subject ON parked_messages (consumer_group, subject, position);
     CREATE TABLE dropped_messages (
       consumer_group TEXT NOT NULL, message_id TEXT NOT NULL, position BIGINT NOT NULL,
       message TEXT NOT NULL, parked_reason TEXT NOT NULL, reason TEXT NOT NULL, dropped_at TEXT NOT NULL,
       PRIMARY KEY (consumer_group, message_id)
     )`,
  ],
};
