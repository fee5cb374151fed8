import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OpenedDispute } from '../../domain/dispute/decider';
import { DISPUTE } from '../aggregates';
import { DisputeDesk } from '../dispute-desk';
import { findDispute } from '../find-dispute';
import { RepresentDisputeCommand } from './represent-dispute.command';

@CommandHandler(RepresentDisputeCommand)
export class RepresentDisputeHandler implements ICommandHandler<RepresentDisputeCommand> {
  constructor(
    private readonly desk: DisputeDesk,
    private readonly runner: CommandRunner,
  ) {}

  async execute(asked: RepresentDisputeCommand): Promise<{
    dispute: OpenedDispute;
    revision: number;
  }> {
    const { disputeId, expectedRevision, context } = asked;
    const { dispute } = await findDispute(this.runner, disputeId);
    const evidence = await this.desk.assemble(dispute);
    const command = { type: 'represent', disputeId, evidence, now: context.now } as const;
    await this.runner.execute(DISPUTE, disputeId, command, context, { expectedRevision });
    await this.desk.submit(disputeId, context);
    return findDispute(this.runner, disputeId);
  }
}
