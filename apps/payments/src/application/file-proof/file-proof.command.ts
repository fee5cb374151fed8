import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { OpenedDispute } from '../../domain/dispute/decider';
import type { FiledProof } from '../../domain/dispute/events';

/** Something that speaks for the charge and is kept elsewhere: the consent dossier, a recording. */
export class FileProofCommand extends Command<{ dispute: OpenedDispute; revision: number }> {
  constructor(
    readonly disputeId: string,
    readonly proof: FiledProof,
    readonly context: CommandContext,
  ) {
    super();
  }
}
