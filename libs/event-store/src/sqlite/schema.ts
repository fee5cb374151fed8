import type { Database } from '@continuo/sqlite/open-database';

const VERSION = 1;

/** The tables of the record. `position` is the rowid: an index ends with it, and pages by it. */
const TABLES = `
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream   TEXT    NOT NULL,
    category TEXT    NOT NULL,
    revision INTEGER NOT NULL,
    id       TEXT    NOT NULL,
    type     TEXT    NOT NULL,
    data     TEXT    NOT NULL,
    metadata TEXT    NOT NULL,
    hash     BLOB    NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;
  CREATE INDEX events_by_category ON events (category);

  CREATE TABLE due (
    stream   TEXT PRIMARY KEY,
    category TEXT NOT NULL,
    due_at   TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX due_by_category ON due (category, due_at);

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

/** Creates the tables in a new file. Throws when the file was written by a newer version. */
export function createTables(db: Database): void {
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as {
    user_version: number;
  };
  if (version > VERSION) {
    throw new Error(`the record has format ${version}; this version of Continuo knows ${VERSION}`);
  }
  if (version === 0) db.exec(`BEGIN; ${TABLES} PRAGMA user_version = ${VERSION}; COMMIT`);
}
