import { invalid } from '@continuo/kernel/domain-error';
import type { PlanTerms, PlanVersion } from '../domain/commission-plan/events';
import type { AppliedRule, CommissionRule, Pay } from '../domain/commission-plan/rule';
import type {
  CommissionRuleDto,
  CommissionRuleView,
  CommissionPlanTermsDto,
  CommissionPlanVersionView,
} from './commission-plan.dto';

export function termsOf(planId: string, body: CommissionPlanTermsDto): PlanTerms {
  return {
    planId,
    name: body.name,
    callCentreIds: body.call_centre_ids ? [...new Set(body.call_centre_ids)].sort() : null,
    rules: body.rules.map(ruleOf),
    returnWindowDays: body.return_window_days,
    zone: body.zone ?? 'UTC',
  };
}

function ruleOf(dto: CommissionRuleDto, index: number): CommissionRule {
  return {
    campaignId: dto.campaign_id ?? null,
    sku: dto.sku ?? null,
    kind: dto.kind ?? null,
    cycles: dto.cycles ? { from: dto.cycles.from, to: dto.cycles.to ?? null } : null,
    pay: payOf(dto, index),
  };
}

function payOf({ rate, flat_minor, currency }: CommissionRuleDto, index: number): Pay {
  if (rate !== undefined && flat_minor === undefined && currency === undefined) {
    return { type: 'rate', rate };
  }
  if (flat_minor !== undefined && rate === undefined) {
    return { type: 'flat', unitMinor: flat_minor, currency: currency ?? null };
  }
  const detail = 'Send a rate, or a flat_minor with its currency; not both, not neither.';
  throw invalid('rate-or-flat', `/rules/${index}`, detail);
}

export function planView(plan: PlanVersion): CommissionPlanVersionView {
  return {
    plan_id: plan.planId,
    version: plan.version,
    name: plan.name,
    call_centre_ids: plan.callCentreIds,
    rules: plan.rules.map((rule, index) => ruleView({ ...rule, number: index + 1 })),
    return_window_days: plan.returnWindowDays,
    zone: plan.zone,
    published_at: plan.publishedAt,
  };
}

export function ruleView({
  number,
  campaignId,
  sku,
  kind,
  cycles,
  pay,
}: AppliedRule): CommissionRuleView {
  return {
    number,
    campaign_id: campaignId,
    sku,
    kind,
    cycles,
    ...(pay.type === 'rate'
      ? { rate: pay.rate }
      : { flat_minor: pay.unitMinor, currency: pay.currency ?? undefined }),
  };
}
