import { CommandRunner } from '@continuo/event-store/command-runner';
import { EVENT_STORE, type EventStore } from '@continuo/event-store/event-store';
import { localDateOf } from '@continuo/kernel/calendar';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SubscriptionListQuery } from '../../projections/subscription-list/query';
import { FIRST_ORDER, SUBSCRIPTION } from '../aggregates';
import { RecordReceiptCommand } from './record-receipt.command';

/**
 * The carrier may be heard before the order that sold the programs was: the receipt is kept first, and whoever starts a program looks
 * there, so that one of both finds the other's.
 */
@CommandHandler(RecordReceiptCommand)
export class RecordReceiptHandler implements ICommandHandler<RecordReceiptCommand> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly subscriptions: SubscriptionListQuery,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  async execute({ orderId, deliveredAt, contextOf }: RecordReceiptCommand): Promise<void> {
    const receipt = { kind: 'receipt', orderId, deliveredAt } as const;
    await this.runner.execute(FIRST_ORDER, orderId, receipt, contextOf(orderId));
    const ids = await this.subscriptions.soldBy(orderId, await this.store.head());
    for (const id of ids) {
      const { state } = await this.runner.load(SUBSCRIPTION, id);
      if (state.status === 'none' || !state.awaitingReceipt) continue;
      const receivedOn = localDateOf(deliveredAt, state.zone);
      const context = contextOf(id);
      const command = { kind: 'receipt', receivedOn, now: context.now } as const;
      await this.runner.execute(SUBSCRIPTION, id, command, context);
    }
  }
}
