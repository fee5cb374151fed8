import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { Folded } from '@continuo/event-store/command-runner';
import type { SettleTermCommand } from '../../domain/subscription/commands';
import type { StartedSubscription } from '../../domain/subscription/state';

/** What became of the order that sold a prepaid program, by somebody who has looked. */
export class SettlePrepaidTermCommand extends Command<Folded<StartedSubscription>> {
  constructor(
    readonly subscriptionId: string,
    readonly outcome: SettleTermCommand['outcome'],
    readonly expectedRevision: number,
    readonly context: CommandContext,
  ) {
    super();
  }
}
