import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { OpenedDispute } from '../../domain/dispute/decider';

/** The network has decided. */
export class CloseDisputeCommand extends Command<{ dispute: OpenedDispute; revision: number }> {
  constructor(
    readonly disputeId: string,
    readonly outcome: 'won' | 'lost',
    readonly context: CommandContext,
  ) {
    super();
  }
}
