import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import type { PlanTerms } from '../../domain/plan/terms';
import { planListProjection, type PlanTables } from './projection';

export interface ListedPlan {
  readonly planId: string;
  readonly version: number;
  readonly terms: PlanTerms;
}

@Injectable()
export class PlanListQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  /** Plans by id, after the id of the last one of the page before. */
  async list(
    after: string | undefined,
    maxCount: number,
  ): Promise<{ rows: readonly ListedPlan[]; position: number }> {
    const position = await this.readStore.position(planListProjection.name);
    const rows = await this.readStore
      .query<PlanTables>()
      .selectFrom('plan_list')
      .selectAll()
      .where('plan_id', '>', after ?? '')
      .orderBy('plan_id')
      .limit(maxCount)
      .execute();
    const plans = rows.map(({ plan_id, version, terms }) => ({
      planId: plan_id,
      version,
      terms: JSON.parse(terms) as PlanTerms,
    }));
    return { rows: plans, position };
  }
}
