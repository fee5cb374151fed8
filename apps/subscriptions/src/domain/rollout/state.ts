import type { Instant } from '@continuo/kernel/instant';
import type { KeepingRule } from '../subscription/price-move';
import type { RolloutEvent, RolloutPlan, Tally } from './events';

/**
 * planned -> running (a cohort is told, page by page); -> planned until all are told: done. Paused from either, and back to it.
 * stopping: who was told and not moved yet is told otherwise, page by page; then stopped.
 */
export interface Rollout extends RolloutPlan {
  readonly status: 'planned' | 'running' | 'paused' | 'stopping' | 'stopped' | 'done';
  readonly started: readonly string[];
  /** The cohort under way. */
  readonly cohort: string | null;
  /** The last program that was dealt with in this pass. */
  readonly upTo: string | null;
  readonly tallies: Readonly<Record<string, Tally>>;
  readonly withdrawn: number;
  /** When it is to be woken; null while nothing is under way. */
  readonly wakeAt: Instant | null;
}

export type RolloutState = { readonly status: 'none' } | Rollout;

export const NO_TALLY: Tally = { told: 0, withdrawn: 0, kept: {} };

export function evolve(state: RolloutState, event: RolloutEvent): RolloutState {
  if (event.type === 'price-rollout.planned.v1') {
    const { data } = event;
    const nothing = { started: [], cohort: null, upTo: null, tallies: {}, withdrawn: 0 };
    return { ...data, ...nothing, status: 'planned', wakeAt: null };
  }
  if (state.status === 'none') throw new Error(`${event.type} before the roll-out was planned`);
  switch (event.type) {
    case 'price-rollout.cohort-started.v1': {
      const { cohort, at } = event.data;
      const started = [...state.started, cohort];
      return { ...state, status: 'running', started, cohort, upTo: null, wakeAt: at };
    }
    case 'price-rollout.page-carried-out.v1':
      return paged(state, event.data);
    case 'price-rollout.paused.v1':
      return { ...state, status: 'paused', wakeAt: null };
    case 'price-rollout.resumed.v1':
      return state.cohort === null
        ? { ...state, status: 'planned' }
        : { ...state, status: 'running', wakeAt: event.data.at };
    case 'price-rollout.stopped.v1':
      return { ...state, status: 'stopping', cohort: null, upTo: null, wakeAt: event.data.at };
  }
}

function paged(
  state: Rollout,
  {
    cohort,
    upTo,
    tally,
    at,
  }: Extract<RolloutEvent, { type: 'price-rollout.page-carried-out.v1' }>['data'],
): Rollout {
  const withdrawn = state.withdrawn + tally.withdrawn;
  const tallies =
    cohort === null
      ? state.tallies
      : { ...state.tallies, [cohort]: added(state.tallies[cohort] ?? NO_TALLY, tally) };
  const after = { ...state, upTo, tallies, withdrawn };
  if (upTo !== null) return { ...after, wakeAt: at };
  if (cohort === null) return { ...after, status: 'stopped', wakeAt: null };
  const status = state.started.length === state.cohorts.length ? 'done' : 'planned';
  return { ...after, status, cohort: null, wakeAt: null };
}

export function added(a: Tally, b: Tally): Tally {
  const kept: Partial<Record<KeepingRule, number>> = { ...a.kept };
  for (const [rule, count] of Object.entries(b.kept) as [KeepingRule, number][]) {
    kept[rule] = (kept[rule] ?? 0) + count;
  }
  return { told: a.told + b.told, withdrawn: a.withdrawn + b.withdrawn, kept };
}
