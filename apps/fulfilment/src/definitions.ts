import type { AnyAggregate } from '@continuo/event-store/aggregate';
import type { HistoryWords } from '@continuo/event-store/history-words';
import { changesProjection } from '@continuo/read-store/changes';
import type { Projection } from '@continuo/read-store/projection';
import { ORDER_ROUTING, ROUTING_TABLE, SHIPMENT, SHIPPING_HOLD } from './application/aggregates';
import { shipmentRequestsProjection } from './projections/shipment-requests/projection';
import { shipmentsByCustomerProjection } from './projections/shipments-by-customer/projection';
import { shipmentsByOrderProjection } from './projections/shipments-by-order/projection';

/** What the projector's thread and the command line know of this service: pure, quick to load. */
export const aggregates: readonly AnyAggregate[] = [
  ROUTING_TABLE,
  ORDER_ROUTING,
  SHIPMENT,
  SHIPPING_HOLD,
];
export const words: Readonly<Record<string, HistoryWords>> = {};
export const projections: readonly Projection[] = [
  shipmentRequestsProjection,
  shipmentsByOrderProjection,
  shipmentsByCustomerProjection,
  changesProjection(
    'fulfilment',
    aggregates.map(({ category }) => category),
    words,
  ),
];
