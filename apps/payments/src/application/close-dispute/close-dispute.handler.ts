import { CommandRunner } from '@continuo/event-store/command-runner';
import { deriveUuid } from '@continuo/kernel/ids';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OpenedDispute } from '../../domain/dispute/decider';
import { DISPUTE } from '../aggregates';
import { findDispute } from '../find-dispute';
import { GatewayDesk } from '../gateway-desk';
import { CloseDisputeCommand } from './close-dispute.command';

@CommandHandler(CloseDisputeCommand)
export class CloseDisputeHandler implements ICommandHandler<CloseDisputeCommand> {
  constructor(
    private readonly desk: GatewayDesk,
    private readonly runner: CommandRunner,
  ) {}

  /** The money first: a dispute is never closed whose money was not decided. */
  async execute({ disputeId, outcome, context }: CloseDisputeCommand): Promise<{
    dispute: OpenedDispute;
    revision: number;
  }> {
    const { dispute } = await findDispute(this.runner, disputeId);
    const { paymentId } = dispute;
    const { now } = context;
    await this.desk.execute(
      paymentId,
      { type: 'close-dispute', paymentId, disputeId, outcome, now },
      { ...context, commandId: deriveUuid(context.commandId, paymentId) },
    );
    const command = { type: 'close', disputeId, outcome, now } as const;
    await this.runner.execute(DISPUTE, disputeId, command, context);
    return findDispute(this.runner, disputeId);
  }
}
