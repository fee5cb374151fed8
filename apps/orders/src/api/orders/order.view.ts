import {
  AmountMinorField,
  ChoiceField,
  CurrencyField,
  FlagField,
  IdField,
  InstantField,
  IntegerField,
  IntervalField,
  LocalDateField,
  NestedField,
  QuantityField,
  RateField,
  SkuField,
  TextField,
} from '@continuo/http/fields';
import { ORDER_STATUSES, ShipToBody } from './order.dto';

export class ProgramTermsView {
  @IdField('plan') plan_id!: string;
  @IntegerField() plan_version!: number;
  @IntervalField() interval!: string;
  @SkuField() sku!: string;
  @QuantityField() quantity!: number;
  @AmountMinorField() unit_price_minor!: number;
  @AmountMinorField() shipping_minor!: number;
}

export class BundleView {
  @SkuField() sku!: string;
  @TextField() name!: string;
  @QuantityField() quantity!: number;
}

export class BundleComponentView extends BundleView {}

export class OrderLineView {
  @TextField({ example: 'line-1' }) line_id!: string;
  @ChoiceField(['main', 'upsell', 'cross-sell', 'continuity']) kind!: string;
  @IdField('off', { nullable: true }) offer_id!: string | null;
  @IntegerField({ nullable: true }) offer_price_version!: number | null;
  @SkuField() sku!: string;
  @TextField() name!: string;
  @QuantityField() quantity!: number;
  @AmountMinorField() unit_price_minor!: number;
  @IntegerField({ min: 1, max: 4 }) instalments!: number;
  @NestedField(() => ProgramTermsView, { nullable: true }) program!: ProgramTermsView | null;
  @NestedField(() => BundleView, { optional: true, description: 'that it is a component of' })
  bundle?: BundleView;
  @NestedField(() => BundleComponentView, {
    array: true,
    optional: true,
    description: 'of a bundle in a draft: its lines when it is quoted and placed',
  })
  components?: BundleComponentView[];
  /** From here on: of placed and quoted orders. */
  @AmountMinorField({ optional: true }) goods_minor?: number;
  @AmountMinorField({ optional: true }) shipping_minor?: number;
  @AmountMinorField({ optional: true }) tax_minor?: number;
  @TextField({ optional: true, example: 'US-CA' }) tax_jurisdiction?: string;
  @RateField({ optional: true }) tax_rate?: string;
  @AmountMinorField({ optional: true }) tax_basis_minor?: number;
  @AmountMinorField({ optional: true }) total_minor?: number;
  @AmountMinorField({ optional: true, array: true }) instalments_minor?: number[];
  @IntegerField({ optional: true }) shipped_quantity?: number;
  @IntegerField({ optional: true }) cancelled_quantity?: number;
  @TextField({ optional: true, description: 'of imported orders: exact, in major units' })
  unit_price?: string;
  @InstantField({ optional: true, description: 'of imported orders' }) ordered_at?: string;
}

export class InstalmentView {
  @IntegerField({ min: 1, max: 4 }) number!: number;
  @LocalDateField() due_on!: string;
  @AmountMinorField() amount_minor!: number;
}

export class DeclineView {
  @ChoiceField(['soft', 'hard']) decline!: string;
  @TextField() code!: string;
  @FlagField() final!: boolean;
  @InstantField({ nullable: true }) retry_at!: string | null;
}

export class OrderPaymentView {
  @ChoiceField(['requested', 'authorised', 'declined', 'unknown']) state!: string;
  @TextField({ nullable: true }) payment_id!: string | null;
  @NestedField(() => DeclineView, { nullable: true }) last_decline!: DeclineView | null;
  @IdField('plk', { nullable: true, description: 'by which the last token came, if by one' })
  payment_link_id!: string | null;
  @AmountMinorField() captured_minor!: number;
  @AmountMinorField() refunded_minor!: number;
}

export class ConsentView {
  @TextField() script_version!: string;
  @TextField() words!: string;
  @TextField({ nullable: true }) recording_reference!: string | null;
  @InstantField() given_at!: string;
}

export class PackageLineView {
  @TextField() line_id!: string;
  @SkuField() sku!: string;
  @QuantityField() quantity!: number;
}

export class PackageView {
  @TextField() package_id!: string;
  @TextField() shipment_id!: string;
  @TextField() carrier!: string;
  @TextField() tracking_number!: string;
  @NestedField(() => PackageLineView, { array: true }) lines!: PackageLineView[];
  @InstantField() shipped_at!: string;
  @InstantField({ nullable: true }) delivered_at!: string | null;
}

export class CancellationView {
  @ChoiceField(['requested', 'refused', 'done']) state!: string;
  @TextField() reason!: string;
}

export class ImportedFromView {
  @TextField({ example: 'online-retail' }) source!: string;
  @TextField({ example: '489434' }) number!: string;
  @ChoiceField(['order', 'cancellation', 'adjustment']) document!: string;
  @InstantField() ordered_at!: string;
  @TextField({ nullable: true }) country!: string | null;
  @TextField({ nullable: true, description: 'who sold it, as the source names them' })
  sold_by!: string | null;
}

export class OrderView {
  @IdField('ord') order_id!: string;
  @ChoiceField(ORDER_STATUSES) status!: string;
  @IdField('cus', { nullable: true, description: 'unknown for some imported orders' })
  customer_id!: string | null;
  @TextField({ nullable: true }) campaign_id!: string | null;
  @TextField({ nullable: true }) call_id!: string | null;
  @TextField({ nullable: true }) agent_id!: string | null;
  @TextField({ nullable: true }) call_centre_id!: string | null;
  @TextField({ nullable: true, description: 'of a cycle of a program' })
  subscription_id!: string | null;
  @IntegerField({ nullable: true }) cycle!: number | null;
  @CurrencyField() currency!: string;
  @NestedField(() => OrderLineView, { array: true }) lines!: OrderLineView[];
  @LocalDateField({ nullable: true }) placed_on!: string | null;
  @LocalDateField({
    nullable: true,
    description: 'the day on which it goes to fulfilment, where that is later than the charge',
  })
  ship_on!: string | null;
  @AmountMinorField({ nullable: true }) goods_minor!: number | null;
  @AmountMinorField({ nullable: true }) shipping_minor!: number | null;
  @AmountMinorField({ nullable: true }) tax_minor!: number | null;
  @AmountMinorField({ nullable: true }) total_minor!: number | null;
  @AmountMinorField({ nullable: true, description: 'still to be captured' })
  due_minor!: number | null;
  @NestedField(() => InstalmentView, { array: true }) instalments!: InstalmentView[];
  @NestedField(() => OrderPaymentView, { nullable: true }) payment!: OrderPaymentView | null;
  @NestedField(() => ConsentView, { nullable: true }) consent!: ConsentView | null;
  @TextField({ nullable: true, description: 'why it is held' }) hold_reason!: string | null;
  @NestedField(() => PackageView, { array: true }) packages!: PackageView[];
  @NestedField(() => CancellationView, { nullable: true }) cancellation!: CancellationView | null;
  @NestedField(() => ShipToBody, {
    optional: true,
    nullable: true,
    description: 'only where one order is read; null when the customer was erased',
  })
  ship_to?: ShipToBody | null;
  @NestedField(() => ImportedFromView, { optional: true, description: 'only of imported orders' })
  imported?: ImportedFromView;
  @IntegerField() revision!: number;
}
