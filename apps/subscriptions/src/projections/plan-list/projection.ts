import type { RecordedEvent } from '@continuo/event-store/event-store';
import type { Projection } from '@continuo/read-store/projection';
import type { PlanEvent } from '../../domain/plan/events';

export interface PlanRow {
  readonly plan_id: string;
  /** The latest version: the one that is sold. */
  readonly version: number;
  /** JSON of the version's terms. */
  readonly terms: string;
}

export interface PlanTables {
  readonly plan_list: PlanRow;
}

/** Which plans can be sold, and on what terms? */
export const planListProjection: Projection = {
  name: 'plan-list',
  version: 2,
  categories: ['plan'],
  tables: {
    plan_list: {
      columns: { plan_id: 'text', version: 'integer', terms: 'json' },
      key: ['plan_id'],
    },
  },
  evolve: (recorded) => {
    const { planId, version, ...terms } = (recorded as RecordedEvent & PlanEvent).data;
    const row = { plan_id: planId, version, terms: JSON.stringify(terms) };
    return [{ op: 'put', table: 'plan_list', row }];
  },
};
