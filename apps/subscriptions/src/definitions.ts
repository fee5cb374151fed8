import type { AnyAggregate } from '@continuo/event-store/aggregate';
import type { HistoryWords } from '@continuo/event-store/history-words';
import { changesProjection } from '@continuo/read-store/changes';
import type { Projection } from '@continuo/read-store/projection';
import { tell } from './api/history-words';
import { FIRST_ORDER, PLAN, ROLLOUT, SUBSCRIPTION, UPDATED_CARD } from './application/aggregates';
import { estimateDunning } from './application/replay/dunning-estimate';
import { programEvents, programSteps } from './application/replay/program-steps';
import { versionKey } from './application/replay/rules';
import { whatIf } from './application/replay/what-if';
import { approvalRequestsProjection } from './projections/approval-requests/projection';
import { planListProjection } from './projections/plan-list/projection';
import { priceRolloutListProjection } from './projections/price-rollout-list/projection';
import { programLivesProjection } from './projections/program-lives/projection';
import { programsByCardProjection } from './projections/programs-by-card/projection';
import { stockForecastProjection } from './projections/stock-forecast/projection';
import { subscriptionListProjection } from './projections/subscription-list/projection';
import { upcomingCyclesProjection } from './projections/upcoming-cycles/projection';

/** What the projector's thread and the command line know of this service: pure, quick to load. */
export const aggregates: readonly AnyAggregate[] = [
  PLAN,
  ROLLOUT,
  FIRST_ORDER,
  SUBSCRIPTION,
  UPDATED_CARD,
];
export const words: Readonly<Record<string, HistoryWords>> = {
  subscription: tell as HistoryWords,
};
export const projections: readonly Projection[] = [
  planListProjection,
  priceRolloutListProjection,
  subscriptionListProjection,
  upcomingCyclesProjection,
  changesProjection(
    'subscriptions',
    aggregates.map(({ category }) => category),
    words,
  ),
  programLivesProjection,
  stockForecastProjection,
  programsByCardProjection,
  approvalRequestsProjection,
];

/** Programs lived again, for the command line: pure functions of recorded events. */
export const replay = { programEvents, programSteps, whatIf, estimateDunning, versionKey };
