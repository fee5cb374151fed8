import type { Aggregate } from '@continuo/event-store/aggregate';
import type { EventMetadata, NewEvent } from '@continuo/event-store/event-store';

/** Events of about the size that a real order has, and a decider that folds them. */
export interface PlacedLine {
  readonly lineId: string;
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
  readonly instalmentsMinor: readonly number[];
}

type OrderEvent =
  | {
      readonly type: 'order.placed.v2';
      readonly data: {
        readonly orderId: string;
        readonly customerId: string;
        readonly campaignId: string;
        readonly currency: string;
        readonly lines: readonly PlacedLine[];
        readonly totalMinor: number;
      };
    }
  | {
      readonly type: 'order.payment-authorised.v1';
      readonly data: { readonly paymentId: string; readonly amountMinor: number };
    }
  | { readonly type: 'order.released.v1'; readonly data: { readonly releasedAt: string } }
  | {
      readonly type: 'order.line-shipped.v1';
      readonly data: {
        readonly lineId: string;
        readonly quantity: number;
        readonly trackingNumber: string;
      };
    };

interface OrderState {
  readonly status: 'none' | 'placed' | 'authorised' | 'released' | 'shipped';
  readonly totalMinor: number;
  readonly open: Readonly<Record<string, number>>;
}

export const ORDER: Aggregate<OrderEvent, OrderEvent, OrderState> = {
  category: 'order',
  snapshotVersion: 1,
  decider: {
    initialState: () => ({ status: 'none', totalMinor: 0, open: {} }),
    decide: (event) => [event],
    evolve(state, event) {
      switch (event.type) {
        case 'order.placed.v2': {
          const open = Object.fromEntries(
            event.data.lines.map(({ lineId, quantity }) => [lineId, quantity]),
          );
          return { status: 'placed', totalMinor: event.data.totalMinor, open };
        }
        case 'order.payment-authorised.v1':
          return { ...state, status: 'authorised' };
        case 'order.released.v1':
          return { ...state, status: 'released' };
        case 'order.line-shipped.v1': {
          const { lineId, quantity } = event.data;
          const open = { ...state.open, [lineId]: (state.open[lineId] ?? 0) - quantity };
          return { ...state, status: 'shipped', open };
        }
      }
    },
  },
  events: {
    'order.placed.v2': true,
    'order.payment-authorised.v1': true,
    'order.released.v1': true,
    'order.line-shipped.v1': true,
  },
  upcasters: {
    'order.dispatched.v1': ({ line, tracking }: { line: string; tracking: string }) => ({
      type: 'order.line-shipped.v1',
      data: { lineId: line, quantity: 1, trackingNumber: tracking },
    }),
  },
};

const RECORDED_AT = '2026-11-22T09:30:00.000Z';

export const uuidOf = (n: number) =>
  `${((n * 2654435761) >>> 0).toString(16).padStart(8, '0')}-0000-5000-8000-${n.toString(16).padStart(12, '0')}`;
export const orderIdOf = (n: number) => `ord_${uuidOf(n).replaceAll('-', '')}`;

export function orderMetadata(n: number): EventMetadata {
  return {
    actor: { kind: 'agent', id: `agt_${n % 40}`, callCentreId: 'cc_north' },
    commandId: uuidOf(n),
    correlationId: uuidOf(n + 1),
    callId: `call_${n}`,
    scriptVersion: 'mop-7',
    recordedAt: RECORDED_AT,
    effectiveAt: RECORDED_AT,
  };
}

export function orderPlaced(n: number): OrderEvent {
  const line = (lineId: string, sku: string, name: string, unitPriceMinor: number): PlacedLine => ({
    lineId,
    sku,
    name,
    quantity: 2,
    unitPriceMinor,
    shippingMinor: 499,
    taxMinor: 331,
    totalMinor: 2 * unitPriceMinor + 830,
    instalmentsMinor: [unitPriceMinor + 415, unitPriceMinor + 415],
  });
  return {
    type: 'order.placed.v2',
    data: {
      orderId: orderIdOf(n),
      customerId: `cus_${uuidOf(n % 5_000)}`,
      campaignId: 'cmp_mop_tv_spring',
      currency: 'USD',
      lines: [
        line('1', 'MOP-STEAM', 'Steam mop', 4_999),
        line('2', 'MOP-PADS', 'Refill pads, six', 1_499),
      ],
      totalMinor: 14_656,
    },
  };
}

/** The stored events of the n-th order, all in one stream: placed, authorised, released, shipped twice. */
export function orderHistory(n: number): NewEvent[] {
  const events: { type: string; data: object }[] = [
    orderPlaced(n),
    {
      type: 'order.payment-authorised.v1',
      data: { paymentId: `pay_${uuidOf(n)}`, amountMinor: 14_656 },
    },
    { type: 'order.released.v1', data: { releasedAt: RECORDED_AT } },
    { type: 'order.line-shipped.v1', data: { lineId: '1', quantity: 2, trackingNumber: `1Z${n}` } },
    { type: 'order.dispatched.v1', data: { line: '2', tracking: `1Z${n}` } },
  ];
  return events.map((event, index) => {
    const command = n * events.length + index;
    return { ...event, id: uuidOf(command), metadata: orderMetadata(command) };
  });
}
