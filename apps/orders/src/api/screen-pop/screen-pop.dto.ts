import {
  AmountMinorField,
  ChoiceField,
  CurrencyField,
  IdField,
  IntegerField,
  NestedField,
  SkuField,
  TextField,
} from '@continuo/http/fields';
import type { Candidate, ScreenPop } from '../../application/screen-pop/screen-pop.query';
import { OFFER_KINDS } from '../catalogue/offer.dto';
import { ScriptBody } from '../catalogue/campaign.dto';
import { NameBody, PostalAddressBody } from '../customers/customer.dto';
import { OrderSummaryView, showSummary } from '../orders/order-lookup.controller';

export class ScreenPopQueryDto {
  @TextField({ max: 40, example: '+18005550100' }) dnis!: string;
  @TextField({ max: 40, optional: true, example: '+19165550123' }) ani?: string;
  @TextField({ max: 128, optional: true }) call_id?: string;
  @ChoiceField(['json', 'flat'], { optional: true }) format?: string;
}

export class PoppedOfferView {
  @IdField('off') offer_id!: string;
  @ChoiceField(OFFER_KINDS) kind!: string;
  @TextField() name!: string;
  @SkuField() sku!: string;
  @AmountMinorField({ nullable: true }) price_minor!: number | null;
  @CurrencyField() currency!: string;
  @IntegerField() price_version!: number;
  @IntegerField({ min: 1, max: 4 }) max_instalments!: number;
  @IdField('plan', { nullable: true }) plan_id!: string | null;
}

export class PoppedCampaignView {
  @IdField('cmp') campaign_id!: string;
  @TextField() name!: string;
  @CurrencyField() currency!: string;
  @NestedField(() => ScriptBody) script!: ScriptBody;
  @IdField('off', { array: true }) upsell_path!: string[];
}

export class PoppedProgramView {
  @IdField('sub') subscription_id!: string;
  @IdField('plan') plan_id!: string;
  @SkuField() sku!: string;
  @IntegerField() quantity!: number;
  @TextField() interval!: string;
  @AmountMinorField() unit_price_minor!: number;
  @CurrencyField() currency!: string;
  @TextField({ nullable: true }) next_cycle_on!: string | null;
  @TextField() status!: string;
}

export class BalanceView {
  @CurrencyField() currency!: string;
  @AmountMinorField({ description: 'placed and not yet captured' }) balance_minor!: number;
}

export class CandidateView {
  @IdField('cus') customer_id!: string;
  @IntegerField({ min: 0, max: 100 }) score!: number;
  @TextField({ array: true }) why!: string[];
  @NestedField(() => NameBody) name!: NameBody;
  @TextField({ nullable: true }) phone!: string | null;
  @TextField({ nullable: true }) email!: string | null;
  @NestedField(() => PostalAddressBody, { nullable: true }) address!: PostalAddressBody | null;
  @NestedField(() => OrderSummaryView, { array: true }) orders!: OrderSummaryView[];
  @NestedField(() => PoppedProgramView, { array: true }) programs!: PoppedProgramView[];
  @NestedField(() => BalanceView, { array: true }) balances!: BalanceView[];
}

export class ScreenPopView {
  @TextField({ nullable: true }) call_id!: string | null;
  @NestedField(() => PoppedCampaignView) campaign!: PoppedCampaignView;
  @NestedField(() => PoppedOfferView, { array: true }) offers!: PoppedOfferView[];
  @NestedField(() => CandidateView, { array: true }) candidates!: CandidateView[];
}

export function showScreenPop(
  { campaign, offers, candidates }: ScreenPop,
  callId: string | null,
): ScreenPopView {
  const { campaignId, name, currency, script } = campaign;
  return {
    call_id: callId,
    campaign: {
      campaign_id: campaignId,
      name,
      currency,
      script: { version: script.version, text: script.text },
      upsell_path: [...campaign.offers.upsellPath],
    },
    offers: offers.map((offer) => ({
      offer_id: offer.offerId,
      kind: offer.kind,
      name: offer.name,
      sku: offer.sku,
      price_minor: offer.price.pricesMinor[currency] ?? null,
      currency,
      price_version: offer.price.version,
      max_instalments: offer.maxInstalments,
      plan_id: offer.planId,
    })),
    candidates: candidates.map(showCandidate),
  };
}

function showCandidate({ profile, ...candidate }: Candidate): CandidateView {
  const { address } = profile;
  return {
    customer_id: candidate.customerId,
    score: candidate.score,
    why: [...candidate.why],
    name: { ...profile.name },
    phone: profile.phone,
    email: profile.email,
    address: address && { ...address, lines: [...address.lines] },
    orders: candidate.orders.map(showSummary),
    programs: candidate.programs.map((program) => ({ ...program })),
    balances: candidate.balances.map((balance) => ({ ...balance })),
  };
}
