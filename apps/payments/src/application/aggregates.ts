import type { Aggregate } from '@continuo/event-store/aggregate';
import {
  type CardCommand,
  type CardEvent,
  type CardState,
  cardDecider,
} from '../domain/card/decider';
import {
  type NoticeCommand,
  type NoticeEvent,
  type NoticeState,
  noticeDecider,
} from '../domain/notice/decider';
import {
  type CommissionClaimCommand,
  type CommissionClaimEvent,
  type CommissionClaimState,
  commissionClaimDecider,
} from '../domain/commission-claim/decider';
import {
  type DunningPolicyCommand,
  type DunningPolicyEvent,
  type PolicyBook,
  dunningPolicyDecider,
} from '../domain/dunning-policy/decider';
import {
  type ArrearsCommand,
  type ArrearsEvent,
  type ArrearsState,
  arrearsDecider,
  arrearsDueAt,
} from '../domain/arrears/decider';
import {
  type DisputeCommand,
  type DisputeState,
  disputeDecider,
  disputeDueAt,
} from '../domain/dispute/decider';
import type { DisputeEvent } from '../domain/dispute/events';
import {
  type FinanceAlertCommand,
  type FinanceAlertEvent,
  type RaisedAlert,
  financeAlertDecider,
} from '../domain/finance-alert/decider';
import {
  type SaleProof,
  type SaleProofCommand,
  type SaleProofEvent,
  saleProofDecider,
} from '../domain/sale-proof/decider';
import { type PaymentCommand, paymentDecider } from '../domain/payment/decider';
import { dueAt } from '../domain/payment/due-at';
import type { PaymentEvent } from '../domain/payment/events';
import type { PaymentState } from '../domain/payment/state';
import {
  type PrepaymentCommand,
  type PrepaymentState,
  prepaymentDecider,
} from '../domain/prepayment/decider';
import type { PrepaymentEvent } from '../domain/prepayment/events';
import {
  type SettlementLineCommand,
  type SettlementLineEvent,
  type SettlementLineState,
  settlementLineDecider,
} from '../domain/settlement/settlement-line';
import {
  type SettlementReportCommand,
  type SettlementReportEvent,
  type SettlementReportState,
  settlementReportDecider,
} from '../domain/settlement/settlement-report';

/** By payment id: one per order. */
export const PAYMENT: Aggregate<PaymentCommand, PaymentEvent, PaymentState> = {
  category: 'payment',
  decider: paymentDecider,
  events: {
    'payment.opened.v1': true,
    'payment.routed.v1': true,
    'payment.attempt-recorded.v1': true,
    'payment.authorised.v1': true,
    'payment.reauthorised.v1': true,
    'payment.first-transaction-noted.v1': true,
    'payment.raise-requested.v1': true,
    'payment.authorisation-raised.v1': true,
    'payment.declined.v1': true,
    'payment.decline-judged.v1': true,
    'payment.retry-scheduled.v1': true,
    'payment.last-notice-given.v1': true,
    'payment.given-up.v1': true,
    'payment.fell-past-due.v1': true,
    'payment.past-due-settled.v1': true,
    'payment.dispute-opened.v1': true,
    'payment.refund-withdrawn.v1': true,
    'payment.dispute-won.v1': true,
    'payment.dispute-lost.v1': true,
    'payment.retry-refused.v1': true,
    'payment.outcome-unknown.v1': true,
    'payment.outcome-still-unknown.v1': true,
    'payment.attempt-resent.v1': true,
    'payment.attempt-abandoned.v1': true,
    'payment.handed-to-a-person.v1': true,
    'payment.matter-settled.v1': true,
    'payment.method-replaced.v1': true,
    'payment.package-billed.v1': true,
    'payment.captured.v1': true,
    'payment.refund-requested.v1': true,
    'payment.claim-waived.v1': true,
    'payment.refunded.v1': true,
    'payment.order-cancelled.v1': true,
    'payment.authorisation-released.v1': true,
    'payment.authorisation-lapsed.v1': true,
    'payment.credit-applied.v1': true,
    'payment.paid-by-credit.v1': true,
    'payment.credit-returned.v1': true,
    'payment.refunded-to-credit.v1': true,
    'payment.deposit-agreed.v1': true,
    'payment.deposit-taken.v1': true,
    'payment.deposit-used.v1': true,
    'payment.deposit-refund-requested.v1': true,
    'payment.deposit-refunded.v1': true,
  },
  dueAt,
};

