import {
  CountryField,
  FlagField,
  IntegerField,
  NestedField,
  RateField,
  TextField,
} from '@continuo/http/fields';
import type { TaxTableTerms } from '../../domain/tax-table/events';

const REGION = /^[A-Z0-9]{1,3}$/;

export class TaxRateBody {
  @TextField({ max: 40, pattern: /^[a-z][a-z0-9-]*$/, example: 'general' }) tax_category!: string;
  @RateField({ example: '0.0825' }) rate!: string;
}

export class TaxTableBody {
  @CountryField() country!: string;
  @TextField({
    pattern: REGION,
    max: 3,
    optional: true,
    example: 'CA',
    description: 'ISO 3166-2 without the country; left out for a whole country',
  })
  region?: string;
  @NestedField(() => TaxRateBody, { array: { min: 1, max: 100 } }) rates!: TaxRateBody[];
  @FlagField({ example: false }) shipping_taxable!: boolean;
}

export class TaxTableView {
  @TextField({ example: 'US-CA' }) jurisdiction!: string;
  @CountryField() country!: string;
  @TextField({ min: 0, example: 'CA' }) region!: string;
  @NestedField(() => TaxRateBody, { array: true }) rates!: TaxRateBody[];
  @FlagField() shipping_taxable!: boolean;
  @IntegerField() revision!: number;
}

export function taxTermsOf(body: TaxTableBody): TaxTableTerms {
  return {
    country: body.country,
    region: body.region ?? '',
    rates: Object.fromEntries(body.rates.map(({ tax_category, rate }) => [tax_category, rate])),
    shippingTaxable: body.shipping_taxable,
  };
}

export function taxTableView(
  jurisdiction: string,
  terms: TaxTableTerms,
  revision: number,
): TaxTableView {
  const rates = Object.entries(terms.rates).map(([tax_category, rate]) => ({ tax_category, rate }));
  const { country, region, shippingTaxable } = terms;
  return { jurisdiction, country, region, rates, shipping_taxable: shippingTaxable, revision };
}
