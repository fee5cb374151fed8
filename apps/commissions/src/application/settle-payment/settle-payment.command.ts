import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { Settlement } from '../../domain/commission/events';

/** Money was captured, or given back, for an order. */
export class SettlePaymentCommand extends Command<void> {
  constructor(
    readonly what: 'capture' | 'refund',
    readonly orderId: string,
    readonly settlement: Settlement,
    readonly context: CommandContext,
  ) {
    super();
  }
}
