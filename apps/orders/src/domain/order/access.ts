import { DomainError } from '@continuo/kernel/domain-error';
import type { Instant } from '@continuo/kernel/instant';
import type { AgentState } from '../agent/decider';
import { type CampaignState, isActive, type KnownCampaign } from '../campaign/state';
import type { OrderState } from './state';

/** Whoever sells: an agent of a call centre, or the seller's own systems. */
export interface SellingParty {
  readonly agentId: string | null;
  readonly callCentreId: string | null;
}

/** The call centre that a caller is bound to, null when it may see all. */
export type BoundTo = string | null;

/** An order of another call centre is as good as none: its existence is not confirmed. */
export function maySee(order: OrderState, boundTo: BoundTo): boolean {
  if (order.status === 'none') return false;
  return boundTo === null || order.sale.callCentreId === boundTo;
}

/** The call centre for which a sale is made; the agent must be one of its own. */
export function sellingCentre(party: SellingParty, agent: AgentState | null): string | null {
  if (party.agentId === null) return party.callCentreId;
  if (!agent || agent.status !== 'active') {
    throw new DomainError(
      'agent-unknown',
      `There is no active agent ${party.agentId}.`,
      'forbidden',
    );
  }
  if (party.callCentreId !== null && agent.callCentreId !== party.callCentreId) {
    const detail = `Agent ${party.agentId} does not belong to the caller's call centre.`;
    throw new DomainError('agent-not-in-centre', detail, 'forbidden');
  }
  return agent.callCentreId;
}

/** The campaign, if orders may be taken for it now by this call centre. */
export function requireOpenCampaign(
  campaign: CampaignState,
  centre: string | null,
  now: Instant,
): KnownCampaign {
  if (campaign.status === 'none') {
    throw new DomainError('campaign-unknown', 'There is no such campaign.', 'invalid');
  }
  if (centre !== null && !campaign.callCentreIds.includes(centre)) {
    const detail = 'The campaign is not open to this call centre.';
    throw new DomainError('campaign-not-for-centre', detail, 'forbidden');
  }
  if (!isActive(campaign, now)) {
    const { status, from, until } = campaign;
    throw new DomainError(
      'campaign-not-active',
      'The campaign takes no orders now.',
      'not-allowed-now',
      {
        status,
        from,
        until,
      },
    );
  }
  return campaign;
}
