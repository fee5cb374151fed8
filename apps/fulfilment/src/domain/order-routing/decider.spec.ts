import { deriveId } from '@continuo/kernel/ids';
import { given } from '@continuo/testing/decider';
import { orderRoutingDecider } from './decider';
import type { OrderRoutingEvent } from './events';

const vendors = [
  { vendorId: 'ven_a', name: 'A', skus: ['A'], servesAll: false, priority: 1 },
  { vendorId: 'ven_b', name: 'B', skus: ['B'], servesAll: false, priority: 2 },
];
const a = { lineId: 'l1', sku: 'A', name: 'A', quantity: 2 };
const b = { lineId: 'l2', sku: 'B', name: 'B', quantity: 1 };
const c = { lineId: 'l3', sku: 'C', name: 'C', quantity: 1 };
type Quantities = [string, number][];
const release = (n: number, lines = [a, b], shipped: Quantities = [], underWay: Quantities = []) =>
  ({
    type: 'route-release',
    orderId: 'ord_1',
    release: n,
    lines,
    shipped: new Map(shipped),
    underWay: new Map(underWay),
    vendors,
  }) as const;
const idOf = (n: number, vendorId: string) => deriveId('shp', 'ord_1', n, vendorId);

const routed: OrderRoutingEvent = {
  type: 'order-routing.routed.v1',
  data: {
    orderId: 'ord_1',
    release: 1,
    shipments: [
      { shipmentId: idOf(1, 'ven_a'), vendorId: 'ven_a', lines: [a] },
      { shipmentId: idOf(1, 'ven_b'), vendorId: 'ven_b', lines: [b] },
    ],
  },
};
const notFound: OrderRoutingEvent = {
  type: 'order-routing.vendor-not-found.v1',
  data: {
    orderId: 'ord_1',
    release: 1,
    shipmentId: idOf(1, ''),
    lines: [a, c],
    skusWithoutVendor: ['C'],
  },
};

describe('routing of a release', () => {
  it('names one shipment per vendor', () => {
    given(orderRoutingDecider, []).when(release(1)).then([routed]);
  });

  it('is decided once, whatever is known later', () => {
    given(orderRoutingDecider, [routed])
      .when({ ...release(1), vendors: [] })
      .thenNothing();
  });

  it('ships nothing of a release with a line that no vendor carries', () => {
    given(orderRoutingDecider, [])
      .when(release(1, [a, c]))
      .then([notFound]);
  });

  const routedAgain = (line: typeof a): OrderRoutingEvent => ({
    type: 'order-routing.routed.v1',
    data: {
      orderId: 'ord_1',
      release: 2,
      shipments: [{ shipmentId: idOf(2, 'ven_a'), vendorId: 'ven_a', lines: [line] }],
    },
  });

  it('routes what a rejection has left, not what is under way', () => {
    given(orderRoutingDecider, [routed])
      .when(release(2, [a, b], [], [['l2', 1]]))
      .then([routedAgain(a)]);
  });

  it('routes no unit twice, whether orders knew that it had left or not', () => {
    const leftOfA = { ...a, quantity: 1 };
    const again = given(orderRoutingDecider, [routed]);
    again.when(release(2, [leftOfA], [['l1', 1]])).then([routedAgain(leftOfA)]);
    again.when(release(2, [a], [['l1', 1]])).then([routedAgain(leftOfA)]);
    again.when(release(2, [a], [['l1', 1]], [['l1', 1]])).thenNothing();
    again.when(release(2, [leftOfA], [['l1', 1]], [['l1', 1]])).thenNothing();
  });

  it('cancels what found no vendor, once', () => {
    const cancel = { type: 'cancel-unrouted', orderId: 'ord_1', reason: 'changed mind' } as const;
    const { shipmentId, lines } = notFound.data;
    const cancelled: OrderRoutingEvent = {
      type: 'order-routing.unrouted-lines-cancelled.v1',
      data: { orderId: 'ord_1', shipmentId, lines, reason: 'changed mind' },
    };
    given(orderRoutingDecider, [notFound]).when(cancel).then([cancelled]);
    given(orderRoutingDecider, [notFound, cancelled]).when(cancel).thenNothing();
    given(orderRoutingDecider, [routed]).when(cancel).thenNothing();
  });
});
