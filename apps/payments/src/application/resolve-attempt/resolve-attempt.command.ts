import type { Folded } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { SettleMatter } from '../../domain/payment/by-hand';
import type { OpenPayment } from '../../domain/payment/state';

/** A person says what became of an attempt that the gateway would not tell about. */
export class ResolveAttemptCommand extends Command<Folded<OpenPayment>> {
  constructor(
    readonly paymentId: string,
    readonly matter: SettleMatter,
    readonly expectedRevision: number,
    readonly context: CommandContext,
  ) {
    super();
  }
}
