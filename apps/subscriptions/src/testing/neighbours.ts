import { ORDER_RELEASED, type OrderReleased } from '@continuo/contracts/orders';
import type { Aggregate } from '@continuo/event-store/aggregate';
import type { Publication } from '@continuo/messaging/message';
import type { Service } from '@continuo/service/service';
import { Module } from '@nestjs/common';

/** An event whose data is the message that it becomes: what other services would have published. */
export interface Said {
  readonly type: 'neighbour.said.v1';
  readonly data: Publication;
}

export const NEIGHBOUR: Aggregate<Publication, Said, null> = {
  category: 'neighbour',
  decider: {
    initialState: () => null,
    decide: (publication) => [{ type: 'neighbour.said.v1', data: publication }],
    evolve: (state) => state,
  },
  events: { 'neighbour.said.v1': true },
};

@Module({})
class NeighboursModule {}

/** Stands for the other services in specs: says what it is told to say. */
export const NEIGHBOURS: Service = {
  name: 'orders',
  module: NeighboursModule,
  aggregates: [NEIGHBOUR],
  publisher: {
    service: 'orders',
    categories: ['neighbour'],
    translate: (event) => event.data as Publication,
  },
  projections: [],
  wakers: [],
};

export function orderReleased(changes: Partial<OrderReleased> = {}): Publication {
  const data: OrderReleased = {
    order_id: 'ord_first',
    customer_id: 'cus_1',
    currency: 'USD',
    placed_on: '2099-01-31',
    zone: 'America/New_York',
    origin: { kind: 'call' },
    sale: {
      campaign_id: 'cmp_1',
      call_id: 'call_1',
      agent_id: 'agt_1',
      call_centre_id: 'cc_north',
    },
    ship_to: { sealed: 'sealed-address', stream: 'order-ord_first', field: 'shipTo' },
    lines: [
      {
        line_id: 'line_1',
        kind: 'main',
        offer_id: 'off_1',
        sku: 'GREENS-30',
        name: 'Greens',
        quantity: 1,
        unit_price_minor: 4000,
        goods_minor: 4000,
        shipping_minor: 595,
        tax_minor: 0,
        total_minor: 4595,
        instalments_minor: [4595],
        program: {
          plan_id: 'plan_greens',
          plan_version: 1,
          interval: 'P1M',
          unit_price_minor: 4000,
          sku: 'GREENS-30',
          quantity: 1,
        },
      },
    ],
    payment: { token: 'pm_first', initiator: 'moto', network_transaction_id: 'ntx_1' },
    release: 1,
    ...changes,
  };
  return { type: ORDER_RELEASED.type, data };
}
