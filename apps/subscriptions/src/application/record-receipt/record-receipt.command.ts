import type { CommandContext } from '@continuo/kernel/command-context';
import type { Instant } from '@continuo/kernel/instant';
import { Command } from '@nestjs/cqrs';

/** Goods of an order have arrived: trials from receipt that it has sold begin. */
export class RecordReceiptCommand extends Command<void> {
  constructor(
    readonly orderId: string,
    readonly deliveredAt: Instant,
    /** A context per stream: that of the order, and of each program. */
    readonly contextOf: (id: string) => CommandContext,
  ) {
    super();
  }
}
