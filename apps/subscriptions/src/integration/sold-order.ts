import type { OrderReleased } from '@continuo/contracts/orders';
import { isPartOfLine } from '@continuo/kernel/line-parts';
import { sumMinor } from '@continuo/kernel/money';
import type {
  ProgramLine,
  SoldOrder,
} from '../application/start-subscriptions/start-subscriptions.command';

type Line = OrderReleased['lines'][number];

/** The programs that a released order has sold. */
export function soldOrder(order: OrderReleased): SoldOrder {
  const { campaign_id, call_id, agent_id, call_centre_id } = order.sale;
  return {
    orderId: order.order_id,
    customerId: order.customer_id,
    currency: order.currency,
    zone: order.zone,
    placedOn: order.placed_on,
    sale: {
      campaignId: campaign_id,
      callId: call_id,
      agentId: agent_id,
      callCentreId: call_centre_id,
    },
    shipTo: { ...order.ship_to },
    payment: {
      token: order.payment.token,
      networkTransactionId: order.payment.network_transaction_id,
    },
    lines: order.lines.flatMap((line) => programLine(line, order.lines)),
  };
}

function programLine({ line_id, name, program }: Line, lines: readonly Line[]): ProgramLine[] {
  if (!program) return [];
  // A bundle stands in the order as its components, the program with the first of them.
  const parts = lines.filter((line) => isPartOfLine(line.line_id, line_id));
  return [
    {
      lineId: line_id,
      name,
      planId: program.plan_id,
      planVersion: program.plan_version,
      interval: program.interval,
      sku: program.sku,
      quantity: program.quantity,
      unitPriceMinor: program.unit_price_minor,
      soldForMinor: sumMinor(parts.map(({ goods_minor }) => goods_minor)),
    },
  ];
}
