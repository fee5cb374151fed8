import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { PlanTerms } from '../../domain/plan/terms';

export interface PublishedVersion {
  readonly version: number;
  readonly terms: PlanTerms;
  readonly revision: number;
}

/** A new plan, or with `expectedRevision` the next version of one. */
export class PublishPlanCommand extends Command<PublishedVersion> {
  constructor(
    readonly planId: string,
    readonly terms: PlanTerms,
    readonly expectedRevision: number | undefined,
    readonly context: CommandContext,
  ) {
    super();
  }
}
