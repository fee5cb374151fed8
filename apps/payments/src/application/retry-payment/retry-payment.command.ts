import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { Method } from '../../domain/payment/facts';

/** What was declined is to be tried with another token. */
export class RetryPaymentCommand extends Command<void> {
  constructor(
    readonly orderId: string,
    readonly method: Method,
    readonly context: CommandContext,
  ) {
    super();
  }
}
