import { type EventStore, EVENT_STORE } from '@continuo/event-store/event-store';
import { CommandRunner } from '@continuo/event-store/command-runner';
import { Inject, Injectable } from '@nestjs/common';
import { badRollout } from '../../domain/rollout/errors';
import type { RolloutPlan } from '../../domain/rollout/events';
import { versionOf } from '../../domain/plan/state';
import type { PlanTerms } from '../../domain/plan/terms';
import type { PriceOffer } from '../../domain/subscription/price-move';
import { SubscriptionListQuery } from '../../projections/subscription-list/query';
import { PLAN } from '../aggregates';
import { policiesIn, programPlan } from '../start-subscriptions/program-plan';

/** Programs dealt with at once. */
export const PAGE = 256;

/** The programs of a roll-out's plan, page by page, and what it offers them. */
@Injectable()
export class RolloutPrograms {
  constructor(
    private readonly runner: CommandRunner,
    private readonly programs: SubscriptionListQuery,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  /** Ids of the next programs after `after`, in their order; all that this process knows are among them. */
  page(planId: string, after: string | null) {
    return this.programs.ofPlan(planId, after, PAGE, this.store.seen());
  }

  /** The terms of the version that is rolled out. Throws DomainError `bad-price-rollout` when there is none. */
  async terms({
    planId,
    toVersion,
  }: Pick<RolloutPlan, 'planId' | 'toVersion'>): Promise<PlanTerms> {
    const { state } = await this.runner.load(PLAN, planId);
    const terms = versionOf(state, toVersion);
    if (!terms) throw badRollout('/to_version', `Plan ${planId} has no version ${toVersion}.`);
    return terms;
  }
}

/** What a roll-out offers to programs in one currency. */
export function offerOf(rollout: RolloutPlan, terms: PlanTerms, currency: string): PriceOffer {
  const { rolloutId, planId, toVersion, fromOn, noticeDays } = rollout;
  const { version, products, shippingMinor } = programPlan(planId, toVersion, terms, currency);
  const { steps } = policiesIn(terms, currency);
  return {
    rolloutId,
    prices: { planId, version, products, shippingMinor, steps },
    fromOn,
    noticeDays,
  };
}
