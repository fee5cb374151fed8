import {
  AmountMinorField,
  ChoiceField,
  CurrencyField,
  IdField,
  InstantField,
  IntegerField,
  NestedField,
  TextField,
  ZoneField,
} from '@continuo/http/fields';
import type { CampaignOffers, CampaignTerms } from '../../domain/campaign/events';
import type { KnownCampaign } from '../../domain/campaign/state';
import { requirePhone } from '../../application/selling/contact';

export class ScriptBody {
  @TextField({ max: 64, example: 'spring-1' }) version!: string;
  @TextField({ max: 20_000, example: 'Thank you for calling! ...' }) text!: string;
}

export class CampaignOffersBody {
  @IdField('off', { array: { min: 1, max: 50 }, example: ['off_juicer-main'] }) main!: string[];
  @IdField('off', { array: { max: 50 }, optional: true, example: ['off_blades-upsell'] })
  upsell_path?: string[];
  @IdField('off', { array: { max: 50 }, optional: true, example: ['off_greens-club'] })
  cross_sells?: string[];
}

export class ShippingBody {
  @AmountMinorField({ example: 995 }) per_order_minor!: number;
  @AmountMinorField({ optional: true, nullable: true, example: 15000 })
  free_from_goods_minor?: number | null;
}

export class CallCentresBody {
  @IdField('cc', { array: { min: 1, max: 100 }, example: ['cc_northline'] })
  call_centre_ids!: string[];
}

export class CampaignBody extends CallCentresBody {
  @IdField('cmp', { optional: true, example: 'cmp_spring-tv' }) campaign_id?: string;
  @TextField({ example: 'Spring television spot' }) name!: string;
  @TextField({ array: { min: 1, max: 50 }, max: 40, example: ['+18005550100'] }) dnis!: string[];
  @TextField({ array: { max: 50 }, max: 64, optional: true, example: ['SPRING26'] })
  source_codes?: string[];
  @AmountMinorField({ optional: true, example: 2500000 }) media_cost_minor?: number;
  @CurrencyField() currency!: string;
  @ZoneField() zone!: string;
  @InstantField({ example: '2026-01-01T00:00:00Z' }) from!: string;
  @InstantField({ optional: true, nullable: true, description: 'exclusive' }) until?: string | null;
  @NestedField(() => CampaignOffersBody) offers!: CampaignOffersBody;
  @NestedField(() => ScriptBody) script!: ScriptBody;
  @NestedField(() => ShippingBody, { optional: true }) shipping?: ShippingBody;
}

export class CampaignView extends CampaignBody {
  @ChoiceField(['open', 'closed']) status!: string;
  @IntegerField() revision!: number;
}

export function offersOf(body: CampaignOffersBody): CampaignOffers {
  return {
    main: body.main,
    upsellPath: body.upsell_path ?? [],
    crossSells: body.cross_sells ?? [],
  };
}

export function termsOf(body: CampaignBody, campaignId: string): CampaignTerms {
  return {
    campaignId,
    name: body.name,
    dnis: [...new Set(body.dnis.map((number, index) => requirePhone(number, `/dnis/${index}`)))],
    sourceCodes: body.source_codes ?? [],
    mediaCostMinor: body.media_cost_minor ?? 0,
    currency: body.currency,
    zone: body.zone,
    from: body.from,
    until: body.until ?? null,
    offers: offersOf(body.offers),
    callCentreIds: body.call_centre_ids,
    script: { version: body.script.version, text: body.script.text },
    shipping: {
      perOrderMinor: body.shipping?.per_order_minor ?? 0,
      freeFromGoodsMinor: body.shipping?.free_from_goods_minor ?? null,
    },
  };
}

export function campaignView(campaign: KnownCampaign, revision: number): CampaignView {
  const { offers, shipping, script } = campaign;
  return {
    campaign_id: campaign.campaignId,
    name: campaign.name,
    dnis: [...campaign.dnis],
    source_codes: [...campaign.sourceCodes],
    media_cost_minor: campaign.mediaCostMinor,
    currency: campaign.currency,
    zone: campaign.zone,
    from: campaign.from,
    until: campaign.until,
    offers: {
      main: [...offers.main],
      upsell_path: [...offers.upsellPath],
      cross_sells: [...offers.crossSells],
    },
    call_centre_ids: [...campaign.callCentreIds],
    script: { version: script.version, text: script.text },
    shipping: {
      per_order_minor: shipping.perOrderMinor,
      free_from_goods_minor: shipping.freeFromGoodsMinor,
    },
    status: campaign.status,
    revision,
  };
}
