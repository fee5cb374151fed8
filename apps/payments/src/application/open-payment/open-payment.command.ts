import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { Method, OrderFacts } from '../../domain/payment/facts';

/** An order was placed: its first instalment is to be authorised. */
export class OpenPaymentCommand extends Command<void> {
  constructor(
    readonly order: OrderFacts,
    readonly method: Method,
    readonly context: CommandContext,
    /** Whether credit of its customer pays before the card. */
    readonly useCredit = false,
    /** Of the first instalment, charged at once. */
    readonly depositMinor = 0,
  ) {
    super();
  }
}
