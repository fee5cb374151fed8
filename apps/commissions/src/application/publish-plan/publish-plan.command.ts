import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { PlanTerms, PlanVersion } from '../../domain/commission-plan/events';

/** A new plan, or a new version of one: versions are immutable. */
export class PublishPlanCommand extends Command<{ plan: PlanVersion; revision: number }> {
  constructor(
    readonly what: 'publish-plan' | 'publish-version',
    readonly terms: PlanTerms,
    readonly context: CommandContext,
  ) {
    super();
  }
}
