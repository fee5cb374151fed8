import {
  ChoiceField,
  InstantField,
  IntegerField,
  LocalDateField,
  NestedField,
  TextField,
} from '@continuo/http/fields';
import { PageView } from '@continuo/http/paging';
import { SHIPMENT_STATUSES } from '../domain/shipment/status';

export class TrackedPackageView {
  @TextField({ example: 'pkg-1001' })
  package_id!: string;

  @TextField({ example: 'UPS' })
  carrier!: string;

  @TextField({ example: '1Z999AA10123456784' })
  tracking_number!: string;

  @InstantField()
  shipped_at!: string;

  @InstantField({ nullable: true })
  delivered_at!: string | null;
}

export class OrderShipmentView {
  @TextField({ example: 'ord_3f2a' })
  order_id!: string;

  @TextField({ example: 'shp_3f2a' })
  shipment_id!: string;

  @TextField({ example: 'ven_parcelhouse' })
  vendor_id!: string;

  @IntegerField({ min: 1 })
  release!: number;

  @ChoiceField(SHIPMENT_STATUSES)
  status!: string;

  @IntegerField({ min: 0 })
  revision!: number;

  @LocalDateField({ nullable: true })
  expected_on!: string | null;

  @NestedField(() => TrackedPackageView, { array: true })
  packages!: TrackedPackageView[];
}

export class OrderShipmentPageView extends PageView {
  @NestedField(() => OrderShipmentView, { array: true })
  items!: OrderShipmentView[];
}
