import { CommandRunner } from '@continuo/event-store/command-runner';
import { notFound } from '@continuo/kernel/domain-error';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { PlanVersion } from '../../domain/commission-plan/events';
import { PLAN_BOOK, PLAN_BOOK_ID } from '../aggregates';
import { PublishPlanCommand } from './publish-plan.command';

@CommandHandler(PublishPlanCommand)
export class PublishPlanHandler implements ICommandHandler<PublishPlanCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ what, terms, context }: PublishPlanCommand): Promise<{
    plan: PlanVersion;
    revision: number;
  }> {
    const command = { type: what, terms, at: context.now } as const;
    const { state, revision } = await this.runner.execute(
      PLAN_BOOK,
      PLAN_BOOK_ID,
      command,
      context,
    );
    const versions = state.plans.get(terms.planId);
    const plan = what === 'publish-plan' ? versions?.[0] : versions?.at(-1);
    if (!plan) throw notFound('commission-plan', terms.planId);
    return { plan, revision };
  }
}
