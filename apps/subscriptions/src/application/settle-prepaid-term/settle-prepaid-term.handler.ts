import { CommandRunner, type Folded } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { subscriptionNotFound } from '../../domain/subscription/errors';
import type { StartedSubscription } from '../../domain/subscription/state';
import { SUBSCRIPTION } from '../aggregates';
import { SettlePrepaidTermCommand } from './settle-prepaid-term.command';

@CommandHandler(SettlePrepaidTermCommand)
export class SettlePrepaidTermHandler implements ICommandHandler<SettlePrepaidTermCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute(asked: SettlePrepaidTermCommand): Promise<Folded<StartedSubscription>> {
    const { subscriptionId, outcome, expectedRevision, context } = asked;
    const { state, revision } = await this.runner.execute(
      SUBSCRIPTION,
      subscriptionId,
      { kind: 'settle-term', outcome },
      context,
      { expectedRevision },
    );
    if (state.status === 'none') throw subscriptionNotFound(subscriptionId);
    return { state, revision };
  }
}
