import {
  AmountMinorField,
  ChoiceField,
  IntegerField,
  LocalDateField,
  QuantityField,
  SkuField,
  TextField,
} from '@continuo/http/fields';
import type { ScheduledCycle } from '../domain/subscription/schedule';
import type { CycleDate } from '../domain/subscription/terms';

/** A cycle ahead; it is charged and handed to shipping on its date. */
export class ScheduledCycleView {
  @IntegerField({ min: 2 })
  cycle!: number;

  @LocalDateField({ example: '2027-01-31' })
  due_on!: string;

  @ChoiceField(['scheduled', 'skipped'])
  status!: string;

  @SkuField()
  sku!: string;

  @TextField()
  name!: string;

  @QuantityField()
  quantity!: number;

  @AmountMinorField()
  unit_price_minor!: number;

  @AmountMinorField({ description: 'quantity x unit price; 0 when skipped' })
  goods_minor!: number;

  @AmountMinorField({ example: 595 })
  shipping_minor!: number;

  @AmountMinorField({ description: 'tax is added on the day' })
  total_before_tax_minor!: number;
}

export class CycleDateView {
  @IntegerField({ min: 2 })
  cycle!: number;

  @LocalDateField()
  on!: string;
}

export function scheduledCycleView(cycle: ScheduledCycle): ScheduledCycleView {
  return {
    cycle: cycle.cycle,
    due_on: cycle.dueOn,
    status: cycle.status,
    sku: cycle.sku,
    name: cycle.name,
    quantity: cycle.quantity,
    unit_price_minor: cycle.unitPriceMinor,
    goods_minor: cycle.goodsMinor,
    shipping_minor: cycle.shippingMinor,
    total_before_tax_minor: cycle.totalBeforeTaxMinor,
  };
}

export function cycleDateView({ cycle, on }: CycleDate): CycleDateView {
  return { cycle, on };
}
