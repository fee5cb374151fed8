import type { AnyAggregate } from '@continuo/event-store/aggregate';
import type { HistoryWords } from '@continuo/event-store/history-words';
import { changesProjection } from '@continuo/read-store/changes';
import type { Projection } from '@continuo/read-store/projection';
import { orderWords } from './api/order-words';
import { paymentLinkWords } from './api/payment-link-words';
import { ORDERS_AGGREGATES } from './application/aggregates';
import { catalogueProjection } from './projections/catalogue/projection';
import { customerSearchProjection } from './projections/customer-search/projection';
import { orderListProjection } from './projections/order-list/projection';
import { customerProgramsProjection } from './projections/customer-programs/projection';
import { paymentLinksProjection } from './projections/payment-links/projection';

/** What the projector's thread and the command line know of this service: pure, quick to load. */
export const aggregates: readonly AnyAggregate[] = ORDERS_AGGREGATES;
export const words: Readonly<Record<string, HistoryWords>> = {
  order: orderWords,
  paymentlink: paymentLinkWords,
};
export const projections: readonly Projection[] = [
  catalogueProjection,
  customerSearchProjection,
  orderListProjection,
  customerProgramsProjection,
  paymentLinksProjection,
  changesProjection(
    'orders',
    aggregates.map(({ category }) => category),
    words,
  ),
];
