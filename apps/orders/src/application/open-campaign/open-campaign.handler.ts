import { CommandRunner, type Outcome } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { CommandHandler } from '@nestjs/cqrs';
import type { CampaignEvent, CampaignTerms } from '../../domain/campaign/events';
import { type CampaignState, isOver } from '../../domain/campaign/state';
import { campaignAggregate, dnisAggregate } from '../aggregates';
import { CatalogueCheck } from '../selling/catalogue-check';
import { OpenCampaign } from './open-campaign.command';

/**
 * The numbers are taken first, one stream each, then the campaign is opened. A number that was taken
 * for a campaign which then was not opened is free again: its holder is over.
 */
@CommandHandler(OpenCampaign)
export class OpenCampaignHandler {
  constructor(
    private readonly runner: CommandRunner,
    private readonly catalogue: CatalogueCheck,
  ) {}

  async execute({ terms, context }: OpenCampaign): Promise<Outcome<CampaignEvent, CampaignState>> {
    await this.catalogue.requireOffers(terms.offers);
    await this.catalogue.requireCallCentres(terms.callCentreIds);
    for (const dnis of terms.dnis) await this.take(dnis, terms, context);
    return this.runner.execute(
      campaignAggregate,
      terms.campaignId,
      { kind: 'open', terms },
      context,
    );
  }

  private async take(dnis: string, { campaignId }: CampaignTerms, context: CommandContext) {
    const holder = (await this.runner.load(dnisAggregate, dnis)).state.campaignId;
    const takeFrom = holder !== null && (await this.isOver(holder, context)) ? holder : null;
    const command = { kind: 'assign', dnis, campaignId, takeFrom } as const;
    await this.runner.execute(dnisAggregate, dnis, command, context);
  }

  private async isOver(campaignId: string, context: CommandContext): Promise<boolean> {
    return isOver((await this.runner.load(campaignAggregate, campaignId)).state, context.now);
  }
}
