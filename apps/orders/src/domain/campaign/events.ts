import type { Instant, Zone } from '@continuo/kernel/instant';

export interface Script {
  readonly version: string;
  readonly text: string;
}

/** What the script sells, in the order in which it is offered. */
export interface CampaignOffers {
  readonly main: readonly string[];
  readonly upsellPath: readonly string[];
  readonly crossSells: readonly string[];
}

export interface CampaignTerms {
  readonly campaignId: string;
  readonly name: string;
  /** Numbers that were dialled, E.164. */
  readonly dnis: readonly string[];
  readonly sourceCodes: readonly string[];
  readonly mediaCostMinor: number;
  readonly currency: string;
  readonly zone: Zone;
  readonly from: Instant;
  /** Exclusive; null for as long as it is not closed. */
  readonly until: Instant | null;
  readonly offers: CampaignOffers;
  readonly callCentreIds: readonly string[];
  readonly script: Script;
  readonly shipping: {
    readonly perOrderMinor: number;
    readonly freeFromGoodsMinor: number | null;
  };
}

export type CampaignEvent =
  | { readonly type: 'campaign.opened.v1'; readonly data: CampaignTerms }
  | {
      readonly type: 'campaign.script-revised.v1';
      readonly data: { readonly from: Script; readonly to: Script };
    }
  | {
      readonly type: 'campaign.offers-rearranged.v1';
      readonly data: { readonly from: CampaignOffers; readonly to: CampaignOffers };
    }
  | {
      readonly type: 'campaign.call-centres-admitted.v1';
      readonly data: {
        readonly campaignId: string;
        readonly from: readonly string[];
        readonly to: readonly string[];
      };
    }
  | {
      readonly type: 'campaign.closed.v1';
      readonly data: { readonly campaignId: string; readonly reason: string };
    };
