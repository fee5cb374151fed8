import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { OpenedDispute } from '../../domain/dispute/decider';

/** The evidence there is goes to the card network. */
export class RepresentDisputeCommand extends Command<{ dispute: OpenedDispute; revision: number }> {
  constructor(
    readonly disputeId: string,
    readonly expectedRevision: number,
    readonly context: CommandContext,
  ) {
    super();
  }
}
