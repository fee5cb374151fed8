import { type AnyAggregate, AggregateRegistry } from '@continuo/event-store/aggregate';
import type { EventStore } from '@continuo/event-store/event-store';
import { migrate } from '@continuo/postgres/migrate';
import type { Postgres } from '@continuo/postgres/postgres';
import type { Projection } from '../projection';
import { Projector } from '../projector';
import { READ_STORE_TABLES } from './checkpoints';
import { Rebuild } from './rebuild';

export interface RebuildOptions {
  readonly postgres: Postgres;
  readonly source: Pick<EventStore, 'readAll' | 'head'>;
  readonly projection: Projection;
  readonly aggregates: Iterable<AnyAggregate>;
  /** Positions of the record: how far it is, and the head. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Builds a read model anew and switches to it; beside running processes, which then go on with the
 * new one, or without. Answers the position it reflects. Throws `ProjectionFailedError`; the live
 * read model is then as it was.
 */
export async function rebuildProjection(options: RebuildOptions): Promise<number> {
  const { postgres, source, projection, aggregates, onProgress } = options;
  await migrate(postgres, READ_STORE_TABLES);
  const projector = new Projector(source, new AggregateRegistry(aggregates));
  const rebuild = await Rebuild.begin(postgres, projector, projection);
  const { generation } = rebuild;
  try {
    while (!(await rebuild.step())) onProgress?.(generation.position, await source.head());
  } catch (error) {
    await rebuild.abandon();
    throw error;
  }
  onProgress?.(generation.position, generation.position);
  return generation.position;
}
