import { CONFIG, type Config } from '@continuo/service/config';
import { PaymentTokens } from '@continuo/service/payment-tokens';
import type { Service } from '@continuo/service/service';
import {
  Inject,
  Module,
  Optional,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { WorkInFlight } from '@continuo/service/work-in-flight';
import { SimulatorGateway } from './adapters/simulator/simulator-gateway';
import { SimulatorDisputes } from './adapters/simulator/simulator-disputes';
import { CollectionsController } from './api/collections.controller';
import { DisputesController } from './api/disputes.controller';
import { DunningPoliciesController } from './api/dunning-policies.controller';
import { LedgerController } from './api/ledger.controller';
import { PaymentsController } from './api/payments.controller';
import { CancelPaymentHandler } from './application/cancel-payment/cancel-payment.handler';
import { CapturePackageHandler } from './application/capture-package/capture-package.handler';
import { Cards } from './application/cards';
import { CloseDisputeHandler } from './application/close-dispute/close-dispute.handler';
import { DisputeDesk } from './application/dispute-desk';
import { DISPUTE_GATEWAY } from './application/dispute-gateway';
import { FileProofHandler } from './application/file-proof/file-proof.handler';
import { FinanceAlerts } from './application/finance-alerts';
import { GatewayDesk } from './application/gateway-desk';
import { NotePastDueHandler } from './application/note-past-due/note-past-due.handler';
import { NoteShipmentHandler } from './application/note-shipment/note-shipment.handler';
import { OpenDisputeHandler } from './application/open-dispute/open-dispute.handler';
import { OpenPaymentHandler } from './application/open-payment/open-payment.handler';
import { PAYMENT_GATEWAY } from './application/ports';
import { PublishDunningPolicyHandler } from './application/publish-dunning-policy/publish-dunning-policy.handler';
import { RecheckPaymentHandler } from './application/recheck-payment/recheck-payment.handler';
import { RefundPaymentHandler } from './application/refund-payment/refund-payment.handler';
import { ReplaceMethodHandler } from './application/replace-method/replace-method.handler';
import { RepresentDisputeHandler } from './application/represent-dispute/represent-dispute.handler';
import { RetryPaymentHandler } from './application/retry-payment/retry-payment.handler';
import { DunningSimulator } from './application/simulate-dunning/simulate-dunning';
import { UpdateCardHandler } from './application/update-card/update-card.handler';
import { aggregates, projections } from './definitions';
import { PaymentsConsumer } from './integration/consume';
import { PastDueConsumer } from './integration/consume-past-due';
import { paymentsPublisher } from './integration/publish';
import { ArrearsWaker } from './processes/arrears/arrears.waker';
import { DisputeWaker } from './processes/dispute/dispute.waker';
import { PaymentWaker } from './processes/payment/payment.waker';
import { Recovery } from './processes/payment/recovery';
import { DeclinesQuery } from './projections/declines/query';
import { DisputesQuery } from './projections/disputes/query';
import { LedgerQuery } from './projections/ledger/query';

// eslint-disable-next-line no-restricted-syntax -- others reach a service through its module file only
export { BOOKS_FILE, readBooks } from './adapters/simulator/books';

const COMMAND_HANDLERS = [
  OpenPaymentHandler,
  RetryPaymentHandler,
  CapturePackageHandler,
  CancelPaymentHandler,
  RefundPaymentHandler,
  RecheckPaymentHandler,
  PublishDunningPolicyHandler,
  ReplaceMethodHandler,
  UpdateCardHandler,
  NotePastDueHandler,
  NoteShipmentHandler,
  OpenDisputeHandler,
  FileProofHandler,
  RepresentDisputeHandler,
  CloseDisputeHandler,
];
const PROCESSES = [GatewayDesk, Cards, PaymentWaker, Recovery];
const DUNNING = [DunningSimulator, DeclinesQuery, ArrearsWaker];
const DISPUTES = [
  DisputeDesk,
  DisputesQuery,
  DisputeWaker,
  FinanceAlerts,
  { provide: DISPUTE_GATEWAY, useClass: SimulatorDisputes },
];

const gateway: Provider = {
  provide: PAYMENT_GATEWAY,
  useFactory: (config: Config) =>
    SimulatorGateway.open({ dataDir: config.dataDir, latencyMs: config.simulatorLatencyMs }),
  inject: [CONFIG],
};

@Module({
  imports: [CqrsModule],
  controllers: [
    PaymentsController,
    LedgerController,
    DunningPoliciesController,
    CollectionsController,
    DisputesController,
    PaymentsConsumer,
    PastDueConsumer,
  ],
  providers: [...COMMAND_HANDLERS, ...PROCESSES, ...DUNNING, ...DISPUTES, LedgerQuery, gateway],
})
export class PaymentsModule implements OnApplicationShutdown {
  constructor(
    private readonly work: WorkInFlight,
    @Inject(PAYMENT_GATEWAY) private readonly simulator: SimulatorGateway,
    @Optional() tokens?: PaymentTokens,
  ) {
    tokens?.answeredBy((token) => simulator.knows(token));
  }

  /** The gateway closes after the calls that are under way. */
  async onApplicationShutdown(): Promise<void> {
    await this.work.idle();
    await this.simulator.close();
  }
}

/** Authorisations, captures, refunds, and the ledger. */
export const PAYMENTS: Service = {
  name: 'payments',
  module: PaymentsModule,
  aggregates,
  publisher: paymentsPublisher,
  projections,
  wakers: [PaymentWaker, ArrearsWaker, DisputeWaker],
};
