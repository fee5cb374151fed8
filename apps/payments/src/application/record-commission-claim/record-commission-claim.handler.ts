import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { COMMISSION_CLAIM } from '../aggregates';
import { RecordCommissionClaimCommand } from './record-commission-claim.command';

@CommandHandler(RecordCommissionClaimCommand)
export class RecordCommissionClaimHandler implements ICommandHandler<RecordCommissionClaimCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ claim, context }: RecordCommissionClaimCommand): Promise<void> {
    const { commissionLineId } = claim.claim;
    const options = { likelyNew: true };
    await this.runner.execute(COMMISSION_CLAIM, commissionLineId, claim, context, options);
  }
}
