import {
  ChoiceField,
  IdField,
  IntegerField,
  LocalDateField,
  MonthField,
  SkuField,
} from '@continuo/http/fields';
import { DIMENSIONS, type Dimension } from '../../projections/program-lives/cohort';

const BY = Object.keys(DIMENSIONS);

export class ReportQueryDto {
  @ChoiceField(['json', 'csv'], {
    optional: true,
    description: 'json unless the Accept header asks for text/csv',
  })
  format?: string;
}

/** Which programs a report is about. */
export class ProgramsQueryDto extends ReportQueryDto {
  @MonthField({ optional: true, description: 'first month, inclusive', example: '2026-01' })
  from?: string;

  @MonthField({ optional: true, description: 'last month, inclusive', example: '2026-12' })
  until?: string;

  @IdField('cmp', { optional: true, description: 'campaign that sold the program' })
  campaign_id?: string;

  @IdField('plan', { optional: true, description: 'plan that was sold' })
  plan_id?: string;

  @IdField('agt', { optional: true, description: 'agent who sold the program' })
  agent_id?: string;

  @IdField('cc', { optional: true, description: 'call centre that sold the program' })
  call_centre_id?: string;
}

export class CohortQueryDto extends ProgramsQueryDto {
  @ChoiceField(BY, {
    optional: true,
    array: { min: 1, max: BY.length },
    description: 'what makes a cohort; may be given several times',
    example: ['campaign'],
  })
  by?: Dimension[];
}

export class RetentionQueryDto extends CohortQueryDto {
  @IntegerField({
    min: 1,
    max: 60,
    optional: true,
    description: 'how many cycles are shown; 12 by default',
    example: 12,
  })
  cycles?: number;
}

export class SurvivalQueryDto extends ProgramsQueryDto {
  @IntegerField({
    min: 1,
    max: 24,
    optional: true,
    description: 'in how many first cycles a change was made; 3 by default',
    example: 3,
  })
  cycles?: number;

  @IntegerField({
    min: 1,
    max: 24,
    optional: true,
    description: 'over how many cycles after those programs are followed; 3 by default',
    example: 3,
  })
  further?: number;
}

export class SavesQueryDto extends ProgramsQueryDto {
  @IntegerField({
    min: 1,
    max: 730,
    optional: true,
    description: 'how many days a save has to last; 60 by default',
    example: 60,
  })
  days?: number;
}

export class StockForecastQueryDto extends ReportQueryDto {
  @LocalDateField({
    optional: true,
    description: 'first day of shipping; today by default',
    example: '2026-12-01',
  })
  from?: string;

  @LocalDateField({
    optional: true,
    description: 'last day of shipping; 90 days after the first by default, 366 at most',
    example: '2027-02-28',
  })
  until?: string;

  @SkuField({ optional: true, description: 'this product alone', example: 'GREENS-30' })
  sku?: string;

  @IdField('cc', { optional: true, description: 'call centre that sold the programs' })
  call_centre_id?: string;
}
