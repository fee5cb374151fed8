import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';

/** The network has given a card another token. */
export class UpdateCardCommand extends Command<void> {
  constructor(
    readonly token: string,
    readonly newToken: string,
    /** Of the message: what is older changes nothing. */
    readonly sequence: number,
    readonly context: CommandContext,
  ) {
    super();
  }
}
