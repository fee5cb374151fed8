import { type Decider, never } from '@continuo/kernel/decider';
import { notFound } from '@continuo/kernel/domain-error';
import { alreadyExists, type PricesMinor, sameTerms } from '../catalogue';
import type { OfferEvent, OfferTerms } from './events';
import type { KnownOffer, OfferState } from './state';

export type OfferCommand =
  | { readonly kind: 'create'; readonly terms: OfferTerms; readonly pricesMinor: PricesMinor }
  | { readonly kind: 'publish-price-version'; readonly pricesMinor: PricesMinor }
  | { readonly kind: 'withdraw'; readonly reason: string };

function decide(command: OfferCommand, state: OfferState): readonly OfferEvent[] {
  switch (command.kind) {
    case 'create': {
      const price = { version: 1, pricesMinor: command.pricesMinor };
      if (state.status === 'none') {
        return [{ type: 'offer.created.v1', data: { ...command.terms, price } }];
      }
      const { status: _, priceVersions, price: __, ...terms } = state;
      if (sameTerms(terms, command.terms) && sameTerms(priceVersions[0], price)) return [];
      throw alreadyExists('offer', state.offerId);
    }
    case 'publish-price-version': {
      const { price } = known(state);
      if (sameTerms(price.pricesMinor, command.pricesMinor)) return [];
      const to = { version: price.version + 1, pricesMinor: command.pricesMinor };
      return [{ type: 'offer.price-version-published.v1', data: { from: price, to } }];
    }
    case 'withdraw':
      if (known(state).status === 'withdrawn') return [];
      return [{ type: 'offer.withdrawn.v1', data: { reason: command.reason } }];
    default:
      return never(command);
  }
}

function known(state: OfferState): KnownOffer {
  if (state.status === 'none') throw notFound('offer', 'with this id');
  return state;
}

function evolve(state: OfferState, event: OfferEvent): OfferState {
  if (event.type === 'offer.created.v1') {
    return { ...event.data, status: 'active', priceVersions: [event.data.price] };
  }
  if (state.status === 'none') return state;
  switch (event.type) {
    case 'offer.price-version-published.v1': {
      const price = event.data.to;
      return { ...state, price, priceVersions: [...state.priceVersions, price] };
    }
    case 'offer.withdrawn.v1':
      return { ...state, status: 'withdrawn' };
    default:
      return never(event);
  }
}

export const offerDecider: Decider<OfferCommand, OfferEvent, OfferState> = {
  decide,
  evolve,
  initialState: () => ({ status: 'none' }),
};
