import { READ_STORE, type ReadModels, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import { sql, type SqlBool } from 'kysely';
import type { SubscriptionStatus } from '../../domain/subscription/state';
import { CHANGE_KINDS } from './change-rows';
import { charged, cohort, type CohortFilter, stands } from './cohort';
import { countOf, curve, perEach, type Tally } from './curve';
import { programLivesProjection } from './projection';
import type { Reported } from './reported';
import type { ProgramLivesTables } from './tables';

export interface SurvivalRow {
  readonly change: string;
  readonly made: 'with' | 'without';
  readonly currency: string;
  readonly programs: number;
  readonly lived_through: number;
  readonly kept: number;
  readonly cancelled: number;
  readonly held: number;
  readonly open: number;
  readonly survival_rate: string | null;
  readonly charged_minor: number;
  readonly charged_per_program_minor: number | null;
  readonly difference_minor: number | null;
}

type Paid = Tally & { readonly currency: string; readonly chargedMinor: number };

@Injectable()
export class SurvivalQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  /**
   * Whether programs with a change of each kind in their first cycles go on for `further` cycles more often than those without,
   * among the programs that lived through the first cycles either way: whoever left at once could not have changed much.
   */
  async report(
    filter: CohortFilter,
    cycles: number,
    further: number,
  ): Promise<Reported<SurvivalRow>> {
    const { all, changed, position } = await this.readStore.snapshot(async (models) => ({
      all: await allOf(models, filter),
      changed: await changedOf(models, filter, cycles),
      position: await models.position(programLivesProjection.name),
    }));
    const currencies = [...new Set(all.map(({ currency }) => currency))].sort();
    const items = CHANGE_KINDS.flatMap((change) =>
      currencies.flatMap((currency) => {
        const total = all.filter((tally) => tally.currency === currency);
        const made = changed.filter(
          (tally) => tally.currency === currency && tally.kind === change,
        );
        const row = (tallies: readonly Paid[]) => outcome(tallies, cycles + 1, further);
        const without = row(lessThose(total, made));
        const difference = row(made).charged_per_program_minor;
        return [
          {
            ...{ change, made: 'with' as const, currency },
            ...row(made),
            difference_minor:
              difference === null || without.charged_per_program_minor === null
                ? null
                : difference - without.charged_per_program_minor,
          },
          { change, made: 'without' as const, currency, ...without, difference_minor: null },
        ];
      }),
    );
    return { items, position };
  }
}

async function allOf(models: ReadModels, filter: CohortFilter): Promise<readonly Paid[]> {
  const rows = await tallied(models, filter)
    .groupBy(['life.currency', 'life.status', 'charged.cycles'])
    .execute();
  return rows.map(paid);
}

async function changedOf(
  models: ReadModels,
  filter: CohortFilter,
  cycles: number,
): Promise<readonly (Paid & { readonly kind: string })[]> {
  const rows = await tallied(models, filter)
    .innerJoin(
      programsWithChanges(models, cycles).as('changed'),
      'changed.subscription_id',
      'life.subscription_id',
    )
    .groupBy(['changed.kind', 'life.currency', 'life.status', 'charged.cycles'])
    .select('changed.kind')
    .execute();
  return rows.map((row) => ({ ...paid(row), kind: row.kind }));
}

function tallied(models: ReadModels, filter: CohortFilter) {
  return cohort(models, filter)
    .leftJoin(charged(models).as('charged'), 'charged.subscription_id', 'life.subscription_id')
    .select(({ fn }) => [
      'life.currency',
      'life.status',
      'charged.cycles',
      fn.countAll<number>().as('programs'),
      fn.sum<number | null>('charged.charged_minor').as('charged_minor'),
    ]);
}

/** Programs and kinds of change: made when so many orders, or fewer, had been handed over. */
function programsWithChanges(models: ReadModels, cycles: number) {
  return models
    .query<ProgramLivesTables>()
    .selectFrom('program_lives_changes as change')
    .where('change.kind', 'in', CHANGE_KINDS)
    .where(stands('change'))
    .where(
      sql<SqlBool>`(select count(*) from program_lives_cycles as cycle
        where cycle.subscription_id = change.subscription_id
          and cycle.locked_revision < change.revision) < ${cycles}`,
    )
    .select(['change.subscription_id', 'change.kind'])
    .distinct();
}

function paid(row: {
  readonly currency: string;
  readonly status: string;
  readonly cycles: number | null;
  readonly programs: number;
  readonly charged_minor: number | null;
}): Paid {
  const { currency, status, cycles, programs, charged_minor } = row;
  return {
    currency,
    status: status as SubscriptionStatus,
    deliveries: 1 + (cycles ?? 0),
    programs,
    chargedMinor: charged_minor ?? 0,
  };
}

function lessThose(all: readonly Paid[], some: readonly Paid[]): readonly Paid[] {
  return all.map((tally) => {
    const part = some.find(
      ({ deliveries, status }) => deliveries === tally.deliveries && status === tally.status,
    );
    if (!part) return tally;
    return {
      ...tally,
      programs: tally.programs - part.programs,
      chargedMinor: tally.chargedMinor - part.chargedMinor,
    };
  });
}

/** @param landmark the delivery with which the first cycles are over */
function outcome(tallies: readonly Paid[], landmark: number, further: number) {
  const lived = tallies.filter(({ deliveries }) => deliveries >= landmark);
  const points = curve(lived, landmark, landmark + further);
  const sumOf = (read: (point: (typeof points)[number]) => number) =>
    points.reduce((sum, point) => sum + read(point), 0);
  const chargedMinor = lived.reduce((sum, tally) => sum + tally.chargedMinor, 0);
  const livedThrough = countOf(lived);
  return {
    programs: countOf(tallies),
    lived_through: livedThrough,
    kept: points.at(-1)?.charged ?? livedThrough,
    cancelled: sumOf(({ cancelled }) => cancelled),
    held: sumOf(({ held }) => held),
    open: sumOf(({ open }) => open),
    survival_rate: points.at(-1)?.survival_rate ?? null,
    charged_minor: chargedMinor,
    charged_per_program_minor: perEach(chargedMinor, livedThrough),
  };
}
