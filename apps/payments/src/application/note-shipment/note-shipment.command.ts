import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { SaleProofCommand } from '../../domain/sale-proof/decider';

/** What fulfilment says of an order is kept as a proof of it. */
export class NoteShipmentCommand extends Command<void> {
  constructor(
    readonly orderId: string,
    readonly news: SaleProofCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}
