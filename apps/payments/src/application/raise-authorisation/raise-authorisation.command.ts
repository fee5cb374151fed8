import type { Folded } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { RaiseRequest } from '../../domain/payment/raise';
import type { OpenPayment } from '../../domain/payment/state';

/** More is to be held on the card, at most what the order costs in all. */
export class RaiseAuthorisationCommand extends Command<Folded<OpenPayment>> {
  constructor(
    readonly paymentId: string,
    readonly request: RaiseRequest,
    readonly expectedRevision: number,
    readonly callCentreId: string | undefined,
    readonly context: CommandContext,
  ) {
    super();
  }
}
