import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { PrepaymentCommand } from '../../domain/prepayment/decider';

/** Shipments of a program were paid for in advance, one of them has left, or none will any more. */
export class RecordPrepaymentCommand extends Command<void> {
  constructor(
    readonly subscriptionId: string,
    readonly command: PrepaymentCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}
