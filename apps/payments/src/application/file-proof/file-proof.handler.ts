import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OpenedDispute } from '../../domain/dispute/decider';
import { DISPUTE } from '../aggregates';
import { findDispute } from '../find-dispute';
import { FileProofCommand } from './file-proof.command';

@CommandHandler(FileProofCommand)
export class FileProofHandler implements ICommandHandler<FileProofCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ disputeId, proof, context }: FileProofCommand): Promise<{
    dispute: OpenedDispute;
    revision: number;
  }> {
    const command = { type: 'file-proof', disputeId, proof, now: context.now } as const;
    await this.runner.execute(DISPUTE, disputeId, command, context);
    return findDispute(this.runner, disputeId);
  }
}
