import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { CardUpdate } from '../../domain/card/decider';

/** A card updater has a result for a card: what is due on it is settled with what is valid now. */
export class UpdateCardCommand extends Command<{ readonly paymentIds: readonly string[] }> {
  constructor(
    readonly token: string,
    readonly update: CardUpdate,
    readonly context: CommandContext,
  ) {
    super();
  }
}
