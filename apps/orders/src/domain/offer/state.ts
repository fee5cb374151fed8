import type { OfferTerms, PriceVersion } from './events';

export interface KnownOffer extends OfferTerms {
  readonly status: 'active' | 'withdrawn';
  /** Oldest first; the last one is current. */
  readonly priceVersions: readonly PriceVersion[];
  readonly price: PriceVersion;
}

export type OfferState = { readonly status: 'none' } | KnownOffer;
