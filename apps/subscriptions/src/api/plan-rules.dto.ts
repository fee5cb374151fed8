import {
  ChoiceField,
  FlagField,
  IdField,
  IntegerField,
  LocalDateField,
  MapField,
  NestedField,
  SkuField,
} from '@continuo/http/fields';
import { AGENT_PRICE_LIMIT_PERCENT } from '../domain/plan/policies';
import type { PlanRules } from '../domain/plan/terms';

/** Reminder before the first full charge of a trial, 3 to 7 days: the least, unless the plan says otherwise. */
const TRIAL_REMINDER_DAYS = 3;
/** Days from the start to the first cycle under a fixed day of the month, at least. */
const MIN_DAYS_TO_FIRST = 14;

export class PlanPriceStepDto {
  @SkuField({ example: 'GREENS-30' })
  sku!: string;

  @IntegerField({ min: 2, max: 1_000, example: 4, description: 'the first order is delivery 1' })
  from_delivery!: number;

  @MapField({ min: 0, example: { USD: 3495 } })
  prices_minor!: Record<string, number>;
}

export class PrepaidDto {
  @IntegerField({
    min: 2,
    max: 60,
    example: 6,
    description: 'deliveries that the first one pays for',
  })
  deliveries!: number;

  @ChoiceField(['renew', 'end', 'downgrade'], {
    description: 'afterwards: prepay again, end, or pay each delivery',
  })
  then!: 'renew' | 'end' | 'downgrade';

  @ChoiceField(['refund', 'keep'], {
    optional: true,
    description:
      'price of shipments that were paid for and will not leave, after a cancellation or a change of plan: given back with its tax (refund, unless given), or kept',
  })
  unshipped?: 'refund' | 'keep';
}

export class PlanNoticesDto {
  @IntegerField({
    min: 1,
    max: 30,
    optional: true,
    nullable: true,
    description: 'days before the first full charge of a trial; 3 unless given',
  })
  trial_ending_days?: number | null;

  @IntegerField({ min: 1, max: 60, optional: true, nullable: true })
  price_change_days?: number | null;

  @IntegerField({ min: 1, max: 60, optional: true, nullable: true })
  renewal_days?: number | null;
}

/** Rules of a plan version; what is left out does not apply. */
export class PlanRulesDto {
  @IntegerField({
    min: 1,
    max: 31,
    optional: true,
    nullable: true,
    example: 15,
    description: 'cycles fall on this day of the month instead of the day of the start',
  })
  anchor_day?: number | null;

  @IntegerField({
    min: 0,
    max: 62,
    optional: true,
    description:
      'with anchor_day: days from the start to the first cycle, at least; 14 unless given',
  })
  anchor_min_days?: number;

  @IntegerField({
    min: 0,
    max: 90,
    optional: true,
    description: 'changes to a cycle close so many days before its date',
  })
  cut_off_days?: number;

  @IntegerField({
    min: 0,
    max: 30,
    optional: true,
    description: 'goods leave so many days after the charge',
  })
  charge_to_ship_days?: number;

  @LocalDateField({
    array: { max: 200 },
    optional: true,
    example: ['2027-12-25'],
    description: 'nothing leaves on these days: the ship date rolls on, the cycle does not',
  })
  holidays?: string[];

  @FlagField({ optional: true, description: 'true unless given' })
  ships_on_weekends?: boolean;

  @ChoiceField(['order', 'receipt'], {
    optional: true,
    description: 'what the days of the trial are counted from; `order` unless given',
  })
  trial_from?: 'order' | 'receipt';

  @NestedField(() => PrepaidDto, { optional: true, nullable: true })
  prepaid?: PrepaidDto | null;

  @IntegerField({
    min: 2,
    max: 1_000,
    optional: true,
    nullable: true,
    description: 'deliveries that the customer commits to, the first order included',
  })
  commitment_deliveries?: number | null;

  @IntegerField({
    min: 0,
    max: 100,
    optional: true,
    example: 10,
    description:
      "how far from the plan's price an agent may go alone, in percent; beyond it a supervisor decides. 20 unless given",
  })
  agent_price_limit_percent?: number;

  @NestedField(() => PlanNoticesDto, { optional: true })
  notices?: PlanNoticesDto;

  @NestedField(() => PlanPriceStepDto, {
    array: { max: 100 },
    optional: true,
    description: 'another price from a delivery on',
  })
  steps?: PlanPriceStepDto[];

  @IdField('plan', {
    array: { max: 50 },
    optional: true,
    description:
      'plans that a program may change to; any unless given, and none for customers who act for themselves',
  })
  alternate_plans?: string[];
}

export function planRules(dto: PlanRulesDto, trialDays: number | null): PlanRules {
  const day = dto.anchor_day ?? null;
  const minDays = dto.anchor_min_days ?? MIN_DAYS_TO_FIRST;
  const { prepaid, notices = {} } = dto;
  const reminder = trialDays === null ? null : Math.min(TRIAL_REMINDER_DAYS, trialDays);
  return {
    anchor: day === null ? { by: 'start' } : { by: 'day-of-month', day, minDays },
    cutOffDays: dto.cut_off_days ?? 0,
    chargeToShipDays: dto.charge_to_ship_days ?? 0,
    holidays: dto.holidays ?? [],
    shipsOnWeekends: dto.ships_on_weekends ?? true,
    trialFrom: dto.trial_from ?? 'order',
    prepaid: prepaid
      ? {
          deliveries: prepaid.deliveries,
          then: prepaid.then,
          unshipped: prepaid.unshipped ?? 'refund',
        }
      : null,
    commitmentDeliveries: dto.commitment_deliveries ?? null,
    notices: {
      trialEndingDays: notices.trial_ending_days ?? reminder,
      priceChangeDays: notices.price_change_days ?? null,
      renewalDays: notices.renewal_days ?? null,
    },
    steps: (dto.steps ?? []).map(({ sku, from_delivery, prices_minor }) => ({
      sku,
      fromDelivery: from_delivery,
      pricesMinor: { ...prices_minor },
    })),
    alternatePlans: dto.alternate_plans ?? [],
    ...agentPriceLimit(dto.agent_price_limit_percent),
  };
}

/** The usual limit is left out: terms that say it and terms that do not are the same. */
function agentPriceLimit(percent = AGENT_PRICE_LIMIT_PERCENT) {
  return percent === AGENT_PRICE_LIMIT_PERCENT ? {} : { agentPriceLimitPercent: percent };
}

export function planRulesDto(rules: PlanRules): PlanRulesDto {
  const { anchor, prepaid, notices } = rules;
  return {
    anchor_day: anchor.by === 'start' ? null : anchor.day,
    ...(anchor.by === 'day-of-month' && { anchor_min_days: anchor.minDays }),
    cut_off_days: rules.cutOffDays,
    charge_to_ship_days: rules.chargeToShipDays,
    holidays: [...rules.holidays],
    ships_on_weekends: rules.shipsOnWeekends,
    trial_from: rules.trialFrom,
    prepaid: prepaid && { ...prepaid },
    commitment_deliveries: rules.commitmentDeliveries,
    notices: {
      trial_ending_days: notices.trialEndingDays,
      price_change_days: notices.priceChangeDays,
      renewal_days: notices.renewalDays,
    },
    steps: rules.steps.map(({ sku, fromDelivery, pricesMinor }) => ({
      sku,
      from_delivery: fromDelivery,
      prices_minor: { ...pricesMinor },
    })),
    alternate_plans: [...rules.alternatePlans],
    agent_price_limit_percent: rules.agentPriceLimitPercent ?? AGENT_PRICE_LIMIT_PERCENT,
  };
}
