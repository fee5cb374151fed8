import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { openDatabase } from '@continuo/sqlite/open-database';

/** A text that is kept outside the events. */
export interface StoredText {
  /** Database and table. */
  readonly where: string;
  readonly text: string;
  /** It is about campaigns, whose telephone numbers are printed on the screen. */
  readonly isPublic: boolean;
}

/** Tables beside the events that hold what callers sent, or what was made of it. */
const TABLES: Readonly<Record<string, (table: string) => boolean>> = {
  'record.db': (table) => table === 'replies' || table === 'snapshots',
  'read.db': (table) => table !== 'projection_checkpoints',
  'messaging.db': (table) => table === 'parked' || table === 'dropped',
};
const PUBLIC_TABLE = /^catalogue_/;
const PUBLIC_STREAM = /^(?:campaign|dnis)-/;
/** Sealed data and encrypted answers: their letters and digits are nobody's. */
const CIPHERTEXT = /v1\.[A-Za-z0-9_-]{20,}/g;
const ALL_CIPHERTEXT = /^[A-Za-z0-9+/]{40,}={0,2}$/;

/** Every text of a data directory that is neither an event nor in the gateway's books. */
export function* textsInDirectory(dataDir: string): Generator<StoredText> {
  for (const [name, isScanned] of Object.entries(TABLES)) {
    const file = join(dataDir, name);
    if (existsSync(file)) yield* textsInFile(file, name, isScanned);
  }
}

/** Every text of the gateway's books. */
export function textsInBooks(file: string): Generator<StoredText> {
  return textsInFile(file, basename(file), (table) => table === 'entries');
}

function* textsInFile(
  file: string,
  name: string,
  isScanned: (table: string) => boolean,
): Generator<StoredText> {
  const db = openDatabase({ file, readOnly: true });
  try {
    const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as {
      name: string;
    }[];
    for (const { name: table } of tables) {
      if (!isScanned(table)) continue;
      const rows = db.prepare(`SELECT * FROM "${table}"`).iterate() as Iterable<
        Record<string, unknown>
      >;
      for (const row of rows) yield* textsOf(row, name, table);
    }
  } finally {
    db.close();
  }
}

/** The texts of one row of a table of `database`. */
export function* textsOf(
  row: Readonly<Record<string, unknown>>,
  database: string,
  table: string,
): Generator<StoredText> {
  const where = `${database} ${table}`;
  const texts = Object.values(row).filter((value): value is string => typeof value === 'string');
  const isPublic = PUBLIC_TABLE.test(table) || texts.some((text) => PUBLIC_STREAM.test(text));
  for (const text of texts) {
    if (!ALL_CIPHERTEXT.test(text)) yield { where, text: withoutCiphertext(text), isPublic };
  }
}

/** What anybody could read in a text. */
export function withoutCiphertext(text: string): string {
  return text.replace(CIPHERTEXT, '');
}
