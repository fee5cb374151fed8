import { closeSync, constants, fstatSync, fsyncSync, openSync, writeSync } from 'node:fs';

const CHUNK_BYTES = 1024 * 1024;

/**
 * Extends the write-ahead log of an open database with zeros. A commit that overwrites what the
 * file system has allocated syncs its data alone; one that makes the file grow waits for the file
 * system's own journal, and three growing files wait for each other. Zeros are no frames: SQLite
 * reads the log up to the first frame that does not carry its salt.
 */
export function reserveWal(databaseFile: string, bytes: number): void {
  const fd = openSync(`${databaseFile}-wal`, constants.O_RDWR | constants.O_CREAT);
  try {
    const zeros = Buffer.alloc(CHUNK_BYTES);
    for (let at = fstatSync(fd).size; at < bytes; at += CHUNK_BYTES) {
      writeSync(fd, zeros, 0, Math.min(CHUNK_BYTES, bytes - at), at);
    }
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
