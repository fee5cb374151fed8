import type { Aggregate, AnyAggregate } from '@continuo/event-store/aggregate';
import { type AgentCommand, agentDecider, type AgentState } from '../domain/agent/decider';
import type { AgentEvent } from '../domain/agent/events';
import {
  type CallCentreCommand,
  callCentreDecider,
  type CallCentreState,
} from '../domain/call-centre/decider';
import type { CallCentreEvent } from '../domain/call-centre/events';
import { type CampaignCommand, campaignDecider } from '../domain/campaign/decider';
import type { CampaignEvent } from '../domain/campaign/events';
import type { CampaignState } from '../domain/campaign/state';
import { type CustomerCommand, customerDecider } from '../domain/customer/decider';
import type { CustomerEvent } from '../domain/customer/events';
import type { CustomerState } from '../domain/customer/state';
import { type DnisCommand, dnisDecider, type DnisState } from '../domain/dnis/decider';
import type { DnisEvent } from '../domain/dnis/events';
import { type OfferCommand, offerDecider } from '../domain/offer/decider';
import type { OfferEvent } from '../domain/offer/events';
import type { OfferState } from '../domain/offer/state';
import type { OrderCommand } from '../domain/order/commands';
import { orderDecider } from '../domain/order/decider';
import type { OrderEvent } from '../domain/order/events';
import { releaseDueAt } from '../domain/order/ship-date';
import type { OrderState } from '../domain/order/state';
import { orderUpcasters } from '../domain/order/upcasters';
import { type PaymentLinkCommand, paymentLinkDecider } from '../domain/payment-link/decider';
import type { PaymentLinkEvent } from '../domain/payment-link/events';
import { linkDueAt, type PaymentLinkState } from '../domain/payment-link/state';
import {
  type DunningNotice,
  type DunningNoticeEvent,
  dunningNoticesDecider,
  type DunningNoticesState,
} from '../domain/dunning-notices/decider';
import {
  type PlanCopyCommand,
  planCopyDecider,
  type PlanCopyState,
} from '../domain/plan-copy/decider';
import type { PlanCopyEvent } from '../domain/plan-copy/events';
import { type ProductCommand, productDecider } from '../domain/product/decider';
import type { ProductEvent } from '../domain/product/events';
import type { ProductState } from '../domain/product/state';
import {
  type ProgramCopyCommand,
  programCopyDecider,
  type ProgramCopyState,
} from '../domain/program-copy/decider';
import type { ProgramCopyEvent } from '../domain/program-copy/events';
import { programCopyUpcasters } from '../domain/program-copy/upcasters';
import {
  type TaxTableCommand,
  taxTableDecider,
  type TaxTableState,
} from '../domain/tax-table/decider';
import type { TaxTableEvent } from '../domain/tax-table/events';
import { importedOrderAggregate } from './import-orders/imported-order.aggregate';

export const productAggregate: Aggregate<ProductCommand, ProductEvent, ProductState> = {
  category: 'product',
  decider: productDecider,
  events: {
    'product.registered.v1': true,
    'product.renamed.v1': true,
    'product.repriced.v1': true,
    'product.discontinued.v1': true,
  },
};

export const offerAggregate: Aggregate<OfferCommand, OfferEvent, OfferState> = {
  category: 'offer',
  decider: offerDecider,
  events: {
    'offer.created.v1': true,
    'offer.price-version-published.v1': true,
    'offer.withdrawn.v1': true,
  },
};

export const campaignAggregate: Aggregate<CampaignCommand, CampaignEvent, CampaignState> = {
  category: 'campaign',
  decider: campaignDecider,
  events: {
    'campaign.opened.v1': true,
    'campaign.script-revised.v1': true,
    'campaign.offers-rearranged.v1': true,
    'campaign.call-centres-admitted.v1': true,
    'campaign.closed.v1': true,
  },
};

/** Id: the number in E.164. */
export const dnisAggregate: Aggregate<DnisCommand, DnisEvent, DnisState> = {
  category: 'dnis',
  decider: dnisDecider,
  events: { 'dnis.assigned.v1': true },
};

export const callCentreAggregate: Aggregate<CallCentreCommand, CallCentreEvent, CallCentreState> = {
  category: 'callcentre',
  decider: callCentreDecider,
  events: { 'call-centre.registered.v1': true, 'call-centre.renamed.v1': true },
};

