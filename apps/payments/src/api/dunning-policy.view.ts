import type { DunningPolicy, PolicyTerms } from '../domain/dunning/policy';
import type { Simulation } from '../domain/dunning/simulate';
import type {
  DunningPolicyView,
  DunningSimulationView,
  DunningTermsDto,
} from './dunning-policy.dto';

export function termsOf(policyId: string, body: DunningTermsDto): PolicyTerms {
  const { limits, cap } = body;
  return {
    policyId,
    name: body.name,
    scope: { campaignId: body.campaign_id ?? null, customerId: body.customer_id ?? null },
    schedules: body.schedules.map((each) => ({
      declineClass: each.decline_class,
      network: each.network ?? null,
      afterHours: each.after_hours,
    })),
    cap: cap ? { tries: cap.tries, days: cap.days } : null,
    bestHour: body.best_hour ?? null,
    payDays: body.pay_days ?? [],
    payDayWithinDays: body.pay_day_within_days ?? 0,
    limits: {
      amountMinor: limits?.amount_minor ?? {},
      count: limits?.count ?? null,
      ageDays: limits?.age_days ?? null,
    },
    whenInstalmentFails: body.when_instalment_fails ?? 'keep-shipping',
  };
}

export function policyView(policy: DunningPolicy): DunningPolicyView {
  const { scope, limits } = policy;
  return {
    policy_id: policy.policyId,
    version: policy.version,
    published_at: policy.publishedAt === '' ? null : policy.publishedAt,
    name: policy.name,
    campaign_id: scope.campaignId,
    customer_id: scope.customerId,
    schedules: policy.schedules.map(({ declineClass, network, afterHours }) => ({
      decline_class: declineClass,
      network,
      after_hours: [...afterHours],
    })),
    cap: policy.cap,
    best_hour: policy.bestHour,
    pay_days: [...policy.payDays],
    pay_day_within_days: policy.payDayWithinDays,
    limits: { amount_minor: limits.amountMinor, count: limits.count, age_days: limits.ageDays },
    when_instalment_fails: policy.whenInstalmentFails,
  };
}

export function simulationView(
  { declines, triedAgain, givenUp, byClass, changed }: Simulation,
  payments: number,
  position: number,
): DunningSimulationView {
  return {
    label: 'estimate',
    declines,
    payments,
    tried_again: { was: triedAgain.was, would_be: triedAgain.wouldBe },
    given_up: { was: givenUp.was, would_be: givenUp.wouldBe },
    by_class: byClass,
    changed: changed.map((each) => ({
      payment_id: each.paymentId,
      attempt_id: each.attemptId,
      decline_class: each.declineClass,
      was: each.was,
      would_be: each.wouldBe,
      because: each.because,
    })),
    position,
  };
}
