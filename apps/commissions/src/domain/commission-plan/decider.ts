import type { Decider } from '@continuo/kernel/decider';
import { never } from '@continuo/kernel/decider';
import { DomainError, invalid, notFound } from '@continuo/kernel/domain-error';
import type { Instant } from '@continuo/kernel/instant';
import type { CommissionPlanEvent, PlanTerms, PlanVersion } from './events';
import { sameSelection } from './rule';
import type { PlanBook } from './state';

export type CommissionPlanCommand =
  | { readonly type: 'publish-plan'; readonly terms: PlanTerms; readonly at: Instant }
  | { readonly type: 'publish-version'; readonly terms: PlanTerms; readonly at: Instant };

function decide(command: CommissionPlanCommand, book: PlanBook): readonly CommissionPlanEvent[] {
  const { terms, at } = command;
  const known = book.plans.get(terms.planId);
  switch (command.type) {
    case 'publish-plan': {
      const first = known?.[0];
      if (first && sameTerms(first, terms)) return [];
      if (first) throw planExists(terms.planId);
      return [published(book, terms, 1, at)];
    }
    case 'publish-version': {
      const last = known?.at(-1);
      if (!last) throw notFound('commission-plan', terms.planId);
      if (sameTerms(last, terms)) return [];
      return [published(book, terms, last.version + 1, at)];
    }
    default:
      return never(command);
  }
}

function published(
  book: PlanBook,
  terms: PlanTerms,
  version: number,
  publishedAt: Instant,
): CommissionPlanEvent {
  requireSoundRules(terms);
  requireNoOtherPlan(book, terms);
  return { type: 'commission-plan.published.v1', data: { ...terms, version, publishedAt } };
}

function requireSoundRules({ rules }: PlanTerms): void {
  for (const [index, rule] of rules.entries()) {
    const { cycles, kind, pay } = rule;
    if (pay.type === 'rate' && Number(pay.rate) > 1) {
      throw invalid(
        'rate-above-one',
        `/rules/${index}/rate`,
        'Send a share of the goods: 0.1 is 10 %.',
      );
    }
    if (cycles && kind !== 'continuity') {
      throw invalid('cycles-without-continuity', `/rules/${index}`, 'Cycles go with continuity.');
    }
    if (cycles && cycles.to !== null && cycles.to < cycles.from) {
      throw invalid('bad-cycles', `/rules/${index}`, 'The last cycle comes before the first.');
    }
    const earlier = rules.findIndex((candidate) => sameSelection(candidate, rule));
    if (earlier < index) {
      const detail = `It selects the same sales as rule ${earlier + 1} and would never be used.`;
      throw invalid('duplicate-rule', `/rules/${index}`, detail);
    }
  }
}

/** One plan per call centre, and one for all others: which governs a sale is never a matter of luck. */
function requireNoOtherPlan(book: PlanBook, terms: PlanTerms): void {
  for (const versions of book.plans.values()) {
    const other = versions.at(-1);
    if (!other || other.planId === terms.planId) continue;
    const overlap =
      terms.callCentreIds === null
        ? other.callCentreIds === null
        : terms.callCentreIds.some((id) => other.callCentreIds?.includes(id));
    if (!overlap) continue;
    throw new DomainError(
      'commission-plan-overlap',
      `Plan ${other.planId} already pays agents of the same call centre.`,
      'conflict',
      { plan_id: other.planId },
    );
  }
}

function planExists(planId: string): DomainError {
  return new DomainError(
    'commission-plan-exists',
    `Plan ${planId} was published with other terms; publish a version of it instead.`,
    'conflict',
    { plan_id: planId },
  );
}

function sameTerms(
  { version: _v, publishedAt: _p, ...known }: PlanVersion,
  terms: PlanTerms,
): boolean {
  return JSON.stringify(canonical(known)) === JSON.stringify(canonical(terms));
}

function canonical({ planId, name, callCentreIds, rules, returnWindowDays, zone }: PlanTerms) {
  const selections = rules.map(({ campaignId, sku, kind, cycles, pay }) => [
    campaignId,
    sku,
    kind,
    cycles && [cycles.from, cycles.to],
    pay.type === 'rate' ? pay.rate : [pay.unitMinor, pay.currency],
  ]);
  return [planId, name, callCentreIds, selections, returnWindowDays, zone];
}

function evolve(book: PlanBook, { data }: CommissionPlanEvent): PlanBook {
  const versions = [...(book.plans.get(data.planId) ?? []), data];
  return { plans: new Map(book.plans).set(data.planId, versions) };
}

export const commissionPlanDecider: Decider<CommissionPlanCommand, CommissionPlanEvent, PlanBook> =
  {
    decide,
    evolve,
    initialState: () => ({ plans: new Map() }),
  };
