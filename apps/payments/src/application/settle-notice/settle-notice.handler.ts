import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { NOTICE } from '../aggregates';
import { SettleNoticeCommand } from './settle-notice.command';

@CommandHandler(SettleNoticeCommand)
export class SettleNoticeHandler implements ICommandHandler<SettleNoticeCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ noticeId, reason, context }: SettleNoticeCommand): Promise<void> {
    await this.runner.execute(NOTICE, noticeId, { type: 'settle', noticeId, reason }, context);
  }
}
