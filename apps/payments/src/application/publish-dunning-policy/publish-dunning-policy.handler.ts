import { CommandRunner } from '@continuo/event-store/command-runner';
import { notFound } from '@continuo/kernel/domain-error';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { DunningPolicy } from '../../domain/dunning/policy';
import { DUNNING_POLICIES, DUNNING_POLICIES_ID } from '../aggregates';
import { PublishDunningPolicyCommand } from './publish-dunning-policy.command';

@CommandHandler(PublishDunningPolicyCommand)
export class PublishDunningPolicyHandler implements ICommandHandler<PublishDunningPolicyCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ what, terms, context }: PublishDunningPolicyCommand): Promise<{
    policy: DunningPolicy;
    revision: number;
  }> {
    const { state, revision } = await this.runner.execute(
      DUNNING_POLICIES,
      DUNNING_POLICIES_ID,
      { type: what, terms, at: context.now },
      context,
    );
    const policy = state.get(terms.policyId)?.at(-1);
    if (!policy) throw notFound('dunning-policy', terms.policyId);
    return { policy, revision };
  }
}
