import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { NoticeOutcome } from '../../domain/notice/decider';
import type { GatewayNotice } from '../ports';

/** A processor account has told something. Answers what was made of it, or that it came before. */
export class ReceiveNoticeCommand extends Command<NoticeOutcome | 'duplicate'> {
  constructor(
    readonly account: string,
    readonly notice: GatewayNotice,
    readonly context: CommandContext,
  ) {
    super();
  }
}
