import { localDateOf } from '@continuo/kernel/calendar';
import type { Instant, LocalDate } from '@continuo/kernel/instant';
import { CommandRunner } from '@continuo/event-store/command-runner';
import { Injectable } from '@nestjs/common';
import { cohortOf } from '../../domain/rollout/cohort';
import type { RolloutPlan } from '../../domain/rollout/events';
import { foreseeMove, type KeepingRule } from '../../domain/subscription/price-move';
import { SUBSCRIPTION } from '../aggregates';
import { offerOf, PAGE, RolloutPrograms } from './rollout-programs';

/** What a cohort would be told if it were started now; amounts of the first cycle at the new prices, before tax. */
export interface RehearsedCohort {
  readonly cohort: string;
  readonly programs: number;
  readonly moves: number;
  readonly keeps: Readonly<Partial<Record<KeepingRule, number>>>;
  readonly noticesOn: LocalDate | null;
  readonly firstDueOn: LocalDate | null;
  readonly lastDueOn: LocalDate | null;
  readonly beforeMinor: Readonly<Record<string, number>>;
  readonly afterMinor: Readonly<Record<string, number>>;
  /** Some of the programs, each with the cycle from which it would pay the new price. */
  readonly examples: readonly RehearsedProgram[];
}

export interface RehearsedProgram {
  readonly subscriptionId: string;
  readonly cycle: number;
  readonly dueOn: LocalDate;
  readonly beforeMinor: number;
  readonly afterMinor: number;
}

type Counting = { -readonly [Key in keyof RehearsedCohort]: RehearsedCohort[Key] };

const EXAMPLES = 10;

/** Asks every program what a roll-out would do to it, by the function that would do it; changes nothing. */
@Injectable()
export class RehearseRollout {
  constructor(
    private readonly runner: CommandRunner,
    private readonly programs: RolloutPrograms,
  ) {}

  async rehearse(rollout: RolloutPlan, now: Instant): Promise<readonly RehearsedCohort[]> {
    const terms = await this.programs.terms(rollout);
    const counted = new Map(rollout.cohorts.map(({ name }) => [name, nothingIn(name)]));
    for (let after: string | null = null; ;) {
      const page: readonly string[] = await this.programs.page(rollout.planId, after);
      for (const id of page) {
        const { state } = await this.runner.load(SUBSCRIPTION, id);
        if (state.status === 'none') continue;
        const cohort = cohortOf(rollout.cohorts, id, state.startedOn);
        const counting = cohort && counted.get(cohort.name);
        if (!counting) continue;
        const today = localDateOf(now, state.zone);
        const offer = offerOf(rollout, terms, state.currency);
        count(counting, id, state.currency, today, foreseeMove(state, offer, today));
      }
      after = page[page.length - 1] ?? null;
      if (page.length < PAGE) return [...counted.values()];
    }
  }
}

function nothingIn(cohort: string): Counting {
  const dates = { noticesOn: null, firstDueOn: null, lastDueOn: null };
  const amounts = { beforeMinor: {}, afterMinor: {} };
  return { cohort, programs: 0, moves: 0, keeps: {}, ...dates, ...amounts, examples: [] };
}

function count(
  cohort: Counting,
  subscriptionId: string,
  currency: string,
  today: LocalDate,
  foreseen: ReturnType<typeof foreseeMove>,
): void {
  cohort.programs += 1;
  if (foreseen.keeps) {
    cohort.keeps = { ...cohort.keeps, [foreseen.keeps]: (cohort.keeps[foreseen.keeps] ?? 0) + 1 };
    return;
  }
  const { cycle, dueOn, totalBeforeTaxMinor: afterMinor } = foreseen.after;
  const beforeMinor = foreseen.before.totalBeforeTaxMinor;
  cohort.moves += 1;
  if (cohort.noticesOn === null || today < cohort.noticesOn) cohort.noticesOn = today;
  if (cohort.firstDueOn === null || dueOn < cohort.firstDueOn) cohort.firstDueOn = dueOn;
  if (cohort.lastDueOn === null || dueOn > cohort.lastDueOn) cohort.lastDueOn = dueOn;
  const sum = (sums: Readonly<Record<string, number>>, minor: number) => ({
    ...sums,
    [currency]: (sums[currency] ?? 0) + minor,
  });
  cohort.beforeMinor = sum(cohort.beforeMinor, beforeMinor);
  cohort.afterMinor = sum(cohort.afterMinor, afterMinor);
  if (cohort.examples.length < EXAMPLES) {
    cohort.examples = [
      ...cohort.examples,
      { subscriptionId, cycle, dueOn, beforeMinor, afterMinor },
    ];
  }
}
