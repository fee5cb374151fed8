import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { FirstOrderOutcome } from '../../domain/first-order/decider';

/** What became of lines of an order that may have sold programs. */
export class SettleFirstOrderCommand extends Command<void> {
  constructor(
    readonly orderId: string,
    readonly lineIds: readonly string[],
    readonly outcome: FirstOrderOutcome,
    /** A context per stream: that of the order, and of each program. */
    readonly contextOf: (id: string) => CommandContext,
  ) {
    super();
  }
}
