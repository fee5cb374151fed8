import { CommandRunner } from '@continuo/event-store/command-runner';
import { PaymentTokens } from '@continuo/service/payment-tokens';
import { Optional } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { subscriptionNotFound } from '../../domain/subscription/errors';
import { effectOf } from '../../domain/subscription/preview';
import { SUBSCRIPTION } from '../aggregates';
import { findSubscription } from '../find-subscription';
import { type ChangedSubscription, ChangeSubscriptionCommand } from './change-subscription.command';

@CommandHandler(ChangeSubscriptionCommand)
export class ChangeSubscriptionHandler implements ICommandHandler<ChangeSubscriptionCommand> {
  constructor(
    private readonly runner: CommandRunner,
    @Optional() private readonly tokens?: PaymentTokens,
  ) {}

  async execute(asked: ChangeSubscriptionCommand): Promise<ChangedSubscription> {
    const { subscriptionId, change, authority, viewer, expectedRevision, context } = asked;
    const { state: before } = await findSubscription(this.runner, subscriptionId, viewer);
    const repeated = await this.runner.carriedOut(SUBSCRIPTION, subscriptionId, context);
    if (!repeated && change.kind === 'payment-method') {
      await this.tokens?.requireKnown(change.token, '/token');
    }
    const { state, revision, events } = await this.runner.execute(
      SUBSCRIPTION,
      subscriptionId,
      { kind: 'change', change, authority, now: context.now },
      context,
      { expectedRevision },
    );
    if (state.status === 'none') throw subscriptionNotFound(subscriptionId);
    return { state, revision, effect: effectOf(before, events, state) };
  }
}
