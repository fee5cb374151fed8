import { given } from '@continuo/testing/decider';
import { orderDecider } from './decider';
import type { OrderEvent } from './events';
import {
  aCyclePlacement,
  authorise,
  authorisedEvent,
  declineCommand,
  placedEvent,
  releasedEvent,
} from './examples.fixture';
import { releaseDueAt } from './ship-date';

const placement = aCyclePlacement();
const { orderId, customerId, origin } = placement;
const SHIP_ON = '2026-11-25';
/** Midnight in New York. */
const DUE = '2026-11-25T05:00:00.000Z';
const placed = placedEvent(placement);
const scheduled: OrderEvent = {
  type: 'order.shipping-scheduled.v1',
  data: { orderId, shipOn: SHIP_ON },
};
const held: OrderEvent = { type: 'order.held.v1', data: { reason: 'fraud check', detail: null } };
const lifted: OrderEvent = { type: 'order.hold-lifted.v1', data: { heldFor: 'fraud check' } };
const released = releasedEvent(placement);
const waiting = [placed, scheduled, authorisedEvent];
const due = (now = DUE) => ({ kind: 'release-due', now }) as const;
const dueAfter = (...events: OrderEvent[]) => releaseDueAt(given(orderDecider, events).state);

describe('an order whose goods leave on a later day', () => {
  it('says so when it is placed', () => {
    given(orderDecider, [])
      .when({ kind: 'place', placement, shipOn: SHIP_ON })
      .then([placed, scheduled]);
  });

  it.each([undefined, placement.placedOn, '2026-11-01'])('is any other for %s', (shipOn) => {
    given(orderDecider, []).when({ kind: 'place', placement, shipOn }).then([placed]);
  });

  it('is authorised and not released', () => {
    given(orderDecider, [placed, scheduled]).when(authorise).then([authorisedEvent]);
  });

  it('goes to fulfilment at the beginning of that day, where the customer is', () => {
    expect(dueAfter(...waiting)).toBe(DUE);
    given(orderDecider, waiting).when(due()).then([released]);
  });

  it('does not before, however often it is woken', () => {
    given(orderDecider, waiting).when(due('2026-11-25T04:59:59.999Z')).thenNothing();
  });

  it('goes once', () => {
    expect(dueAfter(...waiting, released)).toBeNull();
    given(orderDecider, [...waiting, released])
      .when(due())
      .thenNothing();
  });

  it('does not wait for the scheduler while it is not paid, and goes late when it is', () => {
    expect(dueAfter(placed, scheduled)).toBeNull();
    given(orderDecider, [placed, scheduled]).when(due()).thenNothing();
    given(orderDecider, [...waiting])
      .when(due('2026-12-24T00:00:00.000Z'))
      .then([released]);
  });

  it('is cancelled at once: nobody was asked to ship it', () => {
    const lines = [{ lineId: 'line-1', sku: 'GREENS-30', quantity: 1 }];
    const cancelled: OrderEvent = {
      type: 'order.cancelled.v1',
      data: { orderId, customerId, origin, reason: 'moved', lines },
    };
    given(orderDecider, waiting).when({ kind: 'cancel', reason: 'moved' }).then([cancelled]);
    expect(dueAfter(...waiting, cancelled)).toBeNull();
    given(orderDecider, [...waiting, cancelled])
      .when(due())
      .thenNothing();
  });

  it('may be held meanwhile, and waits on when the hold is lifted', () => {
    given(orderDecider, waiting).when({ kind: 'hold', reason: 'fraud check' }).then([held]);
    expect(dueAfter(...waiting, held)).toBeNull();
    given(orderDecider, [...waiting, held])
      .when(due())
      .thenNothing();
    given(orderDecider, [...waiting, held])
      .when({ kind: 'release' })
      .then([lifted]);
    expect(dueAfter(...waiting, held, lifted)).toBe(DUE);
  });

  it('is given up when it will not be paid', () => {
    given(orderDecider, [placed, scheduled])
      .when(declineCommand(true))
      .then([
        expect.objectContaining({ type: 'order.payment-declined.v1' }) as never,
        expect.objectContaining({ type: 'order.cancelled.v1' }) as never,
      ]);
  });

  it('does not wait again after a vendor has rejected it', () => {
    const rejected: OrderEvent = {
      type: 'order.held.v1',
      data: { reason: 'vendor-rejected', detail: 'none left' },
    };
    expect(dueAfter(...waiting, released, rejected)).toBeNull();
    given(orderDecider, [...waiting, released, rejected])
      .when({ kind: 'release' })
      .then([
        { type: 'order.hold-lifted.v1', data: { heldFor: 'vendor-rejected' } },
        releasedEvent(placement, 2),
      ]);
  });
});
