import {
  AmountMinorField,
  ChoiceField,
  CurrencyField,
  IdField,
  InstantField,
  IntegerField,
  NestedField,
  RateField,
  SkuField,
  TextField,
  ZoneField,
} from '@continuo/http/fields';
import { SALE_KINDS } from '../domain/commission-plan/rule';

export class CycleRangeDto {
  @IntegerField({
    min: 1,
    max: 10_000,
    example: 2,
    description: 'the order that sold it is cycle 1',
  })
  from!: number;

  @IntegerField({
    min: 1,
    max: 10_000,
    optional: true,
    nullable: true,
    description: 'included; no end when left out',
  })
  to?: number | null;
}

/** What is left out means 'any'; the most specific rule wins. */
export class CommissionRuleDto {
  @TextField({ optional: true, nullable: true, example: 'cmp_juicer' })
  campaign_id?: string | null;

  @SkuField({ optional: true, nullable: true, example: 'JUICER-01' })
  sku?: string | null;

  @ChoiceField(SALE_KINDS, { optional: true, nullable: true, example: 'main' })
  kind?: (typeof SALE_KINDS)[number] | null;

  @NestedField(() => CycleRangeDto, {
    optional: true,
    nullable: true,
    description: 'with kind continuity',
  })
  cycles?: CycleRangeDto | null;

  @RateField({ optional: true, example: '0.10', description: 'share of the goods; or flat_minor' })
  rate?: string;

  @AmountMinorField({ optional: true, description: 'per unit; or rate' })
  flat_minor?: number;

  @CurrencyField({ optional: true, description: 'of flat_minor; that of the sale when left out' })
  currency?: string;
}

const CALL_CENTRES = {
  optional: true,
  nullable: true,
  example: ['cc_northline'],
  description:
    'whose agents it pays; left out, those of all call centres without a plan of their own',
} as const;

export class CommissionPlanTermsDto {
  @TextField({ example: 'Standard' })
  name!: string;

  @IdField('cc', { ...CALL_CENTRES, array: { min: 1, max: 500 } })
  call_centre_ids?: string[] | null;

  @NestedField(() => CommissionRuleDto, { array: { min: 1, max: 500 } })
  rules!: CommissionRuleDto[];

  @IntegerField({ min: 0, max: 365, example: 30, description: 'earned when it has passed' })
  return_window_days!: number;

  @ZoneField({
    optional: true,
    description: 'decides in which month a settlement falls; UTC by default',
  })
  zone?: string;
}

export class PublishCommissionPlanDto extends CommissionPlanTermsDto {
  @IdField('cpl', { example: 'cpl_standard' })
  plan_id!: string;
}

export class CommissionRuleView extends CommissionRuleDto {
  @IntegerField({ min: 1, description: 'its place in the plan version' })
  number!: number;
}

export class CommissionPlanVersionView {
  @IdField('cpl', { example: 'cpl_standard' })
  plan_id!: string;

  @IntegerField({ min: 1 })
  version!: number;

  @TextField({ example: 'Standard' })
  name!: string;

  @IdField('cc', { ...CALL_CENTRES, optional: false, array: true })
  call_centre_ids!: readonly string[] | null;

  @NestedField(() => CommissionRuleView, { array: true })
  rules!: CommissionRuleView[];

  @IntegerField({ min: 0, max: 365 })
  return_window_days!: number;

  @ZoneField()
  zone!: string;

  @InstantField({ description: 'it governs sales from then on' })
  published_at!: string;
}

export class CommissionPlanListView {
  @NestedField(() => CommissionPlanVersionView, { array: true })
  items!: CommissionPlanVersionView[];
}
