import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { LineQuantity } from '../../domain/payment/facts';

/** What was not shipped of an order is cancelled: nothing more is collected for it. */
export class CancelPaymentCommand extends Command<void> {
  constructor(
    readonly orderId: string,
    /** Everything that has not left when empty. */
    readonly lines: readonly LineQuantity[],
    readonly reason: string,
    readonly context: CommandContext,
  ) {
    super();
  }
}
