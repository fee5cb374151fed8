import {
  ChoiceField,
  FlagField,
  IntegerField,
  MapField,
  SkuField,
  TextField,
} from '@continuo/http/fields';
import type { KnownProduct } from '../../domain/product/state';

const TAX_CATEGORY = /^[a-z][a-z0-9-]{0,39}$/;

export class ProductBody {
  @SkuField({ example: 'JUICER-01' }) sku!: string;
  @TextField({ example: 'Countertop juicer' }) name!: string;
  @MapField({ min: 0, example: { USD: 9995 }, description: 'minor units by currency' })
  prices_minor!: Record<string, number>;
  @TextField({ pattern: TAX_CATEGORY, max: 40, example: 'general' }) tax_category!: string;
  @FlagField({ example: true }) returnable!: boolean;
  @IntegerField({ min: 0, max: 1_000_000, optional: true, nullable: true, example: 3400 })
  shipping_weight_grams?: number | null;
}

export class ProductView extends ProductBody {
  @ChoiceField(['active', 'discontinued']) status!: string;
  @IntegerField() revision!: number;
}

export class RenameBody {
  @TextField({ example: 'Countertop juicer, steel' }) name!: string;
}

export class PricesBody {
  @MapField({ min: 0, example: { USD: 8995 } }) prices_minor!: Record<string, number>;
}

export class ReasonBody {
  @TextField({ max: 500, example: 'season is over' }) reason!: string;
}

export function productView(product: KnownProduct, revision: number): ProductView {
  return {
    sku: product.sku,
    name: product.name,
    prices_minor: { ...product.pricesMinor },
    tax_category: product.taxCategory,
    returnable: product.returnable,
    shipping_weight_grams: product.shippingWeightGrams,
    status: product.status,
    revision,
  };
}
