import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import { priceRolloutListProjection, type RolloutTables } from './projection';

@Injectable()
export class PriceRolloutListQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  /** Ids of roll-outs, in their order, after the last one of the page before. */
  async list(
    after: string | undefined,
    maxCount: number,
  ): Promise<{ ids: readonly string[]; position: number }> {
    const position = await this.readStore.position(priceRolloutListProjection.name);
    const rows = await this.readStore
      .query<RolloutTables>()
      .selectFrom('price_rollout_list')
      .selectAll()
      .where('rollout_id', '>', after ?? '')
      .orderBy('rollout_id')
      .limit(maxCount)
      .execute();
    return { ids: rows.map(({ rollout_id }) => rollout_id), position };
  }
}
