import type { CommandContext } from '@continuo/kernel/command-context';
import type { LocalDate } from '@continuo/kernel/instant';
import { Command } from '@nestjs/cqrs';
import type { ChangedSubscription } from '../change-subscription/change-subscription.command';
import type { Viewer } from '../find-subscription';

/** The customer has received what the order sold on trial. */
export class ConfirmReceiptCommand extends Command<ChangedSubscription> {
  constructor(
    readonly subscriptionId: string,
    readonly receivedOn: LocalDate,
    readonly viewer: Viewer,
    readonly expectedRevision: number,
    readonly context: CommandContext,
  ) {
    super();
  }
}
