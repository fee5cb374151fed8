import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { subscriptionNotFound } from '../../domain/subscription/errors';
import { effectOf } from '../../domain/subscription/preview';
import { SUBSCRIPTION } from '../aggregates';
import type { ChangedSubscription } from '../change-subscription/change-subscription.command';
import { findSubscription } from '../find-subscription';
import { ConfirmReceiptCommand } from './confirm-receipt.command';

@CommandHandler(ConfirmReceiptCommand)
export class ConfirmReceiptHandler implements ICommandHandler<ConfirmReceiptCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute(asked: ConfirmReceiptCommand): Promise<ChangedSubscription> {
    const { subscriptionId, receivedOn, viewer, expectedRevision, context } = asked;
    const { state: before } = await findSubscription(this.runner, subscriptionId, viewer);
    const { state, revision, events } = await this.runner.execute(
      SUBSCRIPTION,
      subscriptionId,
      { kind: 'confirm-receipt', receivedOn, now: context.now },
      context,
      { expectedRevision },
    );
    if (state.status === 'none') throw subscriptionNotFound(subscriptionId);
    return { state, revision, effect: effectOf(before, events, state), awaitsApproval: false };
  }
}
