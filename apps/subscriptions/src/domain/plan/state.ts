import type { PlanTerms } from './terms';

export type PlanState = { readonly status: 'none' } | PublishedPlan;

export interface PublishedPlan {
  readonly status: 'published';
  readonly planId: string;
  /** Version n stands at n - 1; none is ever changed. */
  readonly versions: readonly PlanTerms[];
}

/** The terms of a version; undefined when there is none. */
export function versionOf(state: PlanState, version: number): PlanTerms | undefined {
  return state.status === 'published' ? state.versions[version - 1] : undefined;
}
