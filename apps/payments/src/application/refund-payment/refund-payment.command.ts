import type { Folded } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { RefundRequest } from '../../domain/payment/refund';
import type { OpenPayment } from '../../domain/payment/state';

/** Captured money is to be given back, at most what was captured of each line. */
export class RefundPaymentCommand extends Command<Folded<OpenPayment>> {
  constructor(
    readonly paymentId: string,
    readonly request: RefundRequest,
    readonly expectedRevision: number,
    readonly callCentreId: string | undefined,
    readonly context: CommandContext,
  ) {
    super();
  }
}
