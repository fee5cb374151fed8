import {
  AmountMinorField,
  ChoiceField,
  IntegerField,
  LocalDateField,
  NestedField,
  QuantityField,
  SkuField,
  TextField,
} from '@continuo/http/fields';
import type { ScheduledCycle } from '../domain/subscription/schedule';
import type { CycleDate, CycleTerms } from '../domain/subscription/terms';

/** What a bundle ships. */
export class ComponentView {
  @SkuField()
  sku!: string;

  @TextField()
  name!: string;

  @QuantityField({ description: 'units in each bundle' })
  quantity!: number;
}

/** A product of a cycle beside the program's own. */
export class CycleLineView {
  @SkuField()
  sku!: string;

  @TextField()
  name!: string;

  @QuantityField()
  quantity!: number;

  @AmountMinorField()
  unit_price_minor!: number;

  @NestedField(() => ComponentView, { array: true, optional: true })
  components?: ComponentView[];
}

/** A cycle ahead; it is charged and handed to shipping on its date. */
export class ScheduledCycleView {
  @IntegerField({ min: 2 })
  cycle!: number;

  @LocalDateField({ example: '2027-01-31' })
  due_on!: string;

  @LocalDateField({ description: 'when the goods leave' })
  ship_on!: string;

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

  @NestedField(() => ComponentView, {
    array: true,
    optional: true,
    description: 'of a bundle: what is shipped for it',
  })
  components?: ComponentView[];

  @NestedField(() => CycleLineView, { array: true, description: 'what ships beside it' })
  lines!: CycleLineView[];

  @AmountMinorField({ description: 'quantity x unit price of all that ships; 0 when skipped' })
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
    ship_on: cycle.shipOn,
    status: cycle.status,
    sku: cycle.sku,
    name: cycle.name,
    quantity: cycle.quantity,
    unit_price_minor: cycle.unitPriceMinor,
    ...componentViews(cycle),
    lines: cycle.lines.map(cycleLineView),
    goods_minor: cycle.goodsMinor,
    shipping_minor: cycle.shippingMinor,
    total_before_tax_minor: cycle.totalBeforeTaxMinor,
  };
}

export function cycleDateView({ cycle, on }: CycleDate): CycleDateView {
  return { cycle, on };
}

export function cycleLineView(line: CycleTerms): CycleLineView {
  return {
    sku: line.sku,
    name: line.name,
    quantity: line.quantity,
    unit_price_minor: line.unitPriceMinor,
    ...componentViews(line),
  };
}

function componentViews({ components }: CycleTerms): { components?: ComponentView[] } {
  if (!components) return {};
  return { components: components.map(({ sku, name, quantity }) => ({ sku, name, quantity })) };
}
