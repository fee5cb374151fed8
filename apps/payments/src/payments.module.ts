import { CONFIG } from '@continuo/service/config';
import { PaymentTokens } from '@continuo/service/payment-tokens';
import type { Service } from '@continuo/service/service';
import { Module, Optional, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { WorkInFlight } from '@continuo/service/work-in-flight';
import { OpenAccounts } from './adapters/open-accounts';
import { SettlementFile } from './adapters/settlement-file/settlement-file';
import { ArrearsController } from './api/arrears.controller';
import { CardUpdatesController } from './api/card-updates.controller';
import { CustomerCreditsController } from './api/customer-credits.controller';
import { DisputesController } from './api/disputes.controller';
import { DunningPoliciesController } from './api/dunning-policies.controller';
import { FinanceAlertsController } from './api/finance-alerts.controller';
import { LedgerController } from './api/ledger.controller';
import { PaymentWorkController } from './api/payment-work.controller';
import { PaymentMethodsController } from './api/payment-methods.controller';
import { PaymentsController } from './api/payments.controller';
import { WebhooksController } from './api/webhooks.controller';
import { ReconciliationController } from './api/reconciliation.controller';
import { SettlementReportsController } from './api/settlement-reports.controller';
import { CancelPaymentHandler } from './application/cancel-payment/cancel-payment.handler';
import { CapturePackageHandler } from './application/capture-package/capture-package.handler';
import { Cards } from './application/cards';
import { CustomerCredits } from './application/customer-credits';
import { GrantCreditHandler } from './application/grant-credit/grant-credit.handler';
import { CustomerAccounts } from './application/customer-account';
import { FindBreaks } from './application/find-breaks';
import { CloseDisputeHandler } from './application/close-dispute/close-dispute.handler';
import { DisputeDesk } from './application/dispute-desk';
import { DisputeNotices } from './application/dispute-notices';
import { DISPUTE_GATEWAYS } from './application/dispute-gateway';
import { FileProofHandler } from './application/file-proof/file-proof.handler';
import { FinanceAlerts } from './application/finance-alerts';
import { GatewayCalls } from './application/gateway-calls';
import { GatewayDesk } from './application/gateway-desk';
import { KnownTokens } from './application/known-tokens';
import { NotePastDueHandler } from './application/note-past-due/note-past-due.handler';
import { NoteShipmentHandler } from './application/note-shipment/note-shipment.handler';
import { OpenDisputeHandler } from './application/open-dispute/open-dispute.handler';
import { OpenPaymentHandler } from './application/open-payment/open-payment.handler';
import { NOTICE_READERS } from './application/ports';
import { ProcessorAccounts } from './application/processor-accounts';
import { ReceiveNoticeHandler } from './application/receive-notice/receive-notice.handler';
import { PublishDunningPolicyHandler } from './application/publish-dunning-policy/publish-dunning-policy.handler';
import { RaiseAuthorisationHandler } from './application/raise-authorisation/raise-authorisation.handler';
import { RecheckPaymentHandler } from './application/recheck-payment/recheck-payment.handler';
import { RecordCommissionClaimHandler } from './application/record-commission-claim/record-commission-claim.handler';
import { LapsePrepaymentHandler } from './application/lapse-prepayment/lapse-prepayment.handler';
import { RecordPrepaymentHandler } from './application/record-prepayment/record-prepayment.handler';
import { RecordSettlementHandler } from './application/record-settlement/record-settlement.handler';
import { RefundPaymentHandler } from './application/refund-payment/refund-payment.handler';
import { ResolveAttemptHandler } from './application/resolve-attempt/resolve-attempt.handler';
import { Routing } from './application/routing';
import { SettleNoticeHandler } from './application/settle-notice/settle-notice.handler';
import {
  type OpenSettlementFile,
  SETTLEMENT_FILE,
  SETTLEMENT_SOURCES,
} from './application/settlement-source';
import { LedgerConsumer } from './integration/consume-ledger';
import { ReplaceMethodHandler } from './application/replace-method/replace-method.handler';
import { RefusedWebhooks } from './application/refused-webhooks';
import { RepresentDisputeHandler } from './application/represent-dispute/represent-dispute.handler';
import { RetryPaymentHandler } from './application/retry-payment/retry-payment.handler';
import { DunningSimulator } from './application/simulate-dunning/simulate-dunning';
import { UpdateCardHandler } from './application/update-card/update-card.handler';
import { WithdrawCreditHandler } from './application/withdraw-credit/withdraw-credit.handler';
import { aggregates, projections } from './definitions';
import { PaymentsConsumer } from './integration/consume';
import { CreditConsumer } from './integration/consume-credit';
import { PastDueConsumer } from './integration/consume-past-due';
import { paymentsPublisher } from './integration/publish';
import { ArrearsWaker } from './processes/arrears/arrears.waker';
import { CustomerCreditWaker } from './processes/customer-credit/customer-credit.waker';
import { DisputeWaker } from './processes/dispute/dispute.waker';
import { PaymentWaker } from './processes/payment/payment.waker';
import { Recovery } from './processes/payment/recovery';
import { DeclinesQuery } from './projections/declines/query';
import { DisputesQuery } from './projections/disputes/query';
import { FinanceAlertsQuery } from './projections/finance-alerts/query';
import { LedgerQuery } from './projections/ledger/query';
import { PaymentWorkQuery } from './projections/payment-work/query';

const COMMAND_HANDLERS = [
  OpenPaymentHandler,
  RetryPaymentHandler,
  CapturePackageHandler,
  CancelPaymentHandler,
  RaiseAuthorisationHandler,
  RefundPaymentHandler,
  RecheckPaymentHandler,
  ReceiveNoticeHandler,
  ResolveAttemptHandler,
  SettleNoticeHandler,
  RecordCommissionClaimHandler,
  RecordPrepaymentHandler,
  LapsePrepaymentHandler,
  RecordSettlementHandler,
  PublishDunningPolicyHandler,
  ReplaceMethodHandler,
  UpdateCardHandler,
  NotePastDueHandler,
  NoteShipmentHandler,
  OpenDisputeHandler,
  FileProofHandler,
  RepresentDisputeHandler,
  CloseDisputeHandler,
  GrantCreditHandler,
  WithdrawCreditHandler,
];
const PROCESSES = [GatewayDesk, GatewayCalls, Cards, Routing, KnownTokens, PaymentWaker, Recovery];
const CREDIT = [CustomerCredits, CustomerCreditWaker];
const DUNNING = [DunningSimulator, DeclinesQuery, ArrearsWaker];
const DISPUTES = [DisputeDesk, DisputeNotices, DisputesQuery, DisputeWaker, FinanceAlerts];

const accounts: readonly Provider[] = [
  { provide: OpenAccounts, useFactory: OpenAccounts.open, inject: [CONFIG] },
  {
    provide: ProcessorAccounts,
    useFactory: ({ accounts }: OpenAccounts) => accounts,
    inject: [OpenAccounts],
  },
  {
    provide: NOTICE_READERS,
    useFactory: ({ readers }: OpenAccounts) => readers,
    inject: [OpenAccounts],
  },
  {
    provide: DISPUTE_GATEWAYS,
    useFactory: ({ disputes }: OpenAccounts) => disputes,
    inject: [OpenAccounts],
  },
];
const FINANCE = [LedgerQuery, CustomerAccounts, FindBreaks];

/** What processors say they have settled. */
const settlements: readonly Provider[] = [
  {
    provide: SETTLEMENT_SOURCES,
    useFactory: ({ settlements }: OpenAccounts) => settlements,
    inject: [OpenAccounts],
  },
  {
    provide: SETTLEMENT_FILE,
    useValue: ((processor, csv) => new SettlementFile(processor, csv)) satisfies OpenSettlementFile,
  },
];

@Module({
  imports: [CqrsModule],
  controllers: [
    PaymentWorkController,
    FinanceAlertsController,
    PaymentsController,
    WebhooksController,
    LedgerController,
    ReconciliationController,
    SettlementReportsController,
    DunningPoliciesController,
    PaymentMethodsController,
    CardUpdatesController,
    ArrearsController,
    DisputesController,
    PaymentsConsumer,
    LedgerConsumer,
    PastDueConsumer,
    CustomerCreditsController,
    CreditConsumer,
  ],
  providers: [
    ...COMMAND_HANDLERS,
    ...PROCESSES,
    ...CREDIT,
    ...DUNNING,
    ...DISPUTES,
    ...FINANCE,
    PaymentWorkQuery,
    FinanceAlertsQuery,
    RefusedWebhooks,
    ...accounts,
    ...settlements,
  ],
})
export class PaymentsModule implements OnApplicationShutdown {
  constructor(
    private readonly work: WorkInFlight,
    private readonly open: OpenAccounts,
    known: KnownTokens,
    @Optional() tokens?: PaymentTokens,
  ) {
    tokens?.answeredBy(
      async (token, customerId) => (await known.ask(token, customerId)) === 'known',
    );
  }

  /** The gateways close after the calls that are under way. */
  async onApplicationShutdown(): Promise<void> {
    await this.work.idle();
    await this.open.close();
  }
}

/** Authorisations, captures, refunds, and the ledger. */
export const PAYMENTS: Service = {
  name: 'payments',
  module: PaymentsModule,
  aggregates,
  publisher: paymentsPublisher,
  projections,
  wakers: [PaymentWaker, ArrearsWaker, DisputeWaker, CustomerCreditWaker],
};
