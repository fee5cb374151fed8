import {
  AmountMinorField,
  ChoiceField,
  CurrencyField,
  IntegerField,
  MonthField,
  NestedField,
  RateField,
  TextField,
} from '@continuo/http/fields';
import { CHANGE_KINDS } from '../../projections/program-lives/change-rows';

const count = (description: string, example = 120) =>
  IntegerField({ min: 0, description, example });
const share = (description: string, example = '0.7500') =>
  RateField({ nullable: true, description, example });
const average = (description: string, example = '3.50') =>
  RateField({ nullable: true, description, example });
const dimension = (description: string, example: string) =>
  TextField({ optional: true, nullable: true, description, example });

/** Whatever a report shows. */
export class ReportView {
  @IntegerField({
    min: 0,
    description: 'position of the record that the rows reflect at least',
    example: 48213,
  })
  position!: number;
}

class CohortView {
  @MonthField({ optional: true, description: 'with by=month: month of the first order' })
  start_month?: string;

  @dimension('with by=campaign; null: sold without one', 'cmp_spring-tv')
  campaign_id?: string | null;

  @dimension('with by=plan: the plan that was sold', 'plan_greens')
  plan_id?: string | null;

  @dimension('with by=agent: who sold; null: nobody', 'agt_nora')
  agent_id?: string | null;

  @dimension('with by=call-centre: where it was sold', 'cc_northline')
  call_centre_id?: string | null;
}

export class RetentionRowView extends CohortView {
  @count('programs of the cohort')
  programs!: number;

  @count('1 is the first order, 2 the first renewal that was charged, and so on', 2)
  cycle!: number;

  @count('programs charged for the cycle before, and not complete with it')
  at_risk!: number;

  @count('of these: charged for this one', 84)
  charged!: number;

  @count('of these: cancelled before it', 20)
  cancelled!: number;

  @count('of these: on hold before it, for want of a payment or by an agent', 8)
  held!: number;

  @count('of these: running, this cycle still to come', 8)
  open!: number;

  @share('charged / (charged + cancelled + held); null while nothing is known')
  retention_rate!: string | null;

  @share('product of the rates up to here: the share of the cohort that gets this far')
  survival_rate!: string | null;
}

export class RetentionView extends ReportView {
  @NestedField(() => RetentionRowView, { array: true })
  items!: RetentionRowView[];
}

export class SurvivalRowView {
  @ChoiceField(CHANGE_KINDS, { description: 'kind of change', example: 'skip' })
  change!: string;

  @ChoiceField(['with', 'without'], {
    description: 'programs with it in their first cycles, or not',
  })
  made!: string;

  @CurrencyField()
  currency!: string;

  @count('programs')
  programs!: number;

  @count('of these: charged for the cycle after the first ones', 90)
  lived_through!: number;

  @count('of those who lived through: charged for so many further cycles', 70)
  kept!: number;

  @count('of those who lived through: cancelled before that', 10)
  cancelled!: number;

  @count('of those who lived through: on hold before that', 2)
  held!: number;

  @count('of those who lived through: running and not yet that far', 8)
  open!: number;

  @share('share of those who lived through that gets through the further cycles')
  survival_rate!: string | null;

  @AmountMinorField({ description: 'charged so far to those who lived through', example: 1654200 })
  charged_minor!: number;

  @AmountMinorField({
    nullable: true,
    description: 'the same for each of them, rounded half up',
    example: 18380,
  })
  charged_per_program_minor!: number | null;

  @IntegerField({
    nullable: true,
    description: 'with less without, per program; on rows `with`. A difference, not a cause',
    example: -420,
  })
  difference_minor!: number | null;
}

export class SurvivalView extends ReportView {
  @NestedField(() => SurvivalRowView, { array: true })
  items!: SurvivalRowView[];
}

export class LifetimeValueRowView extends CohortView {
  @CurrencyField()
  currency!: string;

  @count('programs of the cohort in this currency')
  programs!: number;

  @count('of these: neither cancelled, expired nor on hold', 80)
  running!: number;

  @count('cycles charged after the first orders', 420)
  charged_cycles!: number;

  @average('charged cycles per program')
  cycles_per_program!: string | null;

  @AmountMinorField({
    description: 'charged for these cycles, tax and shipping included, refunds not deducted',
    example: 1929900,
  })
  charged_minor!: number;

  @AmountMinorField({
    nullable: true,
    description: 'the same per program, rounded half up',
    example: 16083,
  })
  value_per_program_minor!: number | null;
}

export class LifetimeValueView extends ReportView {
  @NestedField(() => LifetimeValueRowView, { array: true })
  items!: LifetimeValueRowView[];
}
