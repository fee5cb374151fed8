import { type Decider, never } from '@continuo/kernel/decider';
import { notFound } from '@continuo/kernel/domain-error';
import { alreadyExists, type PricesMinor, sameTerms } from '../catalogue';
import type { ProductEvent, ProductTerms } from './events';
import type { KnownProduct, ProductState } from './state';

export type ProductCommand =
  | { readonly kind: 'register'; readonly terms: ProductTerms }
  | { readonly kind: 'rename'; readonly name: string }
  | { readonly kind: 'reprice'; readonly pricesMinor: PricesMinor }
  | { readonly kind: 'discontinue'; readonly reason: string };

function decide(command: ProductCommand, state: ProductState): readonly ProductEvent[] {
  switch (command.kind) {
    case 'register': {
      if (state.status === 'none') return [{ type: 'product.registered.v1', data: command.terms }];
      const { status: _, ...terms } = state;
      if (sameTerms(terms, command.terms)) return [];
      throw alreadyExists('product', state.sku);
    }
    case 'rename': {
      const { name } = known(state);
      if (name === command.name) return [];
      return [{ type: 'product.renamed.v1', data: { from: name, to: command.name } }];
    }
    case 'reprice': {
      const { pricesMinor } = known(state);
      if (sameTerms(pricesMinor, command.pricesMinor)) return [];
      const data = { from: pricesMinor, to: command.pricesMinor };
      return [{ type: 'product.repriced.v1', data }];
    }
    case 'discontinue':
      if (known(state).status === 'discontinued') return [];
      return [{ type: 'product.discontinued.v1', data: { reason: command.reason } }];
    default:
      return never(command);
  }
}

function known(state: ProductState): KnownProduct {
  if (state.status === 'none') throw notFound('product', 'with this SKU');
  return state;
}

function evolve(state: ProductState, event: ProductEvent): ProductState {
  if (event.type === 'product.registered.v1') return { ...event.data, status: 'active' };
  if (state.status === 'none') return state;
  switch (event.type) {
    case 'product.renamed.v1':
      return { ...state, name: event.data.to };
    case 'product.repriced.v1':
      return { ...state, pricesMinor: event.data.to };
    case 'product.discontinued.v1':
      return { ...state, status: 'discontinued' };
    default:
      return never(event);
  }
}

export const productDecider: Decider<ProductCommand, ProductEvent, ProductState> = {
  decide,
  evolve,
  initialState: () => ({ status: 'none' }),
};
