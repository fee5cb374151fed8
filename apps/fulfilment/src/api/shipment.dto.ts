import {
  ChoiceField,
  InstantField,
  IntegerField,
  LocalDateField,
  NestedField,
  QuantityField,
  SkuField,
  TextField,
} from '@continuo/http/fields';
import { PageQuery } from '@continuo/http/paging';
import { SHIPMENT_STATUSES } from '../domain/shipment/status';

export class ShipmentLineView {
  @TextField({ example: 'line_1' })
  line_id!: string;

  @SkuField({ example: 'JUICER-01' })
  sku!: string;

  @TextField({ example: 'Juicer' })
  name!: string;

  @QuantityField()
  quantity!: number;
}

export class ShippedLineView {
  @TextField({ example: 'line_1' })
  line_id!: string;

  @SkuField({ example: 'JUICER-01' })
  sku!: string;

  @QuantityField()
  quantity!: number;
}

export class ShippedPackageView {
  @TextField({ example: 'pkg_1' })
  package_id!: string;

  @NestedField(() => ShippedLineView, { array: true })
  lines!: ShippedLineView[];

  @TextField({ example: 'UPS' })
  carrier!: string;

  @TextField({ example: '1Z999AA10123456784' })
  tracking_number!: string;

  @InstantField()
  shipped_at!: string;

  @InstantField({ nullable: true })
  delivered_at!: string | null;
}

export class ShipmentView {
  @TextField({ example: 'shp_3f2a' })
  shipment_id!: string;

  @TextField({ example: 'ord_3f2a' })
  order_id!: string;

  @TextField({ example: 'ven_parcelhouse' })
  vendor_id!: string;

  @ChoiceField(SHIPMENT_STATUSES)
  status!: string;

  @IntegerField({ min: 1, description: 'the release of the order that it belongs to' })
  release!: number;

  @NestedField(() => ShipmentLineView, { array: true })
  lines!: ShipmentLineView[];

  @NestedField(() => ShippedLineView, { array: true, description: 'neither shipped nor cancelled' })
  remaining!: ShippedLineView[];

  @NestedField(() => ShippedLineView, { array: true })
  cancelled!: ShippedLineView[];

  @NestedField(() => ShippedPackageView, { array: true })
  packages!: ShippedPackageView[];

  @TextField({
    nullable: true,
    description:
      'why it was rejected, backordered or cancelled; past-due while it is held because of what its customer owes',
  })
  reason!: string | null;

  @LocalDateField({ nullable: true, description: 'when backordered goods are expected' })
  expected_on!: string | null;

  @InstantField()
  requested_at!: string;
}

export class ShipmentRequestItemView {
  @TextField({ example: 'shp_3f2a' })
  shipment_id!: string;

  @TextField({ example: 'ord_3f2a' })
  order_id!: string;

  @TextField({ example: 'ven_parcelhouse' })
  vendor_id!: string;

  @ChoiceField(SHIPMENT_STATUSES)
  status!: string;

  @IntegerField({ min: 0, description: 'its ETag, as the list knows it' })
  revision!: number;

  @NestedField(() => ShipmentLineView, { array: true })
  lines!: ShipmentLineView[];

  @InstantField()
  requested_at!: string;
}

export class ShipmentRequestsQueryDto extends PageQuery {
  @ChoiceField(SHIPMENT_STATUSES, { optional: true, example: 'requested' })
  status?: string;

  @TextField({ optional: true, description: 'for admins; a vendor sees its own' })
  vendor_id?: string;
}

export class ShipmentsOfOrderQueryDto extends PageQuery {
  @TextField({ example: 'ord_3f2a' })
  order_id!: string;
}
