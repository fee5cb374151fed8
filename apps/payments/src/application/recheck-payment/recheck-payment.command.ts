import type { Folded } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { OpenPayment } from '../../domain/payment/state';

/** The gateway is asked now what became of the attempt whose outcome is open. */
export class RecheckPaymentCommand extends Command<Folded<OpenPayment>> {
  constructor(
    readonly paymentId: string,
    readonly context: CommandContext,
  ) {
    super();
  }
}
