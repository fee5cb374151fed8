import type { PaymentTerms } from '@continuo/contracts/common';
import type { OrderPlaced } from '@continuo/contracts/orders';
import { instantAt } from '@continuo/kernel/calendar';
import type { Instant } from '@continuo/kernel/instant';
import type { Method, OrderFacts } from '../domain/payment/facts';

export function methodOf(terms: PaymentTerms): Method {
  const { token, initiator, channel, network_transaction_id: networkTransactionId } = terms;
  return { token, initiator: channel ?? initiator, networkTransactionId };
}

/** What a payment needs to know of its order; the first instalment is due when it was placed. */
export function orderFacts(placed: OrderPlaced, placedAt: Instant): OrderFacts {
  const { zone, sale, origin } = placed;
  return {
    orderId: placed.order_id,
    customerId: placed.customer_id,
    currency: placed.currency,
    placedOn: placed.placed_on,
    zone,
    origin:
      origin.kind === 'call'
        ? { kind: 'call' }
        : { kind: 'program', subscriptionId: origin.subscription_id, cycle: origin.cycle },
    sale: {
      campaignId: sale.campaign_id,
      callId: sale.call_id,
      agentId: sale.agent_id,
      callCentreId: sale.call_centre_id,
    },
    lines: placed.lines.map((line) => ({
      lineId: line.line_id,
      sku: line.sku,
      quantity: line.quantity,
      goodsMinor: line.goods_minor,
      shippingMinor: line.shipping_minor,
      taxMinor: line.tax_minor,
      totalMinor: line.total_minor,
      instalmentsMinor: line.instalments_minor,
    })),
    instalments: placed.instalments.map(({ number, due_on, amount_minor }) => ({
      number,
      dueOn: due_on,
      dueAt: number === 1 ? placedAt : instantAt(due_on, zone),
      amountMinor: amount_minor,
    })),
  };
}
