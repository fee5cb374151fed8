import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EventFilter } from '@continuo/event-store/event-store';
import { verifyChain } from '@continuo/event-store/hash-chain';
import { RecordReader } from '@continuo/event-store/sqlite/record-reader';
import { readCheckpoints } from '@continuo/messaging/in-process/messaging-database';
import type { Compared } from '@continuo/read-store/comparison';
import type { Projection } from '@continuo/read-store/projection';
import { compareProjection } from '@continuo/read-store/sqlite/compare-projection';
import { CommandFailure } from '../cli/failure';
import { aggregates } from '../definitions';
import type { RecordFacts } from './facts';

/** The record in `record.db`, whether a server runs on it or not. */
export class RecordFile implements RecordFacts {
  private constructor(private readonly reader: RecordReader) {}

  static open(dataDir: string): RecordFile {
    const file = join(dataDir, 'record.db');
    if (existsSync(file)) return new RecordFile(new RecordReader({ file }));
    throw new CommandFailure(`There is no record in ${dataDir}: name another with --data-dir.`, 2);
  }

  async head() {
    return this.reader.head();
  }

  async readAll(options: EventFilter & { after: number; maxCount: number }) {
    return this.reader.readAll(options);
  }

  async chains() {
    return verifyChain(this.reader.hashedRows());
  }

  kept() {
    return this.reader.events();
  }

  async acknowledged() {
    return [...this.reader.replies()];
  }

  close(): void {
    this.reader.close();
  }
}

/** What `messaging.db` says of the consumer groups; without it nobody has anything to read. */
export function handledUpToIn(dataDir: string): number {
  const file = join(dataDir, 'messaging.db');
  const checkpoints = existsSync(file) ? [...readCheckpoints(file).values()] : [];
  return Math.min(...checkpoints, Number.MAX_SAFE_INTEGER);
}

/** Without `read.db` nothing shows anything wrong: the next start builds the read models anew. */
export async function* compareIn(
  dataDir: string,
  projections: readonly Projection[],
): AsyncGenerator<Compared> {
  const readFile = join(dataDir, 'read.db');
  if (!existsSync(readFile)) return;
  const recordFile = join(dataDir, 'record.db');
  for (const projection of projections) {
    const { name } = projection;
    try {
      const options = { recordFile, readFile, projection, aggregates };
      yield { name, comparison: await compareProjection(options) };
    } catch (error) {
      yield { name, failure: error as Error };
    }
  }
}
