import { given } from '@continuo/testing/decider';
import { rolloutDecider } from './decider';
import type { RolloutEvent, RolloutPlan } from './events';
import { NO_TALLY } from './state';

const NOW = '2099-01-31T15:00:00.000Z';
const everybody = { startedFrom: null, startedUntil: null, fromPercent: 0, toPercent: 100 };
const plan: RolloutPlan = {
  rolloutId: 'rol_1',
  planId: 'plan_greens',
  toVersion: 2,
  fromOn: '2099-03-01',
  noticeDays: 30,
  cohorts: [
    { ...everybody, name: 'first', toPercent: 50 },
    { ...everybody, name: 'second' },
  ],
};
const planned: RolloutEvent = { type: 'price-rollout.planned.v1', data: plan };
const started = (cohort: string): RolloutEvent => ({
  type: 'price-rollout.cohort-started.v1',
  data: { cohort, at: NOW },
});
const page = { kind: 'page', cohort: 'first', after: null, tally: NO_TALLY, now: NOW } as const;
const told: RolloutEvent = {
  type: 'price-rollout.page-carried-out.v1',
  data: { cohort: 'first', upTo: null, tally: NO_TALLY, at: NOW },
};
const paused: RolloutEvent = { type: 'price-rollout.paused.v1', data: {} };
const resumed: RolloutEvent = { type: 'price-rollout.resumed.v1', data: { at: NOW } };
const stopped: RolloutEvent = { type: 'price-rollout.stopped.v1', data: { at: NOW } };
const start = { kind: 'start-cohort', cohort: 'second', now: NOW } as const;

describe('a price roll-out', () => {
  it('planned again on the same terms is the one there is; on others it is refused', () => {
    given(rolloutDecider, [planned]).when({ kind: 'plan', plan }).thenNothing();
    given(rolloutDecider, [planned])
      .when({ kind: 'plan', plan: { ...plan, noticeDays: 31 } })
      .thenFails('price-rollout-exists');
  });

  it('paused between two cohorts starts none until it is resumed', () => {
    const between = [planned, started('first'), told];
    given(rolloutDecider, between).when({ kind: 'pause' }).then([paused]);
    given(rolloutDecider, [...between, paused])
      .when(start)
      .thenFails('price-rollout-not-allowed', { allowed: ['resume', 'stop'] });
    given(rolloutDecider, [...between, paused])
      .when({ kind: 'resume', now: NOW })
      .then([resumed]);
    given(rolloutDecider, [...between, paused, resumed])
      .when(start)
      .then([started('second')]);
  });

  it('paused within a cohort tells nobody further, and goes on with the same cohort', () => {
    const within = [planned, started('first'), paused];
    given(rolloutDecider, within)
      .when({ ...page, upTo: null })
      .thenNothing();
    const { state } = given(rolloutDecider, [...within, resumed]);
    expect(state).toMatchObject({ status: 'running', cohort: 'first', wakeAt: NOW });
  });

  it('stopped between two cohorts starts none any more', () => {
    const between = [planned, started('first'), told];
    given(rolloutDecider, between).when({ kind: 'stop', now: NOW }).then([stopped]);
    given(rolloutDecider, [...between, stopped])
      .when(start)
      .thenFails('price-rollout-not-allowed', { allowed: [] });
    given(rolloutDecider, [...between, paused])
      .when({ kind: 'stop', now: NOW })
      .then([stopped]);
  });
});
