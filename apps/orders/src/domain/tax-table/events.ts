import type { RateText } from '@continuo/kernel/rate';

export interface TaxTableTerms {
  readonly country: string;
  /** Empty for a whole country. */
  readonly region: string;
  /** By tax category. */
  readonly rates: Readonly<Record<string, RateText>>;
  readonly shippingTaxable: boolean;
}

export type TaxTableEvent = {
  readonly type: 'tax-table.rates-set.v1';
  readonly data: { readonly from: TaxTableTerms | null; readonly to: TaxTableTerms };
};
