import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandHandler } from '@nestjs/cqrs';
import { notADraft } from '../../domain/order/errors';
import { orderAggregate } from '../aggregates';
import type { OrderAnswer } from '../open-order/open-order.command';
import { OrderSeal } from '../selling/order-seal';
import { SalesDesk } from '../selling/sales-desk';
import { RecordConsent } from './record-consent.command';

@CommandHandler(RecordConsent)
export class RecordConsentHandler {
  constructor(
    private readonly runner: CommandRunner,
    private readonly desk: SalesDesk,
    private readonly seal: OrderSeal,
  ) {}

  async execute(command: RecordConsent): Promise<OrderAnswer> {
    const { orderId, boundTo, context, expectedRevision } = command;
    const { state: order } = await this.desk.order(orderId, boundTo);
    const repeated = await this.runner.carriedOut(orderAggregate, orderId, context);
    if (repeated) return { orderId, order: repeated.state, revision: repeated.revision };
    if (order.status !== 'draft') throw notADraft(order.status);
    const { customerId } = order;
    const consent = await this.seal.consent(command.consent, orderId, customerId, context.now);
    const { state, revision } = await this.runner.execute(
      orderAggregate,
      orderId,
      { kind: 'record-consent', consent },
      context,
      { expectedRevision },
    );
    return { orderId, order: state, revision };
  }
}
