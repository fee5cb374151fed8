import type { Postgres } from '@continuo/postgres/postgres';
import { HEARTBEAT, WatchedConnection } from '@continuo/postgres/watched-connection';
import type { Projection } from '../projection';
import { PAGE_SIZE, type Projector } from '../projector';
import { Checkpoints } from './checkpoints';
import { Generation } from './generation';
import { writePage } from './write-page';

/** Fills the next generation of a read model beside the live one, then lets queries see it. */
export class Rebuild {
  private constructor(
    private readonly postgres: Postgres,
    private readonly projector: Projector,
    private readonly checkpoints: Checkpoints,
    private readonly lock: WatchedConnection,
    readonly generation: Generation,
  ) {}

  /** Throws when another process builds this read model at the moment. */
  static async begin(
    postgres: Postgres,
    projector: Projector,
    projection: Projection,
  ): Promise<Rebuild> {
    const checkpoints = new Checkpoints(postgres);
    const lock = await WatchedConnection.open(postgres, HEARTBEAT);
    try {
      const { rows } = await lock.client.query<{ locked: boolean }>(
        'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked',
        [checkpoints.buildingKey(projection.name)],
      );
      if (!rows[0]?.locked)
        throw new Error(`the read model ${projection.name} is being built by another process`);
      const row = await checkpoints.begin(projection);
      const generation = new Generation(projection, row);
      return new Rebuild(postgres, projector, checkpoints, lock, generation);
    } catch (error) {
      await lock.close();
      throw error;
    }
  }

  get projection(): Projection {
    return this.generation.projection;
  }

  /** Others may take what was built for left behind: it has to be begun anew. */
  get isLost(): boolean {
    return this.lock.lost.aborted;
  }

  /** One page; true when the generation is live. Throws what the projection cannot take. */
  async step(): Promise<boolean> {
    const { generation, checkpoints, projection } = this;
    if (this.isLost)
      throw new Error(`the connection that builds ${projection.name} was lost: begin again`);
    const { effects, upTo, count } = await this.projector.nextPage([generation]);
    const { failure } = effects[0]!;
    if (failure) throw failure;
    let isLive = generation.row.state === 'live' && count < PAGE_SIZE;
    await writePage(this.postgres, effects, upTo, async (session) => {
      if (count === PAGE_SIZE || generation.row.state === 'live') return;
      // The live one may have gone on meanwhile: queries must never see an earlier moment.
      const live = await checkpoints.live(projection.name, session);
      if ((live?.position ?? 0) > upTo) return;
      await checkpoints.switchTo(session, generation.row);
      isLive = true;
    });
    if (isLive) {
      generation.row = { ...generation.row, state: 'live' };
      await this.end();
      await checkpoints.removeLeftovers();
    }
    return isLive;
  }

  /** Takes back what was built. */
  async abandon(): Promise<void> {
    await this.checkpoints.drop(this.generation.row);
    await this.end();
  }

  /** What was built and is not live is left to whoever comes next. */
  end(): Promise<void> {
    return this.lock.close();
  }
}
