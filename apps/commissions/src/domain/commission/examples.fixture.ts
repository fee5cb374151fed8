import type { PlanVersion } from '../commission-plan/events';
import type { CommissionRule, Pay } from '../commission-plan/rule';
import type { CommissionCommand, PlacedSale } from './decider';
import type { Settlement } from './events';

export const SOLD_AT = '2026-11-30T23:30:00.000Z';
export const SETTLED_AT = '2026-11-30T23:45:00.000Z';
/** Thirty days after {@link SETTLED_AT}. */
export const WINDOW_CLOSES = '2026-12-30T23:45:00.000Z';

export const rule = (changes: Partial<CommissionRule> & { pay: Pay }): CommissionRule => ({
  campaignId: null,
  sku: null,
  kind: null,
  cycles: null,
  ...changes,
});

export const plan = (changes: Partial<PlanVersion> = {}): PlanVersion => ({
  planId: 'cpl_1',
  version: 3,
  name: 'Standard',
  callCentreIds: null,
  returnWindowDays: 30,
  zone: 'UTC',
  publishedAt: '2026-11-01T00:00:00.000Z',
  rules: [
    rule({ kind: 'main', pay: { type: 'rate', rate: '0.10' } }),
    rule({ kind: 'upsell', pay: { type: 'flat', unitMinor: 333, currency: 'USD' } }),
  ],
  ...changes,
});

type SoldLine = PlacedSale['lines'][number];

/** A line that ships itself. */
export const aLine = (line: Omit<SoldLine, 'parts'>): SoldLine => {
  const { orderLineId, quantity } = line;
  return { ...line, parts: [{ orderLineId, quantity }] };
};

export const sale = (changes: Partial<PlacedSale> = {}): PlacedSale => ({
  orderId: 'ord_1',
  agentId: 'agt_nora',
  callCentreId: 'cc_north',
  campaignId: 'cmp_1',
  currency: 'USD',
  placedAt: SOLD_AT,
  cycle: 1,
  messageId: 'msg_sale',
  lines: [
    aLine({ orderLineId: 'l1', sku: 'A', kind: 'main', quantity: 2, goodsMinor: 9_995 }),
    aLine({ orderLineId: 'l2', sku: 'B', kind: 'upsell', quantity: 3, goodsMinor: 3_000 }),
    aLine({ orderLineId: 'l3', sku: 'C', kind: 'cross-sell', quantity: 1, goodsMinor: 500 }),
  ],
  ...changes,
});

const settlement = (
  settlementId: string,
  lines: [string, number, number][],
  at: string,
): Settlement => ({
  settlementId,
  paymentId: 'pay_1',
  messageId: `msg_${settlementId}`,
  messageType: 'told-by-payments',
  at,
  lines: lines.map(([orderLineId, goodsMinor, quantity]) => ({
    orderLineId,
    goodsMinor,
    quantity,
  })),
});

export const register: CommissionCommand = { type: 'register-sale', sale: sale(), plan: plan() };

/** Each line: order line, goods in minor units, quantity. */
export const capture = (
  id: string,
  lines: [string, number, number][],
  at = SETTLED_AT,
): CommissionCommand => ({
  type: 'settle-capture',
  orderId: 'ord_1',
  capture: settlement(id, lines, at),
});

export const refund = (
  id: string,
  lines: [string, number, number][],
  at = SETTLED_AT,
): CommissionCommand => ({
  type: 'settle-refund',
  orderId: 'ord_1',
  refund: settlement(id, lines, at),
});

export const earn = (at: string): CommissionCommand => ({ type: 'earn', at });
