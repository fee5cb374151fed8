import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';

/** A person has found out what an unmatched notice of a gateway was about. */
export class SettleNoticeCommand extends Command<void> {
  constructor(
    readonly noticeId: string,
    readonly reason: string,
    readonly context: CommandContext,
  ) {
    super();
  }
}
