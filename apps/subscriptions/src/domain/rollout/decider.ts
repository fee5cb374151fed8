import { type Decider, never } from '@continuo/kernel/decider';
import type { Instant } from '@continuo/kernel/instant';
import {
  badRollout,
  cohortNotOpen,
  rolloutExists,
  rolloutNotAllowed,
  rolloutNotFound,
} from './errors';
import type { RolloutEvent, RolloutPlan, Tally } from './events';
import { evolve, type Rollout, type RolloutState } from './state';

export type RolloutCommand =
  | { readonly kind: 'plan'; readonly plan: RolloutPlan }
  | { readonly kind: 'start-cohort'; readonly cohort: string; readonly now: Instant }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume'; readonly now: Instant }
  | { readonly kind: 'stop'; readonly now: Instant }
  | {
      readonly kind: 'page';
      readonly cohort: string | null;
      readonly after: string | null;
      readonly upTo: string | null;
      readonly tally: Tally;
      readonly now: Instant;
    };

/** What a person may ask in each status. */
const ALLOWED: Readonly<Record<Rollout['status'], readonly string[]>> = {
  planned: ['start-cohort', 'pause', 'stop'],
  running: ['pause', 'stop'],
  paused: ['resume', 'stop'],
  done: ['stop'],
  stopping: [],
  stopped: [],
};

/** A price roll-out: planned, then cohort by cohort; a process manager on a stream of its own. */
export const rolloutDecider: Decider<RolloutCommand, RolloutEvent, RolloutState> = {
  initialState: () => ({ status: 'none' }),

  decide: (command, state) => {
    if (command.kind === 'plan') return planned(command.plan, state);
    if (state.status === 'none') throw rolloutNotFound('of that id');
    if (command.kind === 'page') return paged(command, state);
    if (!ALLOWED[state.status].includes(command.kind)) {
      throw rolloutNotAllowed(command.kind, state.status, ALLOWED[state.status]);
    }
    switch (command.kind) {
      case 'start-cohort': {
        const { cohort, now: at } = command;
        const names = state.cohorts.map(({ name }) => name);
        const open = names.filter((name) => !state.started.includes(name));
        if (!open.includes(cohort)) throw cohortNotOpen(open);
        return [{ type: 'price-rollout.cohort-started.v1', data: { cohort, at } }];
      }
      case 'pause':
        return [{ type: 'price-rollout.paused.v1', data: {} }];
      case 'resume':
        return [{ type: 'price-rollout.resumed.v1', data: { at: command.now } }];
      case 'stop':
        return [{ type: 'price-rollout.stopped.v1', data: { at: command.now } }];
      default:
        return never(command);
    }
  },

  evolve,
};

function planned(plan: RolloutPlan, state: RolloutState): readonly RolloutEvent[] {
  if (state.status !== 'none') {
    if (isSamePlan(plan, state)) return [];
    throw rolloutExists(plan.rolloutId);
  }
  const names = plan.cohorts.map(({ name }) => name);
  plan.cohorts.forEach(({ name, fromPercent, toPercent }, index) => {
    if (names.indexOf(name) !== index) {
      throw badRollout(`/cohorts/${index}/name`, `${name} is named twice.`);
    }
    if (toPercent <= fromPercent) {
      throw badRollout(`/cohorts/${index}/to_percent`, 'Send more than from_percent.');
    }
  });
  return [{ type: 'price-rollout.planned.v1', data: plan }];
}

function isSamePlan(plan: RolloutPlan, state: Rollout): boolean {
  const text = ({ planId, toVersion, fromOn, noticeDays, cohorts }: RolloutPlan) =>
    JSON.stringify([
      [planId, toVersion, fromOn, noticeDays],
      cohorts.map(({ name, startedFrom, startedUntil, fromPercent, toPercent }) => [
        [name, startedFrom, startedUntil, fromPercent, toPercent],
      ]),
    ]);
  return text(plan) === text(state);
}

/** A page that was overtaken by a pause or a stop counts nothing: its programs come again, to no second effect. */
function paged(
  { cohort, after, upTo, tally, now: at }: Extract<RolloutCommand, { kind: 'page' }>,
  state: Rollout,
): readonly RolloutEvent[] {
  const underWay = state.status === 'running' || state.status === 'stopping';
  if (!underWay || state.cohort !== cohort || state.upTo !== after) return [];
  return [{ type: 'price-rollout.page-carried-out.v1', data: { cohort, upTo, tally, at } }];
}
