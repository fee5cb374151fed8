import type { Aggregate } from '@continuo/event-store/aggregate';
import { type OrderRoutingCommand, orderRoutingDecider } from '../domain/order-routing/decider';
import type { OrderRoutingEvent } from '../domain/order-routing/events';
import type { OrderRouting } from '../domain/order-routing/state';
import { type RoutingTableCommand, routingTableDecider } from '../domain/routing-table/decider';
import type { RoutingTableEvent } from '../domain/routing-table/events';
import type { RoutingTable } from '../domain/routing-table/state';
import type { ShipmentCommand } from '../domain/shipment/commands';
import { shipmentDecider } from '../domain/shipment/decider';
import type { ShipmentEvent } from '../domain/shipment/events';
import type { ShipmentState } from '../domain/shipment/state';
import { shipmentUpcasters } from '../domain/shipment/upcasters';
import {
  type ShippingHold,
  type ShippingHoldCommand,
  type ShippingHoldEvent,
  shippingHoldDecider,
} from '../domain/shipping-hold/decider';

/** The seller has one routing table: stream `routingtable-default`. */
export const ROUTING_TABLE_ID = 'default';

export const ROUTING_TABLE: Aggregate<RoutingTableCommand, RoutingTableEvent, RoutingTable> = {
  category: 'routingtable',
  decider: routingTableDecider,
  events: { 'vendor.registered.v1': true, 'vendor.routing-changed.v1': true },
};

/** By order id. */
export const ORDER_ROUTING: Aggregate<OrderRoutingCommand, OrderRoutingEvent, OrderRouting> = {
  category: 'orderrouting',
  decider: orderRoutingDecider,
  events: {
    'order-routing.routed.v1': true,
    'order-routing.vendor-not-found.v1': true,
    'order-routing.unrouted-lines-cancelled.v1': true,
  },
};

export const SHIPMENT: Aggregate<ShipmentCommand, ShipmentEvent, ShipmentState> = {
  category: 'shipment',
  decider: shipmentDecider,
  events: {
    'shipment.requested.v2': true,
    'shipment.accepted.v1': true,
    'shipment.rejected.v1': true,
    'shipment.backordered.v1': true,
    'shipment.packed.v1': true,
    'shipment.package-shipped.v1': true,
    'shipment.package-delivered.v1': true,
    'shipment.cancelled.v1': true,
    'shipment.cancellation-refused.v1': true,
    'shipment.held.v1': true,
    'shipment.hold-lifted.v1': true,
  },
  upcasters: shipmentUpcasters,
};

/** By customer id. */
export const SHIPPING_HOLD: Aggregate<ShippingHoldCommand, ShippingHoldEvent, ShippingHold> = {
  category: 'shippinghold',
  decider: shippingHoldDecider,
  events: { 'shipping-hold.placed.v1': true, 'shipping-hold.lifted.v1': true },
};
