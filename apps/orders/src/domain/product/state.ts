import type { ProductTerms } from './events';

export interface KnownProduct extends ProductTerms {
  readonly status: 'active' | 'discontinued';
}

export type ProductState = { readonly status: 'none' } | KnownProduct;
