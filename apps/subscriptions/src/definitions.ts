import type { AnyAggregate } from '@continuo/event-store/aggregate';
import type { Projection } from '@continuo/read-store/projection';
import { PLAN, SUBSCRIPTION } from './application/aggregates';
import { planListProjection } from './projections/plan-list/projection';
import { programLivesProjection } from './projections/program-lives/projection';
import { stockForecastProjection } from './projections/stock-forecast/projection';
import { subscriptionListProjection } from './projections/subscription-list/projection';
import { upcomingCyclesProjection } from './projections/upcoming-cycles/projection';

/** What the projector's thread and the command line know of this service: pure, quick to load. */
export const aggregates: readonly AnyAggregate[] = [PLAN, SUBSCRIPTION];
export const projections: readonly Projection[] = [
  planListProjection,
  subscriptionListProjection,
  upcomingCyclesProjection,
  programLivesProjection,
  stockForecastProjection,
];
