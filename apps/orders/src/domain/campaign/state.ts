import type { Instant } from '@continuo/kernel/instant';
import type { CampaignTerms } from './events';

export interface KnownCampaign extends CampaignTerms {
  readonly status: 'open' | 'closed';
}

export type CampaignState = { readonly status: 'none' } | KnownCampaign;

/** Orders may be taken: it was not closed, and now lies between its dates. */
export function isActive(campaign: CampaignState, now: Instant): campaign is KnownCampaign {
  if (campaign.status !== 'open') return false;
  return campaign.from <= now && (campaign.until === null || now < campaign.until);
}

/** It will not take orders any more, so its numbers may be given to another. */
export function isOver(campaign: CampaignState, now: Instant): boolean {
  if (campaign.status !== 'open') return true;
  return campaign.until !== null && campaign.until <= now;
}
