import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { isBusy } from './sqlite-error';

/** Another process works on the same data directory. */
export class DataDirectoryInUseError extends Error {
  constructor(
    readonly dataDir: string,
    readonly pid: number | undefined,
  ) {
    const holder = pid === undefined ? 'another process' : `process ${pid}`;
    super(
      `The data directory ${dataDir} is in use by ${holder}. ` +
        'Stop it first, or give this process a directory of its own (CONTINUO_DATA_DIR).',
    );
    this.name = 'DataDirectoryInUseError';
  }
}

/** What is not kept anywhere may be collected, and a lock that is collected is free. */
const held = new Set<DatabaseSyncInstance>();

export interface DataLock {
  release(): void;
}

/**
 * Reserves a data directory for this process, creating it if need be. The operating system ends the
 * reservation with the process, however it ends. Throws {@link DataDirectoryInUseError}.
 */
export function acquireDataLock(dataDir: string): DataLock {
  const directory = resolve(dataDir);
  mkdirSync(directory, { recursive: true });
  const pidFile = join(directory, 'lock.pid');
  const lock = new DatabaseSync(join(directory, 'lock'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    throw isBusy(error) ? new DataDirectoryInUseError(directory, readPid(pidFile)) : error;
  }
  held.add(lock);
  writeFileSync(pidFile, `${process.pid}\n`);
  return {
    release() {
      if (!lock.isOpen) return;
      rmSync(pidFile, { force: true });
      lock.close();
      held.delete(lock);
    },
  };
}

function readPid(pidFile: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(pidFile, 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
}
