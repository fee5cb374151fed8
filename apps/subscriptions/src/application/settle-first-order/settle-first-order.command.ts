import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { CycleNews } from '../../domain/subscription/commands';

/** What became of lines of an order that may have sold programs. */
export class SettleFirstOrderCommand extends Command<void> {
  constructor(
    readonly orderId: string,
    readonly lineIds: readonly string[],
    readonly outcome: CycleNews,
    /** A context per program: each is a stream of its own. */
    readonly contextOf: (subscriptionId: string) => CommandContext,
  ) {
    super();
  }
}
