import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { PrepaymentCommand } from '../../domain/prepayment/decider';

/** Shipments that were paid for will not leave; their price and its tax are given back where the plan says so. */
export class LapsePrepaymentCommand extends Command<void> {
  constructor(
    readonly subscriptionId: string,
    readonly command: Extract<PrepaymentCommand, { type: 'lapse' }>,
    readonly context: CommandContext,
    /** Of the refund, which is another stream's. */
    readonly refunding: CommandContext,
  ) {
    super();
  }
}
