import { localDateOf } from '@continuo/kernel/calendar';
import { deriveId } from '@continuo/kernel/ids';
import { addMs } from '@continuo/kernel/instant';
import { multiplyMinor } from '@continuo/kernel/money';
import { applyRate } from '@continuo/kernel/rate';
import type { AppliedRule } from '../commission-plan/rule';
import type {
  CommissionEvent,
  CommissionableLine,
  RegisteredSale,
  SettledLine,
  Settlement,
} from './events';
import { measureOf, mergeLines, shareHalfUp } from './measure';
import type { RegisteredState } from './state';

const DAY_MS = 86_400_000;

/**
 * What a capture earns the agent, line by line: a rate of the goods captured, rounded half up once
 * per line, or the share of a flat amount that falls to the goods captured, the shares adding up
 * exactly. Lines without a rule bring nothing.
 */
export function accruals(state: RegisteredState, capture: Settlement): CommissionEvent[] {
  const { sale } = state;
  return mergeLines(capture.lines).flatMap((settled): CommissionEvent[] => {
    const line = sale.lines.find((candidate) => candidate.orderLineId === settled.orderLineId);
    const rule = line?.rule;
    if (!line || !rule || measureOf(line, settled) <= 0) return [];
    const lineId = deriveId('cln', sale.orderId, capture.settlementId, settled.orderLineId);
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
          basis: { goodsMinor: settled.goodsMinor, quantity: settled.quantity },
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
  settled: SettledLine,
): number {
  const { pay } = rule;
  if (pay.type === 'rate') return applyRate(settled.goodsMinor, pay.rate, 'commission');
  const whole = line.goodsMinor > 0 ? line.goodsMinor : line.quantity;
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
