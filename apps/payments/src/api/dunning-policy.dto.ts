import {
  ChoiceField,
  IdField,
  InstantField,
  IntegerField,
  MapField,
  NestedField,
  TextField,
} from '@continuo/http/fields';
import { RETRY_CLASSES, type RetryClass } from '../domain/dunning/decline-codes';
import { NETWORKS, type Network } from '../domain/dunning/network';
import type { InstalmentRule } from '../domain/dunning/policy';

const RULES: readonly InstalmentRule[] = ['hold-shipments', 'keep-shipping'];

export class ScheduleDto {
  @ChoiceField(RETRY_CLASSES, { example: 'no-funds' })
  decline_class!: RetryClass;

  @ChoiceField(NETWORKS, { optional: true, nullable: true, description: 'all when left out' })
  network?: Network | null;

  @IntegerField({
    min: 1,
    max: 2_160,
    array: { min: 1, max: 30 },
    example: [24, 96, 168],
    description: 'hours from the first try, each more than the one before',
  })
  after_hours!: number[];
}

export class CapDto {
  @IntegerField({ min: 1, max: 100, example: 8 })
  tries!: number;

  @IntegerField({ min: 1, max: 365, example: 30 })
  days!: number;
}

export class PastDueLimitsDto {
  @MapField({ min: 0, optional: true, example: { USD: 10_000 }, description: 'by currency' })
  amount_minor?: Record<string, number>;

  @IntegerField({ min: 0, max: 1_000, optional: true, nullable: true, example: 2 })
  count?: number | null;

  @IntegerField({ min: 1, max: 3_650, optional: true, nullable: true, example: 30 })
  age_days?: number | null;
}

export class DunningTermsDto {
  @TextField({ example: 'Patient' })
  name!: string;

  @TextField({ optional: true, nullable: true, example: 'cmp_spring-tv', description: 'all' })
  campaign_id?: string | null;

  @IdField('cus', { optional: true, nullable: true, description: 'one customer only' })
  customer_id?: string | null;

  @NestedField(() => ScheduleDto, { array: { min: 0, max: 15 } })
  schedules!: ScheduleDto[];

  @NestedField(() => CapDto, {
    optional: true,
    nullable: true,
    description: 'tighter than the networks',
  })
  cap?: CapDto | null;

  @IntegerField({
    min: 0,
    max: 23,
    optional: true,
    nullable: true,
    example: 10,
    description: "hour of the day in the customer's zone",
  })
  best_hour?: number | null;

  @IntegerField({
    min: 1,
    max: 31,
    optional: true,
    array: { min: 0, max: 31 },
    example: [1, 15, 31],
    description: 'days of the month on which money comes in; 31 is the last of every month',
  })
  pay_days?: number[];

  @IntegerField({ min: 0, max: 14, optional: true, example: 3 })
  pay_day_within_days?: number;

  @NestedField(() => PastDueLimitsDto, { optional: true })
  limits?: PastDueLimitsDto;

  @ChoiceField(RULES, { optional: true, example: 'hold-shipments' })
  when_instalment_fails?: InstalmentRule;
}

export class PublishDunningPolicyDto extends DunningTermsDto {
  @IdField('dun', { example: 'dun_patient' })
  policy_id!: string;
}

export class SimulateDunningDto extends DunningTermsDto {
  @InstantField({ optional: true, description: 'declines since then; 90 days by default' })
  since?: string;
}

export class DunningPolicyView extends PublishDunningPolicyDto {
  @IntegerField({ min: 0 })
  version!: number;

  @InstantField({ nullable: true, description: 'it governs declines from then on' })
  published_at!: string | null;
}

export class DunningPolicyListView {
  @NestedField(() => DunningPolicyView, { array: true })
  items!: DunningPolicyView[];
}

export class WasAndWouldBeView {
  @IntegerField({ min: 0 })
  was!: number;

  @IntegerField({ min: 0 })
  would_be!: number;
}

export class ChangedDeclineView {
  @IdField('pay')
  payment_id!: string;

  @TextField()
  attempt_id!: string;

  @TextField({ example: 'no-funds' })
  decline_class!: string;

  @InstantField({ nullable: true, description: 'when it was tried again' })
  was!: string | null;

  @InstantField({ nullable: true, description: 'when it would have been' })
  would_be!: string | null;

  @TextField({ nullable: true })
  because!: string | null;
}

export class DunningSimulationView {
  @ChoiceField(['estimate'], {
    description: 'whether a try at another time would have been approved, nobody knows',
  })
  label!: string;

  @IntegerField({ min: 0 })
  declines!: number;

  @IntegerField({ min: 0, description: 'payments looked at, the latest first; at most 1,000' })
  payments!: number;

  @NestedField(() => WasAndWouldBeView)
  tried_again!: WasAndWouldBeView;

  @NestedField(() => WasAndWouldBeView)
  given_up!: WasAndWouldBeView;

  @MapField({ min: 0 })
  by_class!: Record<string, number>;

  @NestedField(() => ChangedDeclineView, { array: true })
  changed!: ChangedDeclineView[];

  @IntegerField({ min: 0 })
  position!: number;
}