export const agentAggregate: Aggregate<AgentCommand, AgentEvent, AgentState> = {
  category: 'agent',
  decider: agentDecider,
  events: { 'agent.registered.v1': true, 'agent.moved.v1': true, 'agent.left.v1': true },
};

/** Id: the jurisdiction, `US-CA`. */
export const taxTableAggregate: Aggregate<TaxTableCommand, TaxTableEvent, TaxTableState> = {
  category: 'taxtable',
  decider: taxTableDecider,
  events: { 'tax-table.rates-set.v1': true },
};

export const planCopyAggregate: Aggregate<PlanCopyCommand, PlanCopyEvent, PlanCopyState> = {
  category: 'plancopy',
  decider: planCopyDecider,
  events: { 'plan-copy.version-learnt.v1': true },
};

export const programCopyAggregate: Aggregate<
  ProgramCopyCommand,
  ProgramCopyEvent,
  ProgramCopyState
> = {
  category: 'programcopy',
  decider: programCopyDecider,
  events: {
    'program-copy.started.v1': true,
    'program-copy.changed.v2': true,
    'program-copy.notice-due.v1': true,
    'program-copy.cancelled.v2': true,
  },
  upcasters: programCopyUpcasters,
};

/** By order id: what its payer was told of a charge that could not be collected. */
export const dunningNoticesAggregate: Aggregate<
  DunningNotice,
  DunningNoticeEvent,
  DunningNoticesState
> = {
  category: 'dunningnotices',
  decider: dunningNoticesDecider,
  events: { 'dunning-notice.learnt.v1': true },
};

export const customerAggregate: Aggregate<CustomerCommand, CustomerEvent, CustomerState> = {
  category: 'customer',
  decider: customerDecider,
  events: {
    'customer.registered.v1': true,
    'customer.name-changed.v1': true,
    'customer.phone-changed.v1': true,
    'customer.email-changed.v1': true,
    'customer.address-changed.v1': true,
    'customer.erasure-requested.v1': true,
    'customer.erased.v1': true,
  },
  // An erasure that a crash interrupted is completed by its waker.
  dueAt: (state) => (state.status === 'erasing' ? state.erasureRequestedAt : null),
};

export const orderAggregate: Aggregate<OrderCommand, OrderEvent, OrderState> = {
  category: 'order',
  decider: orderDecider,
  events: {
    'order.draft-opened.v1': true,
    'order.line-added.v1': true,
    'order.line-removed.v1': true,
    'order.consent-recorded.v1': true,
    'order.draft-abandoned.v1': true,
    'order.placed.v2': true,
    'order.shipping-scheduled.v1': true,
    'order.payment-retried.v1': true,
    'order.instalment-retried.v1': true,
    'order.payment-link-used.v1': true,
    'order.payment-authorised.v1': true,
    'order.payment-declined.v1': true,
    'order.payment-captured.v1': true,
    'order.payment-refunded.v1': true,
    'order.held.v1': true,
    'order.hold-lifted.v1': true,
    'order.released.v1': true,
    'order.package-shipped.v1': true,
    'order.package-delivered.v1': true,
    'order.cancellation-requested.v1': true,
    'order.cancellation-refused.v1': true,
    'order.cancelled.v1': true,
  },
  upcasters: orderUpcasters,
  dueAt: releaseDueAt,
};

export const paymentLinkAggregate: Aggregate<
  PaymentLinkCommand,
  PaymentLinkEvent,
  PaymentLinkState
> = {
  category: 'paymentlink',
  decider: paymentLinkDecider,
  events: {
    'payment-link.requested.v1': true,
    'payment-link.secret-refused.v1': true,
    'payment-link.token-taken.v1': true,
    'payment-link.token-passed-on.v1': true,
    'payment-link.declined.v1': true,
    'payment-link.paid.v1': true,
    'payment-link.cancelled.v1': true,
    'payment-link.expired.v1': true,
    'payment-link.closed.v1': true,
  },
  dueAt: linkDueAt,
};

export const ORDERS_AGGREGATES: readonly AnyAggregate[] = [
  productAggregate,
  offerAggregate,
  campaignAggregate,
  dnisAggregate,
  callCentreAggregate,
  agentAggregate,
  taxTableAggregate,
  planCopyAggregate,
  programCopyAggregate,
  dunningNoticesAggregate,
  customerAggregate,
  orderAggregate,
  paymentLinkAggregate,
  importedOrderAggregate,
];
