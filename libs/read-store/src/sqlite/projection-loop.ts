import type { AggregateRegistry } from '@continuo/event-store/aggregate';
import type { Database } from '@continuo/sqlite/open-database';
import type { Projection } from '../projection';
import {
  PAGE_SIZE,
  type PageEffect,
  ProjectionFailedError,
  Projector,
  type RecordSource,
} from '../projector';
import { Checkpoints } from './checkpoints';
import { Generation } from './generation';
import { inTransaction } from './read-database';
import { Rebuild, removeLeftovers } from './rebuild';

export interface ProjectionLoopOptions {
  readonly db: Database;
  readonly source: RecordSource;
  readonly projections: readonly Projection[];
  readonly aggregates: AggregateRegistry;
  /** A projection met an event it cannot take; the others go on. */
  readonly onStopped: (projection: string, failure: Error) => void;
}

/** Brings all read models of a process up to the head of the record, a page at a time. */
export class ProjectionLoop {
  private readonly db: Database;
  private readonly projector: Projector;
  private readonly checkpoints: Checkpoints;
  private live: Generation[] = [];
  private rebuilds: Rebuild[] = [];

  constructor(private readonly options: ProjectionLoopOptions) {
    this.db = options.db;
    this.projector = new Projector(options.source, options.aggregates);
    this.checkpoints = new Checkpoints(this.db);
    removeLeftovers(this.db, this.checkpoints);
    for (const projection of options.projections) this.begin(projection);
  }

  /** How far each live read model is. */
  positions(): Record<string, number> {
    return Object.fromEntries(
      this.live.map(({ projection, position }) => [projection.name, position]),
    );
  }

  /**
   * One page for every position at which read models stand, so that one that is far behind holds
   * nobody up. `behind` when more is waiting already. Throws when `read.db` cannot be written.
   */
  async round(): Promise<'idle' | 'moved' | 'behind'> {
    let progress: 'idle' | 'moved' | 'behind' = 'idle';
    for (const position of new Set(this.live.map((generation) => generation.position))) {
      const together = this.live.filter((generation) => generation.position === position);
      const { effects, upTo, count } = await this.projector.nextPage(together);
      if (upTo <= position) continue;
      this.write(effects, upTo);
      if (count === PAGE_SIZE) progress = 'behind';
      else if (progress === 'idle') progress = 'moved';
    }
    for (const rebuild of [...this.rebuilds]) {
      progress = 'behind';
      await this.stepOf(rebuild);
    }
    return progress;
  }

  /** New tables are filled from the beginning; a changed version is built beside the old one. */
  private begin(projection: Projection): void {
    const row = this.checkpoints.live(projection.name);
    if (row && row.version !== projection.version) {
      this.rebuilds.push(new Rebuild(this.db, this.projector, projection));
      return;
    }
    const live = row ?? inTransaction(this.db, () => this.checkpoints.create(projection));
    this.live.push(new Generation(this.db, projection, live));
  }

  private write(effects: readonly PageEffect<Generation>[], upTo: number): void {
    const written: Generation[] = [];
    const failed: { generation: Generation; failure: Error }[] = [];
    inTransaction(this.db, () => {
      for (const { model: generation, changes, failure } of effects) {
        const row = this.checkpoints.live(generation.projection.name);
        if (row && row.generation !== generation.row.generation) {
          generation.adopt(row);
          continue;
        }
        try {
          if (failure) throw failure;
          generation.write(changes, upTo, this.checkpoints);
          written.push(generation);
        } catch (error) {
          failed.push({ generation, failure: error as Error });
          this.checkpoints.saveFailure(
            generation.row.name,
            generation.row.generation,
            (error as Error).message,
          );
        }
      }
    });
    for (const generation of written) generation.position = upTo;
    for (const { generation, failure } of failed) {
      this.live = this.live.filter((other) => other !== generation);
      this.options.onStopped(generation.projection.name, failure);
    }
  }

  private async stepOf(rebuild: Rebuild): Promise<void> {
    const { generation, projection } = rebuild;
    try {
      if (!(await rebuild.step())) return;
      this.live.push(generation);
    } catch (error) {
      if (!(error instanceof ProjectionFailedError)) throw error;
      this.checkpoints.saveFailure(projection.name, generation.row.generation, error.message);
      this.options.onStopped(projection.name, error);
    }
    this.rebuilds = this.rebuilds.filter((other) => other !== rebuild);
  }
}
