import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { DunningPolicy, PolicyTerms } from '../../domain/dunning/policy';

/** A new dunning policy, or a new version of one: versions are immutable. */
export class PublishDunningPolicyCommand extends Command<{
  policy: DunningPolicy;
  revision: number;
}> {
  constructor(
    readonly what: 'publish-policy' | 'publish-version',
    readonly terms: PolicyTerms,
    readonly context: CommandContext,
  ) {
    super();
  }
}
