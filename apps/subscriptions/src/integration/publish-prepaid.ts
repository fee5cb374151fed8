import {
  PREPAID_SHIPMENT_LEFT,
  PREPAID_SHIPMENTS_LAPSED,
  type PrepaidShipmentLeft,
  type PrepaidShipmentsLapsed,
  PROGRAM_PREPAID,
  type ProgramPrepaid,
} from '@continuo/contracts/prepaid';
import type { Publication } from '@continuo/messaging/message';
import type { PrepaidFact } from '../domain/subscription/prepaid-events';

/** What the ledger learns of shipments that are paid for in advance; how they are counted stays here. */
export function prepaid(
  subject: { readonly subscription_id: string; readonly customer_id: string },
  event: PrepaidFact,
): Publication | undefined {
  const { orderId, lineId, firstCycle } = event.data;
  const term = { ...subject, order_id: orderId, line_id: lineId };
  switch (event.type) {
    case 'subscription.prepaid-run-paid.v1': {
      const { currency, shipments, goodsMinor: goods_minor } = event.data;
      const run = { first_cycle: firstCycle, shipments, goods_minor };
      const data: ProgramPrepaid = { ...term, currency, ...run };
      return { type: PROGRAM_PREPAID.type, data };
    }
    case 'subscription.prepaid-shipment-left.v1': {
      const { cycle, cycleOrderId: cycle_order_id } = event.data;
      const data: PrepaidShipmentLeft = { ...term, cycle, cycle_order_id };
      return { type: PREPAID_SHIPMENT_LEFT.type, data };
    }
    case 'subscription.prepaid-shipments-lapsed.v1': {
      const { currency, shipments, goodsMinor: goods_minor, unshipped, because } = event.data;
      const data: PrepaidShipmentsLapsed = {
        ...term,
        currency,
        shipments,
        goods_minor,
        unshipped,
        because,
      };
      return { type: PREPAID_SHIPMENTS_LAPSED.type, data };
    }
    case 'subscription.prepaid-run-opened.v1':
    case 'subscription.prepaid-run-ended.v1':
      return undefined;
  }
}
