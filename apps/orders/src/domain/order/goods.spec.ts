import { given } from '@continuo/testing/decider';
import { orderDecider } from './decider';
import type { OrderEvent } from './events';
import {
  aPackage,
  aPlacement,
  authorisedEvent,
  placedEvent,
  releasedEvent,
  shippedEvent,
} from './examples.fixture';

const { orderId, customerId, origin } = aPlacement();
const cancelledEvent = (reason: string, quantity = 2): OrderEvent => ({
  type: 'order.cancelled.v1',
  data: {
    orderId,
    customerId,
    origin,
    reason,
    lines: [{ lineId: 'line-1', sku: 'JUICER-01', quantity }],
  },
});
const held = (reason: string, detail: string | null = null): OrderEvent => ({
  type: 'order.held.v1',
  data: { reason, detail },
});
const lifted = (heldFor: string): OrderEvent => ({
  type: 'order.hold-lifted.v1',
  data: { heldFor },
});
const released = [placedEvent(), authorisedEvent, releasedEvent()];
const requested: OrderEvent = {
  type: 'order.cancellation-requested.v1',
  data: { orderId, reason: 'regret' },
};

describe('holding', () => {
  it('stops an order before its release', () => {
    given(orderDecider, [placedEvent()])
      .when({ kind: 'hold', reason: 'fraud check' })
      .then([held('fraud check')]);
  });

  it('comes too late after it', () => {
    given(orderDecider, released)
      .when({ kind: 'hold', reason: 'fraud check' })
      .thenFails('order-already-released');
  });

  it('ends without a release while nothing is authorised', () => {
    given(orderDecider, [placedEvent(), held('fraud check')])
      .when({ kind: 'release' })
      .then([lifted('fraud check')]);
  });

  it('ends with the release once it is', () => {
    given(orderDecider, [placedEvent(), held('fraud check'), authorisedEvent])
      .when({ kind: 'release' })
      .then([lifted('fraud check'), releasedEvent()]);
  });

  it('is not lifted where there is none', () => {
    given(orderDecider, [placedEvent()]).when({ kind: 'release' }).thenFails('order-not-held');
  });
});

describe("a vendor's rejection", () => {
  const reject = { kind: 'record-rejection', shipmentId: 'shp_1', reason: 'no stock' } as const;

  it('holds the order, once', () => {
    given(orderDecider, released)
      .when(reject)
      .then([held('vendor-rejected', 'no stock')]);
    given(orderDecider, [...released, held('vendor-rejected', 'no stock')])
      .when(reject)
      .thenNothing();
  });

  it('is answered by a second release', () => {
    given(orderDecider, [...released, held('vendor-rejected')])
      .when({ kind: 'release' })
      .then([lifted('vendor-rejected'), releasedEvent(aPlacement(), 2)]);
  });

  it('leaves cancelling to fulfilment, for another vendor may have packed its part', () => {
    given(orderDecider, [...released, held('vendor-rejected')])
      .when({ kind: 'cancel', reason: 'regret' })
      .then([requested]);
  });

  it('adds nothing to a cancellation that was asked for', () => {
    given(orderDecider, [...released, requested])
      .when(reject)
      .thenNothing();
  });
});

describe('cancelling', () => {
  const cancel = { kind: 'cancel', reason: 'regret' } as const;

  it('is done at once before the release, and once', () => {
    given(orderDecider, [placedEvent()])
      .when(cancel)
      .then([cancelledEvent('regret')]);
    given(orderDecider, [placedEvent(), cancelledEvent('regret')])
      .when(cancel)
      .thenNothing();
  });

  it('is asked of fulfilment afterwards', () => {
    given(orderDecider, released).when(cancel).then([requested]);
    given(orderDecider, [...released, requested])
      .when(cancel)
      .thenFails('cancellation-pending');
  });

  it('is done when fulfilment has cancelled', () => {
    const lines = [{ lineId: 'line-1', sku: 'JUICER-01', quantity: 2 }];
    given(orderDecider, [...released, requested])
      .when({ kind: 'record-shipment-cancelled', lines, reason: 'cancelled by seller' })
      .then([cancelledEvent('regret')]);
  });

  it('may be refused, and asked again', () => {
    const refused: OrderEvent = {
      type: 'order.cancellation-refused.v1',
      data: { shipmentId: 'shp_1', reason: 'packed' },
    };
    given(orderDecider, [...released, requested])
      .when({ kind: 'record-cancellation-refused', shipmentId: 'shp_1', reason: 'packed' })
      .then([refused]);
    given(orderDecider, [...released, requested, refused])
      .when(cancel)
      .then([requested]);
  });

  it('covers only what has not left', () => {
    const lines = [{ lineId: 'line-1', sku: 'JUICER-01', quantity: 2 }];
    const { state } = given(orderDecider, [...released, shippedEvent('pkg_1', 1), requested])
      .when({ kind: 'record-shipment-cancelled', lines, reason: '' })
      .then([cancelledEvent('regret', 1)]);
    expect(state.status).toBe('shipped');
  });

  it('finds nothing when all has left', () => {
    given(orderDecider, [...released, shippedEvent('pkg_1', 2)])
      .when(cancel)
      .thenFails('nothing-to-cancel');
  });
});

describe('packages', () => {
  const ship = (packageId: string, quantity: number) =>
    ({ kind: 'record-package', package: aPackage(packageId, quantity) }) as const;
  const deliver = (packageId: string) =>
    ({ kind: 'record-delivery', packageId, deliveredAt: '2026-11-25T10:00:00.000Z' }) as const;

  it('leave one after the other', () => {
    const first = given(orderDecider, released).when(ship('pkg_1', 1));
    first.then([shippedEvent('pkg_1', 1)]);
    expect(first.state.status).toBe('part-shipped');
    const second = given(orderDecider, [...released, shippedEvent('pkg_1', 1)]).when(
      ship('pkg_2', 1),
    );
    expect(second.state.status).toBe('shipped');
  });

  it('count once, and never more than was ordered', () => {
    const history = [...released, shippedEvent('pkg_1', 2)];
    given(orderDecider, history).when(ship('pkg_1', 2)).thenNothing();
    given(orderDecider, history).when(ship('pkg_2', 1)).thenFails('more-than-outstanding');
  });

  it('do not leave before the release', () => {
    given(orderDecider, [placedEvent()]).when(ship('pkg_1', 1)).thenFails('order-not-released');
  });

  it('arrive; the order is delivered with the last', () => {
    const history = [...released, shippedEvent('pkg_1', 1), shippedEvent('pkg_2', 1)];
    const first = given(orderDecider, history).when(deliver('pkg_1'));
    expect(first.state.status).toBe('shipped');
    const both = given(orderDecider, [...history, ...first.events]).when(deliver('pkg_2'));
    expect(both.state.status).toBe('delivered');
    given(orderDecider, [...history, ...first.events])
      .when(deliver('pkg_1'))
      .thenNothing();
    given(orderDecider, history).when(deliver('pkg_9')).thenFails('package-not-found');
  });
});
