import type { OrderReleased } from '@continuo/contracts/orders';
import type {
  ProgramLine,
  SoldOrder,
} from '../application/start-subscriptions/start-subscriptions.command';

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
    lines: order.lines.flatMap(programLine),
  };
}

function programLine({
  line_id,
  name,
  program,
  goods_minor,
}: OrderReleased['lines'][number]): ProgramLine[] {
  if (!program) return [];
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
      soldForMinor: goods_minor,
    },
  ];
}
