import type { OrderFacts, OrderLineFacts } from '../domain/payment/facts';

export const NOW = '2026-11-22T09:30:00.000Z';

export function aLine(changes: Partial<OrderLineFacts> = {}): OrderLineFacts {
  return {
    lineId: 'l1',
    sku: 'KNIFE-SET',
    quantity: 3,
    goodsMinor: 9000,
    shippingMinor: 700,
    taxMinor: 801,
    totalMinor: 10501,
    instalmentsMinor: [10501],
    ...changes,
  };
}

export function anOrder(changes: Partial<OrderFacts> = {}): OrderFacts {
  const lines = changes.lines ?? [aLine()];
  const count = Math.max(...lines.map((line) => line.instalmentsMinor.length));
  return {
    orderId: 'ord_1',
    customerId: 'cus_1',
    currency: 'USD',
    placedOn: '2026-11-22',
    zone: 'America/New_York',
    origin: { kind: 'call' },
    sale: { campaignId: 'cmp_1', callId: 'call_1', agentId: 'agt_1', callCentreId: 'cc_1' },
    instalments: Array.from({ length: count }, (_, index) => ({
      number: index + 1,
      dueOn: new Date(Date.UTC(2026, 10 + index, 22)).toISOString().slice(0, 10),
      dueAt: new Date(Date.UTC(2026, 10 + index, 22, 5)).toISOString(),
      amountMinor: lines.reduce((sum, line) => sum + (line.instalmentsMinor[index] ?? 0), 0),
    })),
    ...changes,
    lines,
  };
}
