import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandHandler } from '@nestjs/cqrs';
import { notADraft } from '../../domain/order/errors';
import { orderAggregate } from '../aggregates';
import type { OrderAnswer } from '../open-order/open-order.command';
import { SalesDesk } from '../selling/sales-desk';
import { AddLine } from './add-line.command';

@CommandHandler(AddLine)
export class AddLineHandler {
  constructor(
    private readonly runner: CommandRunner,
    private readonly desk: SalesDesk,
  ) {}

  async execute(command: AddLine): Promise<OrderAnswer> {
    const { orderId, party, boundTo, context, expectedRevision } = command;
    const { state: order } = await this.desk.order(orderId, boundTo);
    const repeated = await this.runner.carriedOut(orderAggregate, orderId, context);
    if (repeated) return { orderId, order: repeated.state, revision: repeated.revision };
    if (order.status !== 'draft' || order.sale.campaignId === null) throw notADraft(order.status);
    const seller = { ...party, callCentreId: party.callCentreId ?? order.sale.callCentreId };
    const { campaign } = await this.desk.openCampaign(order.sale.campaignId, seller, context.now);
    const line = await this.desk.line(command.line, campaign, '');
    const { state, revision } = await this.runner.execute(
      orderAggregate,
      orderId,
      { kind: 'add-line', line },
      context,
      { expectedRevision },
    );
    return { orderId, order: state, revision };
  }
}
