import type { AggregateRegistry } from '@continuo/event-store/aggregate';
import type { Postgres } from '@continuo/postgres/postgres';
import { isPassing } from '@continuo/postgres/postgres-error';
import type { Projection } from '../projection';
import { PAGE_SIZE, type PageEffect, Projector, type RecordSource } from '../projector';
import { Checkpoints } from './checkpoints';
import { Generation, SupersededError } from './generation';
import { Rebuild } from './rebuild';
import { writePage } from './write-page';

export interface ProjectionLoopOptions {
  readonly postgres: Postgres;
  readonly source: RecordSource;
  readonly aggregates: AggregateRegistry;
  /** A projection met an event it cannot take; the others go on. */
  readonly onStopped: (projection: string, failure: Error) => void;
}

/** A read model that was built by a later version of this program: left to that version. */
export class NewerReadModelError extends Error {
  constructor({ name, version }: Projection, found: number) {
    super(
      `the read model ${name} has version ${found}, and this process knows ${version}: it is left to processes ` +
        `of the later version. To go back for good: continuo projections rebuild ${name}`,
    );
    this.name = 'NewerReadModelError';
  }
}

/** Brings the read models that this process has the lease of up to the head of the record, a page at a time. */
export class ProjectionLoop {
  private readonly projector: Projector;
  private readonly checkpoints: Checkpoints;
  private live: Generation[] = [];
  private rebuilds: Rebuild[] = [];

  constructor(private readonly options: ProjectionLoopOptions) {
    this.projector = new Projector(options.source, options.aggregates);
    this.checkpoints = new Checkpoints(options.postgres);
  }

  /** How far each live read model is that is filled here. */
  positions(): Record<string, number> {
    return Object.fromEntries(this.live.map(({ row }) => [row.name, row.position]));
  }

  /**
   * Begins to fill a read model; a later version than the live one is built beside it. What stopped
   * an earlier holder is tried again. Throws {@link NewerReadModelError}.
   */
  async add(projection: Projection): Promise<void> {
    const row = await this.checkpoints.ensureLive(projection);
    if (row.version > projection.version) throw new NewerReadModelError(projection, row.version);
    await this.checkpoints.saveFailure(row, null);
    await this.checkpoints.removeLeftovers();
    if (row.version === projection.version) this.live.push(new Generation(projection, row));
    else this.rebuilds.push(await Rebuild.begin(this.options.postgres, this.projector, projection));
  }

  /** Leaves a read model to another process. Not while a round goes on. */
  async remove(name: string): Promise<void> {
    this.live = this.live.filter(({ projection }) => projection.name !== name);
    const left = this.rebuilds.filter(({ projection }) => projection.name === name);
    this.rebuilds = this.rebuilds.filter((rebuild) => !left.includes(rebuild));
    await Promise.all(left.map((rebuild) => rebuild.end()));
  }

  /**
   * One page for every position at which read models stand, so that one that is far behind holds
   * nobody up. `behind` when more is waiting already. Throws when nothing can be read or written.
   */
  async round(): Promise<'idle' | 'moved' | 'behind'> {
    let progress: 'idle' | 'moved' | 'behind' = 'idle';
    for (const position of new Set(this.live.map((generation) => generation.position))) {
      const together = this.live.filter((generation) => generation.position === position);
      if (together.length === 0) continue;
      const { effects, upTo, count } = await this.projector.nextPage(together);
      if (upTo <= position) continue;
      await this.write(effects, upTo);
      if (count === PAGE_SIZE) progress = 'behind';
      else if (progress === 'idle') progress = 'moved';
    }
    for (const rebuild of [...this.rebuilds]) {
      progress = 'behind';
      await this.stepOf(rebuild);
    }
    return progress;
  }

  /** All in one transaction; when one of them fails, each in its own. */
  private async write(effects: readonly PageEffect<Generation>[], upTo: number): Promise<void> {
    for (const { model, failure } of effects) if (failure) await this.stop(model, failure);
    const sound = effects.filter(({ failure }) => !failure);
    if (sound.length === 0) return;
    try {
      await writePage(this.options.postgres, sound, upTo);
    } catch (error) {
      if (isPassing(error)) throw error;
      const [only, another] = sound;
      if (!only || another) for (const effect of sound) await this.write([effect], upTo);
      else if (error instanceof SupersededError) await this.adopt(only.model);
      else await this.stop(only.model, error as Error);
    }
  }

  private async adopt(generation: Generation): Promise<void> {
    const row = await this.checkpoints.live(generation.row.name);
    if (row) generation.adopt(row);
  }

  private async stop(generation: Generation, failure: Error): Promise<void> {
    await this.checkpoints.saveFailure(generation.row, failure.message);
    this.live = this.live.filter((other) => other !== generation);
    this.options.onStopped(generation.row.name, failure);
  }

  private async stepOf(rebuild: Rebuild): Promise<void> {
    const { generation, projection } = rebuild;
    try {
      if (!(await rebuild.step())) return;
      this.live.push(generation);
    } catch (error) {
      if (isPassing(error)) throw error;
      // Written by us, without our hearing of it, or taken over by another: begun anew.
      if (rebuild.isLost || error instanceof SupersededError) return this.beginAgain(rebuild);
      await this.checkpoints.saveFailure(generation.row, (error as Error).message);
      await rebuild.end();
      this.options.onStopped(projection.name, error as Error);
    }
    this.rebuilds = this.rebuilds.filter((other) => other !== rebuild);
  }

  private async beginAgain(rebuild: Rebuild): Promise<void> {
    await this.remove(rebuild.projection.name);
    await this.add(rebuild.projection);
  }
}
