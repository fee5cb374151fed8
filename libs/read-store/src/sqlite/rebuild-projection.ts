import { type AnyAggregate, AggregateRegistry } from '@continuo/event-store/aggregate';
import { RecordReader } from '@continuo/event-store/sqlite/record-reader';
import type { Projection } from '../projection';
import { Projector } from '../projector';
import { openReadDatabase } from './read-database';
import { Rebuild } from './rebuild';

export interface RebuildOptions {
  readonly recordFile: string;
  readonly readFile: string;
  readonly projection: Projection;
  readonly aggregates: Iterable<AnyAggregate>;
  /** Positions of the record: how far it is, and the head. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Builds a read model anew and switches to it; beside a running server, which then goes on with the
 * new one, or without. Answers the position it reflects. Throws `ProjectionFailedError`; the live
 * read model is then as it was.
 */
export async function rebuildProjection(options: RebuildOptions): Promise<number> {
  const { recordFile, readFile, projection, aggregates, onProgress } = options;
  const source = new RecordReader({ file: recordFile });
  const db = openReadDatabase(readFile);
  try {
    const rebuild = new Rebuild(
      db,
      new Projector(source, new AggregateRegistry(aggregates)),
      projection,
    );
    try {
      while (!(await rebuild.step())) onProgress?.(rebuild.position, source.head());
    } catch (error) {
      rebuild.abandon();
      throw error;
    }
    onProgress?.(rebuild.position, rebuild.position);
    return rebuild.position;
  } finally {
    db.close();
    source.close();
  }
}
