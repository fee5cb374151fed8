import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { planNotFound } from '../../domain/plan/errors';
import { PLAN } from '../aggregates';
import { PublishPlanCommand, type PublishedVersion } from './publish-plan.command';

@CommandHandler(PublishPlanCommand)
export class PublishPlanHandler implements ICommandHandler<PublishPlanCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute(asked: PublishPlanCommand): Promise<PublishedVersion> {
    const { planId, terms, expectedRevision, context } = asked;
    const kind = expectedRevision === undefined ? 'publish-plan' : 'publish-version';
    const { state, revision } = await this.runner.execute(
      PLAN,
      planId,
      { kind, planId, terms },
      context,
      { expectedRevision },
    );
    if (state.status === 'none') throw planNotFound(planId);
    return { version: state.versions.length, terms: state.versions.at(-1) ?? terms, revision };
  }
}
