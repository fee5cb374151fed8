import {
  ChoiceField,
  IdField,
  IntegerField,
  MapField,
  NestedField,
  SkuField,
  TextField,
} from '@continuo/http/fields';
import type { KnownOffer } from '../../domain/offer/state';

export const OFFER_KINDS = ['main', 'upsell', 'cross-sell'] as const;

export class OfferBody {
  @IdField('off', { optional: true, example: 'off_juicer-main' }) offer_id?: string;
  @ChoiceField(OFFER_KINDS, { example: 'main' }) kind!: (typeof OFFER_KINDS)[number];
  @TextField({ example: 'Juicer in four easy payments' }) name!: string;
  @SkuField({ example: 'JUICER-01' }) sku!: string;
  @MapField({ min: 0, example: { USD: 9995 }, description: 'price of one unit by currency' })
  prices_minor!: Record<string, number>;
  @IntegerField({ min: 1, max: 4, optional: true, example: 4, description: '1 when left out' })
  max_instalments?: number;
  @IdField('plan', { optional: true, nullable: true, description: 'the program a sale starts' })
  plan_id?: string | null;
}

export class PriceVersionView {
  @IntegerField({ min: 1 }) version!: number;
  @MapField({ min: 0 }) prices_minor!: Record<string, number>;
}

export class OfferView {
  @IdField('off') offer_id!: string;
  @ChoiceField(OFFER_KINDS) kind!: string;
  @TextField() name!: string;
  @SkuField() sku!: string;
  @IntegerField({ min: 1, max: 4 }) max_instalments!: number;
  @IdField('plan', { nullable: true }) plan_id!: string | null;
  @NestedField(() => PriceVersionView) price!: PriceVersionView;
  @NestedField(() => PriceVersionView, { array: true }) price_versions!: PriceVersionView[];
  @ChoiceField(['active', 'withdrawn']) status!: string;
  @IntegerField() revision!: number;
}

export function offerView(offer: KnownOffer, revision: number): OfferView {
  const versions = offer.priceVersions.map(({ version, pricesMinor }) => ({
    version,
    prices_minor: { ...pricesMinor },
  }));
  return {
    offer_id: offer.offerId,
    kind: offer.kind,
    name: offer.name,
    sku: offer.sku,
    max_instalments: offer.maxInstalments,
    plan_id: offer.planId,
    price: { version: offer.price.version, prices_minor: { ...offer.price.pricesMinor } },
    price_versions: versions,
    status: offer.status,
    revision,
  };
}
