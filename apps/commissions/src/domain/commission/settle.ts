import { localDateOf } from '@continuo/kernel/calendar';
import { deriveId } from '@continuo/kernel/ids';
import { addMs } from '@continuo/kernel/instant';
import { multiplyMinor } from '@continuo/kernel/money';
import { applyRate } from '@continuo/kernel/rate';
import type { AppliedRule } from '../commission-plan/rule';
import type { CommissionEvent, CommissionableLine, RegisteredSale, Settlement } from './events';
import { measureOf, settledOf, shareHalfUp, wholeOf } from './measure';
import type { AccruedLine, RegisteredState } from './state';

const DAY_MS = 86_400_000;

/**
 * What a capture earns the agent, line by line: a rate of the goods captured, rounded half up once
 * per line, or the share of a flat amount that falls to the goods captured, the shares adding up
 * exactly. Lines without a rule bring nothing; a bundle is one line.
 */
export function accruals(state: RegisteredState, capture: Settlement): CommissionEvent[] {
  const { sale } = state;
  return settledOf(sale.lines, capture.lines).flatMap(([line, settled]): CommissionEvent[] => {
    const { rule } = line;
    if (!rule || measureOf(line, settled) <= 0) return [];
    const lineId = deriveId('cln', sale.orderId, capture.settlementId, line.orderLineId);
    if (state.lines.some((known) => known.lineId === lineId)) return [];
    const { lines: _, ...source } = capture;
    return [
      {
        type: 'commission.line-accrued.v1',
        data: {
          lineId,
          ...partiesOf(sale),
          amountMinor: amountOf(state, line, rule, settled),
          period: periodOf(sale, capture),
          ...originOf(sale, line, rule),
          basis: settled,
          source,
          earnsAt: addMs(capture.at, sale.plan.returnWindowDays * DAY_MS),
        },
      },
    ];
  });
}

function amountOf(
  state: RegisteredState,
  line: CommissionableLine,
  rule: AppliedRule,
  settled: AccruedLine['basis'],
): number {
  const { pay } = rule;
  if (pay.type === 'rate') return applyRate(settled.goodsMinor, pay.rate, 'commission');
  const whole = wholeOf(line);
  const before = state.lines
    .filter((known) => known.orderLineId === line.orderLineId)
    .reduce((sum, known) => sum + measureOf(line, known.basis), 0);
  const total = multiplyMinor(pay.unitMinor, line.quantity);
  const upTo = (measure: number) => shareHalfUp(total, Math.min(measure, whole), whole);
  return upTo(before + measureOf(line, settled)) - upTo(before);
}

export function partiesOf({ orderId, agentId, callCentreId, currency }: RegisteredSale) {
  return { orderId, agentId, callCentreId, currency };
}

/** The month in which a settlement falls where the plan is kept. */
export function periodOf({ plan }: RegisteredSale, { at }: Settlement): string {
  return localDateOf(at, plan.zone).slice(0, 7);
}

function originOf(sale: RegisteredSale, line: CommissionableLine, rule: AppliedRule) {
  return {
    orderLineId: line.orderLineId,
    campaignId: sale.campaignId,
    sku: line.sku,
    kind: line.kind,
    cycle: sale.cycle,
    rule,
    planId: sale.plan.planId,
    planVersion: sale.plan.version,
  };
}