/** By card id, derived from the token: the tries that were declined, over all payments. */
export const CARD: Aggregate<CardCommand, CardEvent, CardState> = {
  category: 'card',
  decider: cardDecider,
  events: { 'card.declined.v1': true, 'card.updated.v1': true },
};

/** By notice id, derived from account and the gateway's own id of it. */
export const NOTICE: Aggregate<NoticeCommand, NoticeEvent, NoticeState> = {
  category: 'gatewaynotice',
  decider: noticeDecider,
  events: { 'gateway-notice.received.v1': true, 'gateway-notice.settled.v1': true },
};

/** By id of the commission line: what is owed for it. */
export const COMMISSION_CLAIM: Aggregate<
  CommissionClaimCommand,
  CommissionClaimEvent,
  CommissionClaimState
> = {
  category: 'commissionclaim',
  decider: commissionClaimDecider,
  events: { 'commission-claim.accrued.v1': true, 'commission-claim.reversed.v1': true },
};

/** By subscription id: what its customer has paid for shipments to come. */
export const PREPAYMENT: Aggregate<PrepaymentCommand, PrepaymentEvent, PrepaymentState> = {
  category: 'prepayment',
  decider: prepaymentDecider,
  events: {
    'prepayment.revenue-deferred.v1': true,
    'prepayment.shipment-recognised.v1': true,
    'prepayment.shipments-lapsed.v1': true,
    'prepayment.remainder-released.v1': true,
  },
};

/** By id derived from the processor and its own id of the line. */
export const SETTLEMENT_LINE: Aggregate<
  SettlementLineCommand,
  SettlementLineEvent,
  SettlementLineState
> = {
  category: 'settlementline',
  decider: settlementLineDecider,
  events: { 'settlement-line.reported.v1': true, 'settlement-line.restated.v1': true },
};

/** By report id. */
export const SETTLEMENT_REPORT: Aggregate<
  SettlementReportCommand,
  SettlementReportEvent,
  SettlementReportState
> = {
  category: 'settlementreport',
  decider: settlementReportDecider,
  events: { 'settlement-report.recorded.v1': true },
};
/** All dunning policies in one stream. */
export const DUNNING_POLICIES: Aggregate<DunningPolicyCommand, DunningPolicyEvent, PolicyBook> = {
  category: 'dunningpolicies',
  decider: dunningPolicyDecider,
  events: { 'dunning-policy.published.v1': true },
};
export const DUNNING_POLICIES_ID = 'all';

/** By customer id: what is past due, and whether it holds further shipments. */
export const ARREARS: Aggregate<ArrearsCommand, ArrearsEvent, ArrearsState> = {
  category: 'arrears',
  decider: arrearsDecider,
  events: {
    'arrears.past-due-noted.v1': true,
    'arrears.payment-given-up.v1': true,
    'arrears.shipments-held.v1': true,
    'arrears.shipments-released.v1': true,
  },
  dueAt: arrearsDueAt,
};

/** By dispute id, derived from the gateway's name for it. */
export const DISPUTE: Aggregate<DisputeCommand, DisputeEvent, DisputeState> = {
  category: 'dispute',
  decider: disputeDecider,
  events: {
    'dispute.opened.v1': true,
    'dispute.alerted.v1': true,
    'dispute.proof-filed.v1': true,
    'dispute.represented.v1': true,
    'dispute.submission-confirmed.v1': true,
    'dispute.submission-failed.v1': true,
    'dispute.won.v1': true,
    'dispute.lost.v1': true,
  },
  dueAt: disputeDueAt,
};

/** By order id: the packages that left for it. */
export const SALE_PROOF: Aggregate<SaleProofCommand, SaleProofEvent, SaleProof> = {
  category: 'saleproof',
  decider: saleProofDecider,
  events: { 'sale-proof.package-shipped.v1': true, 'sale-proof.package-delivered.v1': true },
};

/** By alert id. */
export const FINANCE_ALERT: Aggregate<FinanceAlertCommand, FinanceAlertEvent, RaisedAlert | null> =
  {
    category: 'financealert',
    decider: financeAlertDecider,
    events: { 'finance-alert.raised.v1': true, 'finance-alert.recurred.v1': true },
  };
