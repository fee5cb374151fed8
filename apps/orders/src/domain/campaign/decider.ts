import { type Decider, never } from '@continuo/kernel/decider';
import { DomainError, notFound } from '@continuo/kernel/domain-error';
import { alreadyExists, sameTerms } from '../catalogue';
import type { CampaignEvent, CampaignOffers, CampaignTerms, Script } from './events';
import type { CampaignState, KnownCampaign } from './state';

export type CampaignCommand =
  | { readonly kind: 'open'; readonly terms: CampaignTerms }
  | { readonly kind: 'revise-script'; readonly script: Script }
  | { readonly kind: 'rearrange-offers'; readonly offers: CampaignOffers }
  | { readonly kind: 'admit-call-centres'; readonly callCentreIds: readonly string[] }
  | { readonly kind: 'close'; readonly reason: string };

function decide(command: CampaignCommand, state: CampaignState): readonly CampaignEvent[] {
  switch (command.kind) {
    case 'open': {
      if (state.status === 'none') return [{ type: 'campaign.opened.v1', data: command.terms }];
      const { status: _, ...terms } = state;
      if (sameTerms(terms, command.terms)) return [];
      throw alreadyExists('campaign', state.campaignId);
    }
    case 'revise-script': {
      const { script } = open(state);
      if (sameTerms(script, command.script)) return [];
      if (script.version === command.script.version) throw scriptVersionTaken(script.version);
      return [{ type: 'campaign.script-revised.v1', data: { from: script, to: command.script } }];
    }
    case 'rearrange-offers': {
      const { offers } = open(state);
      if (sameTerms(offers, command.offers)) return [];
      return [
        { type: 'campaign.offers-rearranged.v1', data: { from: offers, to: command.offers } },
      ];
    }
    case 'admit-call-centres': {
      const { campaignId, callCentreIds } = open(state);
      if (sameTerms(callCentreIds, command.callCentreIds)) return [];
      const data = { campaignId, from: callCentreIds, to: command.callCentreIds };
      return [{ type: 'campaign.call-centres-admitted.v1', data }];
    }
    case 'close': {
      if (state.status === 'closed') return [];
      const { campaignId } = open(state);
      return [{ type: 'campaign.closed.v1', data: { campaignId, reason: command.reason } }];
    }
    default:
      return never(command);
  }
}

const scriptVersionTaken = (version: string) =>
  new DomainError(
    'script-version-taken',
    `Version ${version} of the script has another text: name a new version.`,
    'conflict',
  );

function open(state: CampaignState): KnownCampaign {
  if (state.status === 'none') throw notFound('campaign', 'with this id');
  if (state.status === 'closed') {
    throw new DomainError(
      'campaign-closed',
      'The campaign is closed: nothing about it changes any more.',
    );
  }
  return state;
}

function evolve(state: CampaignState, event: CampaignEvent): CampaignState {
  if (event.type === 'campaign.opened.v1') return { ...event.data, status: 'open' };
  if (state.status === 'none') return state;
  switch (event.type) {
    case 'campaign.script-revised.v1':
      return { ...state, script: event.data.to };
    case 'campaign.offers-rearranged.v1':
      return { ...state, offers: event.data.to };
    case 'campaign.call-centres-admitted.v1':
      return { ...state, callCentreIds: event.data.to };
    case 'campaign.closed.v1':
      return { ...state, status: 'closed' };
    default:
      return never(event);
  }
}

export const campaignDecider: Decider<CampaignCommand, CampaignEvent, CampaignState> = {
  decide,
  evolve,
  initialState: () => ({ status: 'none' }),
};
