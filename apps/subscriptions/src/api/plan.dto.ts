import {
  ChoiceField,
  IdField,
  IntegerField,
  IntervalField,
  MapField,
  NestedField,
  SkuField,
  TextField,
} from '@continuo/http/fields';
import { PageView } from '@continuo/http/paging';
import type { MissedCyclePolicy, PlanComponent, PlanTerms } from '../domain/plan/terms';
import { PlanRulesDto, planRules, planRulesDto } from './plan-rules.dto';

const POLICIES: readonly MissedCyclePolicy[] = ['ship-one', 'ship-all', 'skip'];

export class AlternateDto {
  @SkuField({ example: 'SHAKER-XL' })
  sku!: string;

  @TextField({ example: 'Large shaker' })
  name!: string;
}

/** What a bundle ships. */
export class PlanComponentDto {
  @SkuField({ example: 'SHAKER-01' })
  sku!: string;

  @TextField({ example: 'Shaker' })
  name!: string;

  @IntegerField({ min: 1, max: 100, example: 1, description: 'units in each bundle' })
  quantity!: number;

  @IntegerField({
    min: 1,
    max: 1_000_000,
    optional: true,
    example: 1,
    description:
      "each unit's part of the bundle's price, beside the weights of the others; 1 unless given",
  })
  weight?: number;

  @NestedField(() => AlternateDto, {
    array: { max: 20 },
    optional: true,
    description: 'what a customer may get instead; nothing unless given',
  })
  alternates?: AlternateDto[];
}

export class PlanProductDto {
  @SkuField({ example: 'GREENS-30' })
  sku!: string;

  @TextField({ example: 'Greens, 30 servings' })
  name!: string;

  @MapField({
    min: 0,
    example: { USD: 3995 },
    description: 'price of one unit in each cycle, minor units by currency',
  })
  prices_minor!: Record<string, number>;

  @NestedField(() => PlanComponentDto, {
    array: { min: 1, max: 20 },
    optional: true,
    example: undefined,
    description: 'of a bundle: priced as one, shipped as these; none where the product is none',
  })
  components?: PlanComponentDto[];
}

/** The terms of one version of a plan. */
export class PlanTermsDto {
  @TextField({ example: 'Greens Club' })
  name!: string;

  @IntervalField({ array: { min: 1, max: 20 }, example: ['P30D', 'P1M', 'P2M'] })
  intervals!: string[];

  @IntervalField({ example: 'P1M' })
  default_interval!: string;

  @NestedField(() => PlanProductDto, {
    array: { min: 1, max: 50 },
    description: 'the first is the standard product, the others are alternates',
  })
  products!: PlanProductDto[];

  @IntegerField({
    min: 1,
    max: 365,
    optional: true,
    nullable: true,
    example: 14,
    description: 'days from the order to the first full charge',
  })
  trial_days?: number | null;

  @TextField({ max: 64, example: 'food' })
  tax_category!: string;

  @MapField({ min: 0, example: { USD: 595 }, description: 'shipping charged with each cycle' })
  shipping_minor!: Record<string, number>;

  @ChoiceField(POLICIES, {
    optional: true,
    example: 'ship-one',
    description: 'what becomes of cycles that fell due during an outage; `ship-one` unless given',
  })
  missed_cycles?: MissedCyclePolicy;

  @IntegerField({
    min: 2,
    max: 1_000,
    optional: true,
    nullable: true,
    example: null,
    description: 'deliveries, the first order included, after which the program expires',
  })
  total_cycles?: number | null;

  @NestedField(() => PlanRulesDto, {
    optional: true,
    description: 'everything beyond products and intervals; none of it unless given',
  })
  rules?: PlanRulesDto;
}

export class PublishPlanDto extends PlanTermsDto {
  @IdField('plan', { example: 'plan_greens-club' })
  plan_id!: string;
}

export class PlanView extends PlanTermsDto {
  @IdField('plan')
  plan_id!: string;

  @IntegerField({
    min: 1,
    description: 'the version shown; programs keep the one they were sold at',
  })
  version!: number;
}

export class PlanPageView extends PageView {
  @NestedField(() => PlanView, { array: true })
  items!: PlanView[];
}

export function planTerms(dto: PlanTermsDto): PlanTerms {
  return {
    name: dto.name,
    intervals: dto.intervals,
    defaultInterval: dto.default_interval,
    products: dto.products.map(({ sku, name, prices_minor, components }) => ({
      sku,
      name,
      pricesMinor: { ...prices_minor },
      ...(components && { components: components.map(planComponent) }),
    })),
    trialDays: dto.trial_days ?? null,
    taxCategory: dto.tax_category,
    shippingMinor: { ...dto.shipping_minor },
    missedCycles: dto.missed_cycles ?? 'ship-one',
    totalCycles: dto.total_cycles ?? null,
    rules: planRules(dto.rules ?? {}, dto.trial_days ?? null),
  };
}

export function planView(planId: string, version: number, terms: PlanTerms): PlanView {
  return {
    plan_id: planId,
    version,
    name: terms.name,
    intervals: [...terms.intervals],
    default_interval: terms.defaultInterval,
    products: terms.products.map(({ sku, name, pricesMinor, components }) => ({
      sku,
      name,
      prices_minor: { ...pricesMinor },
      ...(components && {
        components: components.map((part) => ({ ...part, alternates: [...part.alternates] })),
      }),
    })),
    trial_days: terms.trialDays,
    tax_category: terms.taxCategory,
    shipping_minor: { ...terms.shippingMinor },
    missed_cycles: terms.missedCycles,
    total_cycles: terms.totalCycles,
    rules: planRulesDto(terms.rules),
  };
}

function planComponent(dto: PlanComponentDto): PlanComponent {
  const { sku, name, quantity, weight = 1, alternates = [] } = dto;
  return { sku, name, quantity, weight, alternates: alternates.map((each) => ({ ...each })) };
}
