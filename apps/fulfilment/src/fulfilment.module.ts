import type { Service } from '@continuo/service/service';
import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ShipmentRequestsController } from './api/shipment-requests.controller';
import { ShipmentsController } from './api/shipments.controller';
import { VendorsController } from './api/vendors.controller';
import { ChangeVendorRoutingHandler } from './application/change-vendor-routing/change-vendor-routing.handler';
import { HandleShipmentHandler } from './application/handle-shipment/handle-shipment.handler';
import { HoldShipmentsHandler } from './application/hold-shipments/hold-shipments.handler';
import { OpenShipTo } from './application/open-ship-to';
import { RegisterVendorHandler } from './application/register-vendor/register-vendor.handler';
import { RouteReleaseHandler } from './application/route-release/route-release.handler';
import { ShippingHolds } from './application/shipping-holds';
import { StopShipmentsHandler } from './application/stop-shipments/stop-shipments.handler';
import { aggregates, projections } from './definitions';
import { FulfilmentConsumer } from './integration/consume';
import { PastDueConsumer } from './integration/consume-past-due';
import { fulfilmentPublisher } from './integration/publish';
import { ShipmentRequestsQuery } from './projections/shipment-requests/query';
import { ShipmentsByCustomerQuery } from './projections/shipments-by-customer/query';
import { ShipmentsByOrderQuery } from './projections/shipments-by-order/query';

const COMMAND_HANDLERS = [
  RegisterVendorHandler,
  ChangeVendorRoutingHandler,
  RouteReleaseHandler,
  StopShipmentsHandler,
  HandleShipmentHandler,
  HoldShipmentsHandler,
];
const QUERIES = [ShipmentRequestsQuery, ShipmentsByOrderQuery, ShipmentsByCustomerQuery];

@Module({
  imports: [CqrsModule],
  controllers: [
    VendorsController,
    ShipmentRequestsController,
    ShipmentsController,
    FulfilmentConsumer,
    PastDueConsumer,
  ],
  providers: [...COMMAND_HANDLERS, ...QUERIES, OpenShipTo, ShippingHolds],
})
export class FulfilmentModule {}

/** Vendors, routing and shipments. */
export const FULFILMENT: Service = {
  name: 'fulfilment',
  module: FulfilmentModule,
  aggregates,
  publisher: fulfilmentPublisher,
  projections,
  wakers: [],
};
