import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PREPAYMENT } from '../aggregates';
import { RecordPrepaymentCommand } from './record-prepayment.command';

@CommandHandler(RecordPrepaymentCommand)
export class RecordPrepaymentHandler implements ICommandHandler<RecordPrepaymentCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ subscriptionId, command, context }: RecordPrepaymentCommand): Promise<void> {
    await this.runner.execute(PREPAYMENT, subscriptionId, command, context);
  }
}
