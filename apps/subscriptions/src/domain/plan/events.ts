import type { PlanTerms } from './terms';

export interface PlanVersionPublished {
  readonly type: 'plan.version-published.v2';
  readonly data: PlanTerms & { readonly planId: string; readonly version: number };
}

export type PlanEvent = PlanVersionPublished;
