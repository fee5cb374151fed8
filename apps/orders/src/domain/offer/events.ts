import type { PricesMinor } from '../catalogue';

export type OfferKind = 'main' | 'upsell' | 'cross-sell';

/** A version is never changed once it is published. */
export interface PriceVersion {
  readonly version: number;
  readonly pricesMinor: PricesMinor;
}

export interface OfferTerms {
  readonly offerId: string;
  readonly kind: OfferKind;
  readonly name: string;
  readonly sku: string;
  /** The most instalments that may be agreed, 1 to 4. */
  readonly maxInstalments: number;
  /** The continuity plan that a sale starts; null for one-shot offers. */
  readonly planId: string | null;
}

export type OfferEvent =
  | {
      readonly type: 'offer.created.v1';
      readonly data: OfferTerms & { readonly price: PriceVersion };
    }
  | {
      readonly type: 'offer.price-version-published.v1';
      readonly data: { readonly from: PriceVersion; readonly to: PriceVersion };
    }
  | { readonly type: 'offer.withdrawn.v1'; readonly data: { readonly reason: string } };
