/** Of the file system, and of SQLite on it. */
const FULL = /ENOSPC|SQLITE_FULL|storage_full|database or disk is full/;

/** What to say when an error means that there is no room on the disk; undefined when it means something else. */
export function diskFull(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { code?: unknown };
  if (!FULL.test(`${typeof code === 'string' ? code : ''} ${error.message}`)) return undefined;
  return `The disk is full (${error.message}). Free space where the data directory is, and start again.`;
}
