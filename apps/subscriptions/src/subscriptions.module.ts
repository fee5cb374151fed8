import type { Service } from '@continuo/service/service';
import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ApprovalRequestsController } from './api/approval-requests.controller';
import { ChangeRequestsController } from './api/change-requests.controller';
import { MergesController } from './api/merges.controller';
import { PlansController } from './api/plans.controller';
import { PrepaidTermsController } from './api/prepaid-terms.controller';
import { ProgramScheduleController } from './api/program-schedule.controller';
import { ReceiptsController } from './api/receipts.controller';
import { ReportsController } from './api/reports/reports.controller';
import { SubscriptionChangesController } from './api/subscription-changes.controller';
import { SubscriptionsController } from './api/subscriptions.controller';
import { UpcomingCyclesController } from './api/upcoming-cycles.controller';
import { ChangeSubscriptionHandler } from './application/change-subscription/change-subscription.handler';
import { ResolveChanges } from './application/change-subscription/resolve-changes';
import { ConfirmReceiptHandler } from './application/confirm-receipt/confirm-receipt.handler';
import { DecideApprovalHandler } from './application/decide-approval/decide-approval.handler';
import { MergeShipDatesHandler } from './application/merge-ship-dates/merge-ship-dates.handler';
import { PublishPlanHandler } from './application/publish-plan/publish-plan.handler';
import { RecordReceiptHandler } from './application/record-receipt/record-receipt.handler';
import { SettleCycleHandler } from './application/settle-cycle/settle-cycle.handler';
import { SettleFirstOrderHandler } from './application/settle-first-order/settle-first-order.handler';
import { SettlePrepaidTermHandler } from './application/settle-prepaid-term/settle-prepaid-term.handler';
import { StartSubscriptionsHandler } from './application/start-subscriptions/start-subscriptions.handler';
import { UpdateCardHandler } from './application/update-card/update-card.handler';
import { UndoChangeHandler } from './application/undo-change/undo-change.handler';
import { aggregates, projections } from './definitions';
import { SubscriptionsConsumer } from './integration/consume';
import { CardsConsumer } from './integration/consume-cards';
import { subscriptionsPublisher } from './integration/publish';
import { PriceRolloutsController } from './api/price-rollouts.controller';
import { RehearseRollout } from './application/price-rollout/rehearse';
import { RolloutPrograms } from './application/price-rollout/rollout-programs';
import { RolloutWaker } from './processes/rollout/rollout.waker';
import { RenewalWaker } from './processes/renewal/renewal.waker';
import { ApprovalRequestsQuery } from './projections/approval-requests/query';
import { PlanListQuery } from './projections/plan-list/query';
import { PriceRolloutListQuery } from './projections/price-rollout-list/query';
import { FailedPaymentsQuery } from './projections/program-lives/failed-payments.query';
import { LifetimeValueQuery } from './projections/program-lives/lifetime-value.query';
import { ReasonsQuery } from './projections/program-lives/reasons.query';
import { RetentionQuery } from './projections/program-lives/retention.query';
import { SavesQuery } from './projections/program-lives/saves.query';
import { SurvivalQuery } from './projections/program-lives/survival.query';
import { ProgramsByCardQuery } from './projections/programs-by-card/query';
import { StockForecastQuery } from './projections/stock-forecast/query';
import { SubscriptionListQuery } from './projections/subscription-list/query';
import { UpcomingCyclesQuery } from './projections/upcoming-cycles/query';

const COMMAND_HANDLERS = [
  PublishPlanHandler,
  StartSubscriptionsHandler,
  SettleCycleHandler,
  SettleFirstOrderHandler,
  SettlePrepaidTermHandler,
  ChangeSubscriptionHandler,
  UndoChangeHandler,
  DecideApprovalHandler,
  MergeShipDatesHandler,
  RecordReceiptHandler,
  ConfirmReceiptHandler,
  UpdateCardHandler,
];
const QUERIES = [
  PlanListQuery,
  PriceRolloutListQuery,
  SubscriptionListQuery,
  UpcomingCyclesQuery,
  ProgramsByCardQuery,
  ApprovalRequestsQuery,
];
const REPORTS = [
  RetentionQuery,
  SurvivalQuery,
  LifetimeValueQuery,
  SavesQuery,
  ReasonsQuery,
  FailedPaymentsQuery,
  StockForecastQuery,
];

@Module({
  imports: [CqrsModule],
  controllers: [
    PlansController,
    PriceRolloutsController,
    SubscriptionsController,
    ProgramScheduleController,
    SubscriptionChangesController,
    ChangeRequestsController,
    ApprovalRequestsController,
    MergesController,
    PrepaidTermsController,
    ReceiptsController,
    UpcomingCyclesController,
    ReportsController,
    SubscriptionsConsumer,
    CardsConsumer,
  ],
  providers: [
    ...COMMAND_HANDLERS,
    ...QUERIES,
    ...REPORTS,
    ResolveChanges,
    RenewalWaker,
    RehearseRollout,
    RolloutPrograms,
    RolloutWaker,
  ],
})
export class SubscriptionsModule {}

/** Continuity plans and programs. */
export const SUBSCRIPTIONS: Service = {
  name: 'subscriptions',
  module: SubscriptionsModule,
  aggregates,
  publisher: subscriptionsPublisher,
  projections,
  wakers: [RenewalWaker, RolloutWaker],
};
