import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '@continuo/sqlite/open-database';

/** A text that is kept outside the events. */
export interface StoredText {
  /** Database file and table. */
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
  'gateway.db': (table) => table === 'entries',
};
const PUBLIC_TABLE = /^catalogue_/;
const PUBLIC_STREAM = /^(?:campaign|dnis)-/;
/** Sealed data and encrypted answers: their letters and digits are nobody's. */
const CIPHERTEXT = /v1\.[A-Za-z0-9_-]{20,}/g;
const ALL_CIPHERTEXT = /^[A-Za-z0-9+/]{40,}={0,2}$/;

/** Every text of a data directory that is not an event: kept answers, read models, parked messages, books. */
export function* storedTexts(dataDir: string): Generator<StoredText> {
  for (const [name, isScanned] of Object.entries(TABLES)) {
    const file = join(dataDir, name);
    if (!existsSync(file)) continue;
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
        for (const row of rows) yield* textsOf(row, `${name} ${table}`, PUBLIC_TABLE.test(table));
      }
    } finally {
      db.close();
    }
  }
}

function* textsOf(
  row: Record<string, unknown>,
  where: string,
  publicTable: boolean,
): Generator<StoredText> {
  const texts = Object.values(row).filter((value): value is string => typeof value === 'string');
  const isPublic = publicTable || texts.some((text) => PUBLIC_STREAM.test(text));
  for (const text of texts) {
    if (!ALL_CIPHERTEXT.test(text)) yield { where, text: withoutCiphertext(text), isPublic };
  }
}

/** What anybody could read in a text. */
export function withoutCiphertext(text: string): string {
  return text.replace(CIPHERTEXT, '');
}
