import type { Outcome } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { CampaignEvent, CampaignTerms } from '../../domain/campaign/events';
import type { CampaignState } from '../../domain/campaign/state';

export class OpenCampaign extends Command<Outcome<CampaignEvent, CampaignState>> {
  constructor(
    readonly terms: CampaignTerms,
    readonly context: CommandContext,
  ) {
    super();
  }
}
