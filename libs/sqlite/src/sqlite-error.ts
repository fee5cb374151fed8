/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html). */
const SQLITE_BUSY = 5;
const SQLITE_IOERR = 10;
const SQLITE_FULL = 13;
const SQLITE_CONSTRAINT = 19;

function primaryCode(error: unknown): number | undefined {
  const errcode = (error as { errcode?: unknown } | null)?.errcode;
  return typeof errcode === 'number' ? errcode & 0xff : undefined;
}

export const isBusy = (error: unknown): boolean => primaryCode(error) === SQLITE_BUSY;
export const isIoError = (error: unknown): boolean => primaryCode(error) === SQLITE_IOERR;
export const isStorageFull = (error: unknown): boolean => primaryCode(error) === SQLITE_FULL;
export const isConstraint = (error: unknown): boolean => primaryCode(error) === SQLITE_CONSTRAINT;
