import type { PricesMinor } from '../catalogue';

export interface ProductTerms {
  readonly sku: string;
  readonly name: string;
  readonly pricesMinor: PricesMinor;
  readonly taxCategory: string;
  readonly returnable: boolean;
  readonly shippingWeightGrams: number | null;
}

export type ProductEvent =
  | { readonly type: 'product.registered.v1'; readonly data: ProductTerms }
  | {
      readonly type: 'product.renamed.v1';
      readonly data: { readonly from: string; readonly to: string };
    }
  | {
      readonly type: 'product.repriced.v1';
      readonly data: { readonly from: PricesMinor; readonly to: PricesMinor };
    }
  | { readonly type: 'product.discontinued.v1'; readonly data: { readonly reason: string } };
