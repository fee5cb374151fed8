import type { PlanVersionPublished } from './events';
import { DEFAULT_POLICIES } from './policies';

type PlanVersionPublishedV1 = Omit<PlanVersionPublished['data'], 'rules'>;

/** Stored names of the past. */
export const planUpcasters = {
  /** Plans had no rules beyond products, intervals and the missed-cycle policy. */
  'plan.version-published.v1': (data: PlanVersionPublishedV1): PlanVersionPublished => ({
    type: 'plan.version-published.v2',
    data: { ...data, rules: { ...DEFAULT_POLICIES, steps: [] } },
  }),
};
