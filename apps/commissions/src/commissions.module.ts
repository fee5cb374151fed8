import type { Service } from '@continuo/service/service';
import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CommissionLinesController } from './api/commission-lines.controller';
import { CommissionPlansController } from './api/commission-plans.controller';
import { CommissionStatementsController } from './api/commission-statements.controller';
import { ExplainLine } from './application/explain-line';
import { PublishPlanHandler } from './application/publish-plan/publish-plan.handler';
import { RegisterSaleHandler } from './application/register-sale/register-sale.handler';
import { SettlePaymentHandler } from './application/settle-payment/settle-payment.handler';
import { aggregates, projections } from './definitions';
import { CommissionsConsumer } from './integration/consume';
import { commissionsPublisher } from './integration/publish';
import { ReturnWindowWaker } from './processes/return-window/return-window.waker';
import { CommissionLinesQuery } from './projections/commission-lines/query';
import { CommissionStatementsQuery } from './projections/commission-statements/query';

const COMMAND_HANDLERS = [PublishPlanHandler, RegisterSaleHandler, SettlePaymentHandler];
const QUERIES = [CommissionLinesQuery, CommissionStatementsQuery, ExplainLine];
const WAKERS = [ReturnWindowWaker];

@Module({
  imports: [CqrsModule],
  controllers: [
    CommissionPlansController,
    CommissionStatementsController,
    CommissionLinesController,
    CommissionsConsumer,
  ],
  providers: [...COMMAND_HANDLERS, ...QUERIES, ...WAKERS],
})
export class CommissionsModule {}

/** Commission plans, what sales earn the agents, and their statements. */
export const COMMISSIONS: Service = {
  name: 'commissions',
  module: CommissionsModule,
  aggregates,
  publisher: commissionsPublisher,
  projections,
  wakers: WAKERS,
};
