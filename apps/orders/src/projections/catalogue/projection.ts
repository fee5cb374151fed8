import { idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import type { Change, Projection } from '@continuo/read-store/projection';
import type { CallCentreEvent } from '../../domain/call-centre/events';
import type { AgentEvent } from '../../domain/agent/events';
import type { CampaignEvent } from '../../domain/campaign/events';
import type { DnisEvent } from '../../domain/dnis/events';
import type { OfferEvent } from '../../domain/offer/events';
import type { ProductEvent } from '../../domain/product/events';
import type { TaxTableEvent } from '../../domain/tax-table/events';

export type CatalogueKind = 'product' | 'offer' | 'campaign' | 'callcentre' | 'agent' | 'taxtable';

/** What there is in the catalogue; what is shown of it comes from the streams themselves. */
export interface CatalogueTables {
  catalogue_entries: { kind: CatalogueKind; id: string };
  /** Which campaigns a call centre may sell. */
  catalogue_campaign_centres: { call_centre_id: string; campaign_id: string };
  /** The campaign that each number was last assigned to. */
  catalogue_dnis: { dnis: string; campaign_id: string };
}

type CatalogueEvent =
  | ProductEvent
  | OfferEvent
  | CampaignEvent
  | CallCentreEvent
  | AgentEvent
  | TaxTableEvent
  | DnisEvent;

const entry = (kind: CatalogueKind, id: string): Change => ({
  op: 'put',
  table: 'catalogue_entries',
  row: { kind, id },
});

const centre = (callCentreId: string, campaignId: string): Change => ({
  op: 'put',
  table: 'catalogue_campaign_centres',
  row: { campaign_id: campaignId, call_centre_id: callCentreId },
});

function evolve(recorded: RecordedEvent): readonly Change[] {
  const event = recorded as RecordedEvent & CatalogueEvent;
  switch (event.type) {
    case 'product.registered.v1':
      return [entry('product', event.data.sku)];
    case 'offer.created.v1':
      return [entry('offer', event.data.offerId)];
    case 'call-centre.registered.v1':
      return [entry('callcentre', event.data.callCentreId)];
    case 'agent.registered.v1':
      return [entry('agent', event.data.agentId)];
    case 'tax-table.rates-set.v1':
      return [entry('taxtable', idOf(recorded.stream))];
    case 'campaign.opened.v1': {
      const { campaignId, callCentreIds } = event.data;
      return [entry('campaign', campaignId), ...callCentreIds.map((id) => centre(id, campaignId))];
    }
    case 'campaign.call-centres-admitted.v1': {
      const { campaignId, to } = event.data;
      const table = 'catalogue_campaign_centres';
      const key = { campaign_id: campaignId };
      return [{ op: 'remove', table, key }, ...to.map((id) => centre(id, campaignId))];
    }
    case 'dnis.assigned.v1': {
      const { dnis, campaignId } = event.data;
      return [{ op: 'put', table: 'catalogue_dnis', row: { dnis, campaign_id: campaignId } }];
    }
    default:
      return [];
  }
}

export const catalogueProjection: Projection = {
  name: 'catalogue',
  version: 1,
  categories: ['product', 'offer', 'campaign', 'callcentre', 'agent', 'taxtable', 'dnis'],
  tables: {
    catalogue_entries: { columns: { kind: 'text', id: 'text' }, key: ['kind', 'id'] },
    catalogue_campaign_centres: {
      columns: { campaign_id: 'text', call_centre_id: 'text' },
      key: ['campaign_id', 'call_centre_id'],
      indexes: [['call_centre_id', 'campaign_id']],
    },
    catalogue_dnis: {
      columns: { dnis: 'text', campaign_id: 'text' },
      key: ['dnis'],
      indexes: [['campaign_id']],
    },
  },
  evolve,
};
