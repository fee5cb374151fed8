import {
  AmountMinorField,
  CurrencyField,
  IntegerField,
  LocalDateField,
  MonthField,
  NestedField,
  RateField,
  SkuField,
  TextField,
} from '@continuo/http/fields';
import { ReportView } from './cohort.views';

const count = (description: string, example = 12) => IntegerField({ min: 0, description, example });
const share = (description: string, example = '0.7500') =>
  RateField({ nullable: true, description, example });
const average = (description: string, example = '3.50') =>
  RateField({ nullable: true, description, example });
const dimension = (description: string, example: string) =>
  TextField({ optional: true, nullable: true, description, example });

export class SavesRowView {
  @TextField({ description: 'who showed the offers', example: 'agt_nora' })
  saved_by!: string;

  @TextField({ description: 'agent, supervisor, customer and so on', example: 'agent' })
  saved_by_kind!: string;

  @TextField({
    nullable: true,
    description: 'call centre of whoever it was',
    example: 'cc_northline',
  })
  call_centre_id!: string | null;

  @count('times that save offers were shown', 40)
  offers_shown!: number;

  @count('of these: one was taken, and the same request did not cancel', 25)
  saves!: number;

  @share('saves / offers_shown', '0.6250')
  save_rate!: string | null;

  @count('cancellations still to come that were withdrawn: they count as saves below', 3)
  withdrawals!: number;

  @count('saves and withdrawals that have lasted the days asked for', 18)
  held!: number;

  @count('those that cancelled within the days', 4)
  cancelled!: number;

  @count('those not so old yet', 6)
  too_early!: number;

  @share('held / (held + cancelled)', '0.8182')
  hold_rate!: string | null;
}

export class SavesView extends ReportView {
  @IntegerField({ min: 1, description: 'how long a save had to last', example: 60 })
  days!: number;

  @LocalDateField({ description: 'the day on which it was counted, UTC', example: '2026-11-22' })
  as_of!: string;

  @NestedField(() => SavesRowView, { array: true })
  items!: SavesRowView[];
}

export class ReasonRowView {
  @MonthField({ optional: true, description: 'with by=month: month of the cancellation' })
  month?: string;

  @dimension('with by=campaign; null: sold without one', 'cmp_spring-tv')
  campaign_id?: string | null;

  @dimension('with by=plan: the plan that was sold', 'plan_greens')
  plan_id?: string | null;

  @dimension('with by=agent: who had sold the program', 'agt_nora')
  agent_id?: string | null;

  @dimension('with by=call-centre: where it was sold', 'cc_northline')
  call_centre_id?: string | null;

  @TextField({ description: 'as it was given', example: 'too-much-product' })
  reason_code!: string;

  @count('cancellations for this reason that were not undone', 31)
  cancellations!: number;

  @share('of all cancellations of the same group', '0.3100')
  share!: string | null;

  @count('of these: during the trial', 9)
  in_trial!: number;

  @count('of these: past due or on hold at the time', 4)
  past_due!: number;

  @count('of these: reactivated or won back since', 2)
  came_back!: number;

  @average('orders handed over before, the first one included, per cancellation')
  cycles_per_program!: string | null;
}

export class ReasonsView extends ReportView {
  @NestedField(() => ReasonRowView, { array: true })
  items!: ReasonRowView[];
}

export class FailedPaymentsRowView {
  @MonthField({ description: 'month in which the cycles fell due' })
  month!: string;

  @TextField({ description: 'class of the last decline: soft or hard', example: 'soft' })
  decline!: string;

  @TextField({
    description: "the gateway's code of the last decline",
    example: 'insufficient_funds',
  })
  decline_code!: string;

  @CurrencyField()
  currency!: string;

  @count('cycles with a declined charge', 50)
  cycles!: number;

  @count('declines of these cycles, retries included', 85)
  declines!: number;

  @count('cycles charged after all', 30)
  recovered!: number;

  @count('cycles given up', 15)
  failed!: number;

  @count('cycles cancelled meanwhile', 2)
  void!: number;

  @count('cycles that are still being tried', 3)
  open!: number;

  @share('recovered / (recovered + failed)', '0.6667')
  recovery_rate!: string | null;

  @AmountMinorField({ description: 'charged after all, tax included', example: 137850 })
  recovered_minor!: number;

  @AmountMinorField({ description: 'given up, before tax', example: 68925 })
  failed_minor!: number;

  @AmountMinorField({ description: 'still being tried, before tax', example: 13785 })
  open_minor!: number;

  @average('days from the due date to the charge, per recovered cycle', '4.20')
  days_to_recover!: string | null;
}

export class FailedPaymentsView extends ReportView {
  @NestedField(() => FailedPaymentsRowView, { array: true })
  items!: FailedPaymentsRowView[];
}

export class ForecastDayView {
  @LocalDateField({ description: 'day on which the goods leave', example: '2026-12-01' })
  ship_on!: string;

  @SkuField({ example: 'GREENS-30' })
  sku!: string;

  @count('cycles that ship it that day', 12)
  cycles!: number;

  @count('units in all', 14)
  units!: number;

  @count('of these: of programs that are past due', 1)
  past_due_units!: number;
}

export class StockForecastView extends ReportView {
  @LocalDateField({ description: 'first day looked at', example: '2026-12-01' })
  from!: string;

  @LocalDateField({ description: 'last day looked at', example: '2027-03-01' })
  until!: string;

  @NestedField(() => ForecastDayView, { array: true })
  items!: ForecastDayView[];
}
