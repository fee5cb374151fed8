import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { subscriptionNotFound } from '../../domain/subscription/errors';
import { effectOf } from '../../domain/subscription/preview';
import { SUBSCRIPTION } from '../aggregates';
import type { ChangedSubscription } from '../change-subscription/change-subscription.command';
import { findSubscription } from '../find-subscription';
import { DecideApprovalCommand } from './decide-approval.command';

@CommandHandler(DecideApprovalCommand)
export class DecideApprovalHandler implements ICommandHandler<DecideApprovalCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute(asked: DecideApprovalCommand): Promise<ChangedSubscription> {
    const { subscriptionId, requestId, answer, by, viewer, expectedRevision, context } = asked;
    const { state: before } = await findSubscription(this.runner, subscriptionId, viewer);
    const { state, revision, events } = await this.runner.execute(
      SUBSCRIPTION,
      subscriptionId,
      { ...answer, requestId, by, now: context.now },
      context,
      { expectedRevision },
    );
    if (state.status === 'none') throw subscriptionNotFound(subscriptionId);
    return { state, revision, effect: effectOf(before, events, state), awaitsApproval: false };
  }
}
