import {
  ChoiceField,
  IdField,
  IntegerField,
  LocalDateField,
  MapField,
  NestedField,
  TextField,
} from '@continuo/http/fields';
import { PageView } from '@continuo/http/paging';
import type { RehearsedCohort } from '../application/price-rollout/rehearse';
import type { RolloutPlan } from '../domain/rollout/events';
import { NO_TALLY, type Rollout } from '../domain/rollout/state';

const STATUSES: readonly Rollout['status'][] = [
  'planned',
  'running',
  'paused',
  'stopping',
  'stopped',
  'done',
];

export class CohortDto {
  @TextField({ max: 64, example: 'first-tenth' })
  name!: string;

  @LocalDateField({ optional: true, nullable: true, example: '2026-01-01' })
  started_from?: string | null;

  @LocalDateField({ optional: true, nullable: true, example: '2026-12-31' })
  started_until?: string | null;

  @IntegerField({ min: 0, max: 99, optional: true, example: 0, description: '0 unless given' })
  from_percent?: number;

  @IntegerField({ min: 1, max: 100, optional: true, example: 10, description: '100 unless given' })
  to_percent?: number;
}

class RolloutTermsDto {
  @IdField('rol', { example: 'rol_greens-2027' })
  rollout_id!: string;

  @IdField('plan', { example: 'plan_greens-club' })
  plan_id!: string;

  @IntegerField({ min: 2, example: 2, description: 'the published version with the new prices' })
  to_version!: number;

  @LocalDateField({ example: '2027-03-01', description: 'no earlier cycle pays the new price' })
  from_on!: string;

  @IntegerField({ min: 0, max: 365, example: 30, description: 'days from notice to first charge' })
  notice_days!: number;
}

export class PriceRolloutDto extends RolloutTermsDto {
  @NestedField(() => CohortDto, {
    array: { min: 1, max: 50 },
    description: 'a program belongs to the first that it fits; to none: it keeps its price',
  })
  cohorts!: CohortDto[];
}

export class StartCohortDto {
  @TextField({ max: 64, example: 'first-tenth' })
  cohort!: string;
}

export class CohortProgressView extends CohortDto {
  @ChoiceField(['open', 'under-way', 'told'])
  status!: string;

  @IntegerField({ description: 'programs whose customers were told' })
  told!: number;

  @MapField({ description: 'programs that keep their price, by the rule that keeps it' })
  kept!: Record<string, number>;
}

export class PriceRolloutView extends RolloutTermsDto {
  @ChoiceField(STATUSES)
  status!: string;

  @IntegerField({ description: 'programs that were told and, after a stop, keep their price' })
  withdrawn!: number;

  @NestedField(() => CohortProgressView, { array: true })
  cohorts!: CohortProgressView[];
}

export class PriceRolloutPageView extends PageView {
  @NestedField(() => PriceRolloutView, { array: true })
  items!: PriceRolloutView[];
}

export class RehearsedProgramView {
  @IdField('sub') subscription_id!: string;
  @IntegerField() cycle!: number;
  @LocalDateField() due_on!: string;
  @IntegerField() before_minor!: number;
  @IntegerField() after_minor!: number;
}

export class RehearsedCohortView {
  @TextField() cohort!: string;
  @IntegerField() programs!: number;
  @IntegerField() moves!: number;
  @MapField() keeps!: Record<string, number>;
  @LocalDateField({ nullable: true }) notices_on!: string | null;
  @LocalDateField({ nullable: true }) first_due_on!: string | null;
  @LocalDateField({ nullable: true }) last_due_on!: string | null;
  @MapField() before_minor!: Record<string, number>;
  @MapField() after_minor!: Record<string, number>;
  @NestedField(() => RehearsedProgramView, { array: true }) examples!: RehearsedProgramView[];
}

export class RehearsalView {
  @NestedField(() => RehearsedCohortView, { array: true })
  cohorts!: RehearsedCohortView[];
}

export function rolloutPlan(dto: PriceRolloutDto): RolloutPlan {
  return {
    rolloutId: dto.rollout_id,
    planId: dto.plan_id,
    toVersion: dto.to_version,
    fromOn: dto.from_on,
    noticeDays: dto.notice_days,
    cohorts: dto.cohorts.map((cohort) => ({
      name: cohort.name,
      startedFrom: cohort.started_from ?? null,
      startedUntil: cohort.started_until ?? null,
      fromPercent: cohort.from_percent ?? 0,
      toPercent: cohort.to_percent ?? 100,
    })),
  };
}

export function rolloutView(state: Rollout): PriceRolloutView {
  return {
    rollout_id: state.rolloutId,
    plan_id: state.planId,
    to_version: state.toVersion,
    from_on: state.fromOn,
    notice_days: state.noticeDays,
    status: state.status,
    withdrawn: state.withdrawn,
    cohorts: state.cohorts.map(({ name, startedFrom, startedUntil, fromPercent, toPercent }) => {
      const { told, kept } = state.tallies[name] ?? NO_TALLY;
      const begun = state.started.includes(name);
      return {
        name,
        started_from: startedFrom,
        started_until: startedUntil,
        from_percent: fromPercent,
        to_percent: toPercent,
        status: !begun ? 'open' : state.cohort === name ? 'under-way' : 'told',
        told,
        kept: { ...kept },
      };
    }),
  };
}

export function rehearsalView(cohorts: readonly RehearsedCohort[]): RehearsalView {
  return {
    cohorts: cohorts.map((cohort) => ({
      cohort: cohort.cohort,
      programs: cohort.programs,
      moves: cohort.moves,
      keeps: { ...cohort.keeps },
      notices_on: cohort.noticesOn,
      first_due_on: cohort.firstDueOn,
      last_due_on: cohort.lastDueOn,
      before_minor: { ...cohort.beforeMinor },
      after_minor: { ...cohort.afterMinor },
      examples: cohort.examples.map((program) => ({
        subscription_id: program.subscriptionId,
        cycle: program.cycle,
        due_on: program.dueOn,
        before_minor: program.beforeMinor,
        after_minor: program.afterMinor,
      })),
    })),
  };
}
