import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { LineQuantity } from '../../domain/payment/facts';

/** A package has left: what is in it is billed, and its part of the first instalment captured. */
export class CapturePackageCommand extends Command<void> {
  constructor(
    readonly orderId: string,
    readonly packageId: string,
    readonly lines: readonly LineQuantity[],
    readonly context: CommandContext,
  ) {
    super();
  }
}
