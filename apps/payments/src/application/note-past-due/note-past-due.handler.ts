import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { policyRef } from '../../domain/dunning/policy';
import { ARREARS } from '../aggregates';
import { policyFor } from '../governing-policy';
import { NotePastDueCommand } from './note-past-due.command';

@CommandHandler(NotePastDueCommand)
export class NotePastDueHandler implements ICommandHandler<NotePastDueCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ about, news, context }: NotePastDueCommand): Promise<void> {
    const { now } = context;
    const { customerId } = about;
    const policy = await policyFor(this.runner, about, now);
    const inForce = { limits: policy.limits, policy: policyRef(policy) };
    const command =
      'payment' in news
        ? ({ type: 'note-past-due', ...news, customerId, inForce, now } as const)
        : ({ type: 'note-given-up', ...news, customerId, inForce, now } as const);
    await this.runner.execute(ARREARS, customerId, command, context);
  }
}
