import type { Folded } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { OpenPayment } from '../../domain/payment/state';

/** Another card: it ends the tries on the old one, and settles what is due. */
export class ReplaceMethodCommand extends Command<Folded<OpenPayment>> {
  constructor(
    readonly paymentId: string,
    readonly token: string,
    readonly expectedRevision: number,
    readonly callCentreId: string | undefined,
    readonly context: CommandContext,
  ) {
    super();
  }
}
