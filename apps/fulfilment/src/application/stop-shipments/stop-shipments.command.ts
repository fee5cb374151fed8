import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';

/** What of an order is not packed yet is not to be shipped. */
export class StopShipmentsCommand extends Command<void> {
  constructor(
    readonly orderId: string,
    readonly reason: string,
    /** Each shipment says what it stopped or that it is too late; otherwise the late ones keep silent. */
    readonly answerRequired: boolean,
    readonly context: CommandContext,
  ) {
    super();
  }
}
