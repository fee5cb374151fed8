import type { AnyAggregate } from '@continuo/event-store/aggregate';
import type { Projection } from '@continuo/read-store/projection';
import { ORDERS_AGGREGATES } from './application/aggregates';
import { catalogueProjection } from './projections/catalogue/projection';
import { customerSearchProjection } from './projections/customer-search/projection';
import { orderListProjection } from './projections/order-list/projection';
import { customerProgramsProjection } from './projections/customer-programs/projection';

/** What the projector's thread and the command line know of this service: pure, quick to load. */
export const aggregates: readonly AnyAggregate[] = ORDERS_AGGREGATES;
export const projections: readonly Projection[] = [
  catalogueProjection,
  customerSearchProjection,
  orderListProjection,
  customerProgramsProjection,
];
