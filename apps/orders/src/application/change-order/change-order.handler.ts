import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandHandler } from '@nestjs/cqrs';
import { orderAggregate } from '../aggregates';
import type { OrderAnswer } from '../open-order/open-order.command';
import { OutcomeWait } from '../selling/outcome-wait';
import { SalesDesk } from '../selling/sales-desk';
import { ChangeOrder } from './change-order.command';

@CommandHandler(ChangeOrder)
export class ChangeOrderHandler {
  constructor(
    private readonly runner: CommandRunner,
    private readonly desk: SalesDesk,
    private readonly wait: OutcomeWait,
  ) {}

  async execute(command: ChangeOrder): Promise<OrderAnswer> {
    const { orderId, change, boundTo, context, expectedRevision, waitMs } = command;
    const { state } = await this.desk.order(orderId, boundTo);
    const repeated = await this.runner.carriedOut(orderAggregate, orderId, context);
    const trying = !repeated && change.kind === 'try-another-token';
    if (trying && state.status !== 'none') {
      await this.desk.requireKnownToken(change.payment.token, state.customerId, '/token');
    }
    const options = { expectedRevision };
    const outcome = await this.runner.execute(orderAggregate, orderId, change, context, options);
    const answer = { orderId, order: outcome.state, revision: outcome.revision };
    return waitMs > 0 ? this.wait.forOutcome(answer, waitMs) : answer;
  }
}
