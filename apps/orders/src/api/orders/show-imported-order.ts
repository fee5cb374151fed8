import { localDateOf } from '@continuo/kernel/calendar';
import { parseDecimal } from '@continuo/kernel/decimal';
import { roundHalfUp } from '@continuo/kernel/rate';
import { lineIdOf } from '../../domain/order/line';
import type { DatedLine, KnownImportedOrder } from '../../domain/imported-order/state';
import type { OrderLineView, OrderView } from './order.view';

/** An order of the past in the form of any other: nothing is due, nothing will be shipped. */
export function showImportedOrder(order: KnownImportedOrder, revision: number): OrderView {
  const { orderId, customerId, currency, orderedAt, zone, totalMinor } = order;
  const { source, number, document, country, soldBy } = order;
  return {
    order_id: orderId,
    status: 'imported',
    customer_id: customerId,
    campaign_id: null,
    call_id: null,
    agent_id: null,
    call_centre_id: null,
    subscription_id: null,
    cycle: null,
    currency,
    lines: order.lines.map((line, index) => showLine(line, index, currency)),
    placed_on: localDateOf(orderedAt, zone),
    ship_on: null,
    goods_minor: totalMinor,
    shipping_minor: null,
    tax_minor: null,
    total_minor: totalMinor,
    due_minor: 0,
    instalments: [],
    payment: null,
    consent: null,
    hold_reason: null,
    packages: [],
    cancellation: null,
    imported: { source, number, document, ordered_at: orderedAt, country, sold_by: soldBy },
    revision,
  };
}

function showLine(line: DatedLine, index: number, currency: string): OrderLineView {
  return {
    line_id: lineIdOf(index + 1),
    kind: 'main',
    offer_id: null,
    offer_price_version: null,
    sku: line.sku,
    name: line.name,
    quantity: line.quantity,
    unit_price_minor: roundHalfUp(parseDecimal(line.unitPrice), currency),
    instalments: 1,
    program: null,
    goods_minor: line.amountMinor,
    total_minor: line.amountMinor,
    unit_price: line.unitPrice,
    ordered_at: line.orderedAt,
  };
}
