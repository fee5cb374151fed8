import {
  FlagField,
  IdField,
  IntegerField,
  NestedField,
  SkuField,
  TextField,
} from '@continuo/http/fields';
import type { Vendor } from '../domain/routing-table/events';

/** Where a vendor stands when nothing is said about it. */
const DEFAULT_PRIORITY = 100;

export class VendorRoutingDto {
  @SkuField({
    optional: true,
    array: { max: 10_000 },
    example: ['JUICER-01'],
    description: 'SKUs the vendor ships; left out when it serves all',
  })
  skus?: string[];

  @FlagField({ optional: true, description: 'ships every SKU; false by default' })
  serves_all?: boolean;

  @IntegerField({
    min: 1,
    max: 1_000,
    optional: true,
    example: DEFAULT_PRIORITY,
    description: `1 is asked first; ${DEFAULT_PRIORITY} by default`,
  })
  priority?: number;
}

export class RegisterVendorDto extends VendorRoutingDto {
  @IdField('ven', { example: 'ven_parcelhouse' })
  vendor_id!: string;

  @TextField({ example: 'Parcel House' })
  name!: string;
}

export class VendorView {
  @IdField('ven', { example: 'ven_parcelhouse' })
  vendor_id!: string;

  @TextField({ example: 'Parcel House' })
  name!: string;

  @SkuField({ array: true, example: ['JUICER-01'] })
  skus!: readonly string[];

  @FlagField()
  serves_all!: boolean;

  @IntegerField({ min: 1, max: 1_000 })
  priority!: number;
}

export class VendorListView {
  @NestedField(() => VendorView, { array: true })
  items!: readonly VendorView[];
}

export function routingOf(dto: VendorRoutingDto) {
  const { skus = [], serves_all: servesAll = false, priority = DEFAULT_PRIORITY } = dto;
  return { skus, servesAll, priority };
}

export function vendorView({ vendorId, name, skus, servesAll, priority }: Vendor): VendorView {
  return { vendor_id: vendorId, name, skus, serves_all: servesAll, priority };
}
