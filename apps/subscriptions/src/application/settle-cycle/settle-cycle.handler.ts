import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SUBSCRIPTION } from '../aggregates';
import { SettleCycleCommand } from './settle-cycle.command';

@CommandHandler(SettleCycleCommand)
export class SettleCycleHandler implements ICommandHandler<SettleCycleCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ subscriptionId, cycle, outcome, context }: SettleCycleCommand): Promise<void> {
    const command = { kind: 'settle', cycle, outcome } as const;
    await this.runner.execute(SUBSCRIPTION, subscriptionId, command, context);
  }
}
