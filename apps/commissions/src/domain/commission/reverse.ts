import { deriveId } from '@continuo/kernel/ids';
import type { CommissionEvent, CommissionLineFacts, Settlement } from './events';
import { measureOf, settledOf, shareHalfUp } from './measure';
import { partiesOf, periodOf } from './settle';
import type { AccruedLine, RegisteredState } from './state';

/**
 * What a refund takes back: for each line of the sale, its latest accruals first, so that what is
 * earned is touched only when nothing pending is left. Each reversal is in proportion to what was
 * refunded; all reversals of a line together never exceed it, and equal it when all was refunded.
 */
export function reversals(state: RegisteredState, refund: Settlement): CommissionEvent[] {
  if (state.refundIds.has(refund.settlementId)) return [];
  return settledOf(state.sale.lines, refund.lines).flatMap(([line, refunded]) => {
    let left = measureOf(line, refunded);
    const events: CommissionEvent[] = [];
    for (const accrued of state.lines.toReversed()) {
      if (accrued.orderLineId !== line.orderLineId) continue;
      const measure = measureOf(line, accrued.basis);
      const taken = Math.min(left, measure - accrued.reversedMeasure);
      if (taken <= 0) continue;
      left -= taken;
      const basis =
        line.goodsMinor > 0
          ? { goodsMinor: taken, quantity: 0 }
          : { goodsMinor: 0, quantity: taken };
      events.push(...reversalOf(state, accrued, refund, measure, taken, basis));
    }
    return events;
  });
}

function reversalOf(
  { sale }: RegisteredState,
  accrued: AccruedLine,
  refund: Settlement,
  measure: number,
  taken: number,
  basis: AccruedLine['basis'],
): CommissionEvent[] {
  const upToNow = shareHalfUp(accrued.amountMinor, accrued.reversedMeasure + taken, measure);
  const facts: CommissionLineFacts = {
    lineId: deriveId('cln', sale.orderId, refund.settlementId, accrued.lineId),
    ...partiesOf(sale),
    amountMinor: accrued.reversedMinor - upToNow,
    period: periodOf(sale, refund),
  };
  const { orderLineId, campaignId, sku, kind, cycle, rule, planId, planVersion, earnsAt } = accrued;
  const { lines: _, ...source } = refund;
  const origin = { orderLineId, campaignId, sku, kind, cycle, rule, planId, planVersion };
  const reversed: CommissionEvent = {
    type: 'commission.line-reversed.v1',
    data: { ...facts, ...origin, basis, source, reversesLineId: accrued.lineId, earnsAt },
  };
  return accrued.earned
    ? [reversed, { type: 'commission.line-earned.v1', data: facts }]
    : [reversed];
}
