import {
  ChoiceField,
  IdField,
  LocalDateField,
  NestedField,
  SkuField,
  TextField,
} from '@continuo/http/fields';
import {
  AmountMinorField,
  CurrencyField,
  IntegerField,
  IntervalField,
  QuantityField,
} from '@continuo/http/fields';
import { PageQuery, PageView } from '@continuo/http/paging';
import { STATUSES } from '../domain/subscription/state';

export class SubscriptionListQueryDto extends PageQuery {
  @IdField('cus', { optional: true })
  customer_id?: string;

  @ChoiceField(STATUSES, { optional: true })
  status?: string;
}

export class ListedSubscriptionView {
  @IdField('sub')
  subscription_id!: string;

  @IdField('cus')
  customer_id!: string;

  @ChoiceField(STATUSES)
  status!: string;

  @IdField('ord')
  order_id!: string;

  @IdField('plan')
  plan_id!: string;

  @IntegerField({ min: 1 })
  plan_version!: number;

  @SkuField()
  sku!: string;

  @TextField()
  name!: string;

  @QuantityField()
  quantity!: number;

  @AmountMinorField()
  unit_price_minor!: number;

  @CurrencyField()
  currency!: string;

  @IntervalField()
  interval!: string;

  @LocalDateField({ nullable: true })
  next_cycle_on!: string | null;

  @TextField({ nullable: true })
  campaign_id!: string | null;

  @TextField({ nullable: true })
  call_centre_id!: string | null;

  @LocalDateField()
  started_on!: string;

  @IntegerField({ min: 0 })
  revision!: number;
}

export class SubscriptionPageView extends PageView {
  @NestedField(() => ListedSubscriptionView, { array: true })
  items!: ListedSubscriptionView[];
}

export class UpcomingCyclesQueryDto extends PageQuery {
  @LocalDateField({ optional: true })
  from?: string;

  @LocalDateField({ optional: true })
  until?: string;

  @SkuField({ optional: true })
  sku?: string;
}

export class UpcomingCycleView {
  @IdField('sub')
  subscription_id!: string;

  @LocalDateField()
  due_on!: string;

  @SkuField()
  sku!: string;

  @TextField()
  name!: string;

  @QuantityField()
  quantity!: number;

  @AmountMinorField()
  unit_price_minor!: number;

  @CurrencyField()
  currency!: string;
}

export class UpcomingCyclePageView extends PageView {
  @NestedField(() => UpcomingCycleView, { array: true })
  items!: UpcomingCycleView[];
}
