import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { CycleNews } from '../../domain/subscription/commands';

/** News of the order of a cycle. */
export class SettleCycleCommand extends Command<void> {
  constructor(
    readonly subscriptionId: string,
    readonly cycle: number,
    readonly outcome: CycleNews,
    readonly context: CommandContext,
  ) {
    super();
  }
}
