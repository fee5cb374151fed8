import type { Service } from '@continuo/service/service';
import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { InProcessPaymentOutcomes } from './adapters/in-process-payment-outcomes';
import { TimerDeadline } from './adapters/timer-deadline';
import { AgentsController } from './api/catalogue/agents.controller';
import { CallCentresController } from './api/catalogue/call-centres.controller';
import { CampaignsController } from './api/catalogue/campaigns.controller';
import { OffersController } from './api/catalogue/offers.controller';
import { ProductsController } from './api/catalogue/products.controller';
import { TaxTablesController } from './api/catalogue/tax-tables.controller';
import { Shelves } from './api/catalogue/shelf';
import { ChangesController } from './api/changes/changes.controller';
import { CustomerLookupController } from './api/customers/customer-lookup.controller';
import { CustomersController } from './api/customers/customers.controller';
import { DossierController } from './api/dossier/dossier.controller';
import { OrderCareController } from './api/orders/order-care.controller';
import { OrderLookupController } from './api/orders/order-lookup.controller';
import { OrdersController } from './api/orders/orders.controller';
import { PayerController } from './api/payment-links/payer.controller';
import { PaymentLinksController } from './api/payment-links/payment-links.controller';
import { ScreenPopController } from './api/screen-pop/screen-pop.controller';
import { AddLineHandler } from './application/add-line/add-line.handler';
import { CarryOutHandler } from './application/carry-out/carry-out.handler';
import { ChangeCustomerHandler } from './application/change-customer/change-customer.handler';
import { ChangeOrderHandler } from './application/change-order/change-order.handler';
import { DossierDesk } from './application/consent-dossier/dossier-desk';
import { CreateOfferHandler } from './application/create-offer/create-offer.handler';
import { EraseCustomerHandler } from './application/erase-customer/erase-customer.handler';
import { OpenBusiness } from './application/erase-customer/open-business';
import { OpenCampaignHandler } from './application/open-campaign/open-campaign.handler';
import { OpenOrderHandler } from './application/open-order/open-order.handler';
import { PassOn } from './application/pay-by-link/pass-on';
import { PayByLinkHandler } from './application/pay-by-link/pay-by-link.handler';
import { LinkDesk } from './application/payment-link/link-desk';
import { LinkSecrets } from './application/payment-link/link-secrets';
import { LinkWait } from './application/payment-link/link-wait';
import { OrdersDue } from './application/payment-link/order-due';
import { PlaceCycleOrderHandler } from './application/place-cycle-order/place-cycle-order.handler';
import { PlaceOrderHandler } from './application/place-order/place-order.handler';
import { DEADLINE, PAYMENT_OUTCOMES } from './application/ports';
import { QuoteOrderHandler } from './application/quote-order/quote-order.handler';
import { RecordConsentHandler } from './application/record-consent/record-consent.handler';
import { RegisterAgentHandler } from './application/register-agent/register-agent.handler';
import { RegisterCustomerHandler } from './application/register-customer/register-customer.handler';
import { RequestPaymentLinkHandler } from './application/request-payment-link/request-payment-link.handler';
import { PopScreenHandler } from './application/screen-pop/screen-pop.handler';
import { CatalogueCheck } from './application/selling/catalogue-check';
import { CustomerFiles } from './application/selling/customer-files';
import { OrderSeal } from './application/selling/order-seal';
import { OutcomeWait } from './application/selling/outcome-wait';
import { SalesDesk } from './application/selling/sales-desk';
import { aggregates, projections } from './definitions';
import { CollectionsConsumer } from './integration/consume-collections';
import { FulfilmentConsumer } from './integration/consume-fulfilment';
import { PaymentsConsumer } from './integration/consume-payments';
import { SubscriptionsConsumer } from './integration/consume-subscriptions';
import { ordersPublisher } from './integration/publish';
import { ErasureWaker } from './processes/erasure/erasure.waker';
import { PaymentLinkWaker } from './processes/payment-link/payment-link.waker';
import { ShipDateWaker } from './processes/ship-date/ship-date.waker';
import { CatalogueQuery } from './projections/catalogue/query';
import { ChangesQuery } from './projections/changes/query';
import { CustomerProgramsQuery } from './projections/customer-programs/query';
import { CustomerSearchQuery } from './projections/customer-search/query';
import { OrderListQuery } from './projections/order-list/query';
import { PaymentLinksQuery } from './projections/payment-links/query';

const controllers = [
  ProductsController,
  OffersController,
  CampaignsController,
  CallCentresController,
  AgentsController,
  TaxTablesController,
  CustomersController,
  CustomerLookupController,
  OrdersController,
  OrderCareController,
  OrderLookupController,
  PaymentLinksController,
  PayerController,
  DossierController,
  ScreenPopController,
  ChangesController,
];

const consumers = [
  PaymentsConsumer,
  CollectionsConsumer,
  FulfilmentConsumer,
  SubscriptionsConsumer,
];

const handlers = [
  CarryOutHandler,
  OpenCampaignHandler,
  CreateOfferHandler,
  RegisterAgentHandler,
  RegisterCustomerHandler,
  ChangeCustomerHandler,
  EraseCustomerHandler,
  OpenOrderHandler,
  AddLineHandler,
  ChangeOrderHandler,
  RecordConsentHandler,
  PlaceOrderHandler,
  PlaceCycleOrderHandler,
  RequestPaymentLinkHandler,
  PayByLinkHandler,
  QuoteOrderHandler,
  PopScreenHandler,
];

const queries = [
  CatalogueQuery,
  CustomerSearchQuery,
  OrderListQuery,
  CustomerProgramsQuery,
  ChangesQuery,
  PaymentLinksQuery,
];
const wakers = [ErasureWaker, ShipDateWaker, PaymentLinkWaker];

@Module({
  imports: [CqrsModule],
  controllers: [...controllers, ...consumers],
  providers: [
    ...handlers,
    ...queries,
    ...wakers,
    Shelves,
    SalesDesk,
    CatalogueCheck,
    CustomerFiles,
    OrderSeal,
    OutcomeWait,
    OpenBusiness,
    DossierDesk,
    LinkDesk,
    LinkSecrets,
    LinkWait,
    OrdersDue,
    PassOn,
    { provide: PAYMENT_OUTCOMES, useClass: InProcessPaymentOutcomes },
    { provide: DEADLINE, useClass: TimerDeadline },
  ],
})
export class OrdersModule {}

export const ORDERS: Service = {
  name: 'orders',
  module: OrdersModule,
  aggregates,
  publisher: ordersPublisher,
  projections,
  wakers,
};
