import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { CommissionClaimCommand } from '../../domain/commission-claim/decider';

/** Commission was accrued or taken back: the ledger owes its agent more, or less. */
export class RecordCommissionClaimCommand extends Command<void> {
  constructor(
    readonly claim: CommissionClaimCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}
