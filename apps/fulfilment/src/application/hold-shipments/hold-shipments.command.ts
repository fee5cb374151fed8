import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';

/** A customer owes more than the limits allow, or no more. */
export class HoldShipmentsCommand extends Command<void> {
  constructor(
    readonly customerId: string,
    /** The limit that is broken; null when goods may leave again. */
    readonly because: string | null,
    /** Of the message: what is older changes nothing. */
    readonly sequence: number,
    readonly context: CommandContext,
  ) {
    super();
  }
}
