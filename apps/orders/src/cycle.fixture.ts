import type { CycleDue } from '@continuo/contracts/subscriptions';
import type { IntegrationMessage } from '@continuo/messaging/message';
import { message } from './requests.fixture';
import type { OrdersService } from './service.fixture';

/** The second cycle of a program that an order has started, as subscriptions tells of it. */
export async function dueCycle(
  service: OrdersService,
  start: { readonly orderId: string; readonly customerId: string },
  changes: Partial<CycleDue> = {},
): Promise<IntegrationMessage<CycleDue>> {
  const { data } = (await service.ports.store.readStream(`order-${start.orderId}`))[0]!;
  const subscription_id = changes.subscription_id ?? 'sub_1';
  return message(subscription_id, {
    subscription_id,
    customer_id: start.customerId,
    cycle: 2,
    plan_id: 'plan_greens',
    currency: 'USD',
    zone: 'America/New_York',
    due_on: '2026-12-22',
    sku: 'GREENS-30',
    name: 'Greens',
    quantity: 1,
    unit_price_minor: 3995,
    shipping_minor: 495,
    tax_category: 'food',
    payment: { token: 'pm_1', initiator: 'recurring', network_transaction_id: 'ntx_1' },
    ship_to: (data as { shipTo: CycleDue['ship_to'] }).shipTo,
    sale: {
      campaign_id: 'cmp_spring',
      call_id: 'call_1',
      agent_id: 'agt_ann',
      call_centre_id: 'cc_north',
    },
    ...changes,
  });
}
