import type { Database } from '@continuo/sqlite/open-database';
import type { Projection } from '../projection';
import { PAGE_SIZE, type Projector } from '../projector';
import { Checkpoints } from './checkpoints';
import { Generation } from './generation';
import { inTransaction } from './read-database';

/** Fills the next generation of a read model beside the live one, then lets queries see it. */
export class Rebuild {
  private readonly checkpoints: Checkpoints;
  readonly generation: Generation;

  constructor(
    private readonly db: Database,
    private readonly projector: Projector,
    readonly projection: Projection,
  ) {
    this.checkpoints = new Checkpoints(db);
    const row = inTransaction(db, () => this.checkpoints.create(projection));
    this.generation = new Generation(db, projection, row);
  }

  get position(): number {
    return this.generation.position;
  }

  /** One page; true when the generation is live. Throws what the projection cannot take. */
  async step(): Promise<boolean> {
    const { generation, checkpoints, projection } = this;
    const { effects, upTo, count } = await this.projector.nextPage([generation]);
    const { changes, failure } = effects[0]!;
    if (failure) throw failure;
    const live = inTransaction(this.db, () => {
      generation.write(changes, upTo, checkpoints);
      if (generation.row.state === 'live') return count < PAGE_SIZE;
      // The live one may have gone on meanwhile: queries must never see an earlier moment.
      const ready = count < PAGE_SIZE && (checkpoints.live(projection.name)?.position ?? 0) <= upTo;
      if (ready) checkpoints.switchTo(generation.row);
      return ready;
    });
    generation.position = upTo;
    if (live) {
      generation.row = { ...generation.row, state: 'live' };
      removeLeftovers(this.db, checkpoints);
    }
    return live;
  }

  /** Takes back what was built. */
  abandon(): void {
    inTransaction(this.db, () => this.checkpoints.remove(this.generation.row));
  }
}

/** Drops what nobody reads or fills any more, a transaction each, so that others may write between. */
export function removeLeftovers(db: Database, checkpoints: Checkpoints): void {
  for (const row of checkpoints.leftovers()) inTransaction(db, () => checkpoints.remove(row));
}
