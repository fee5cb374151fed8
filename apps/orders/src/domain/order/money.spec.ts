import { given } from '@continuo/testing/decider';
import { orderDecider } from './decider';
import type { OrderEvent } from './events';
import {
  aCyclePlacement,
  aPlacement,
  authorise,
  authorisedEvent,
  declineCommand,
  placedEvent,
  releasedEvent,
} from './examples.fixture';

const unknown: OrderEvent = {
  type: 'order.held.v1',
  data: { reason: 'payment-unknown', detail: null },
};
const knownNow: OrderEvent = {
  type: 'order.hold-lifted.v1',
  data: { heldFor: 'payment-unknown' },
};
const held: OrderEvent = { type: 'order.held.v1', data: { reason: 'fraud check', detail: null } };
const declined = (final = false, instalment = 1): OrderEvent => {
  const command = declineCommand(final, instalment);
  if (command.kind !== 'record-decline') throw new Error('not a decline');
  return { type: 'order.payment-declined.v1', data: command.decline };
};
const secondToken = { token: 'pm_other', initiator: 'moto', networkTransactionId: null } as const;

describe('an authorised payment', () => {
  it('releases the order in the same breath', () => {
    given(orderDecider, [placedEvent()]).when(authorise).then([authorisedEvent, releasedEvent()]);
  });

  it('counts once', () => {
    given(orderDecider, [placedEvent(), authorisedEvent, releasedEvent()])
      .when(authorise)
      .thenNothing();
  });

  it('leaves an order held that a person holds', () => {
    given(orderDecider, [placedEvent(), held]).when(authorise).then([authorisedEvent]);
  });

  it('is recorded on a cancelled order, which stays cancelled', () => {
    const { orderId, customerId, origin } = aPlacement();
    const cancelled: OrderEvent = {
      type: 'order.cancelled.v1',
      data: {
        orderId,
        customerId,
        origin,
        reason: 'regret',
        lines: [{ lineId: 'line-1', sku: 'JUICER-01', quantity: 2 }],
      },
    };
    const { state } = given(orderDecider, [placedEvent(), cancelled])
      .when(authorise)
      .then([authorisedEvent]);
    expect(state.status).toBe('cancelled');
  });
});

describe('an unknown payment', () => {
  it('holds the order', () => {
    given(orderDecider, [placedEvent()]).when({ kind: 'record-unknown' }).then([unknown]);
  });

  it('is not released by a person', () => {
    given(orderDecider, [placedEvent(), unknown])
      .when({ kind: 'release' })
      .thenFails('payment-unknown');
  });

  it('releases the order by itself once it turns out authorised', () => {
    given(orderDecider, [placedEvent(), unknown])
      .when(authorise)
      .then([authorisedEvent, knownNow, releasedEvent()]);
  });

  it('lets another token be tried once it turns out declined', () => {
    given(orderDecider, [placedEvent(), unknown])
      .when(declineCommand())
      .then([declined(), knownNow]);
    given(orderDecider, [placedEvent(), unknown])
      .when({ kind: 'try-another-token', payment: secondToken })
      .thenFails('payment-not-declined');
  });
});

describe('a declined payment', () => {
  it('leaves an order from a call placed, for another token', () => {
    const { state } = given(orderDecider, [placedEvent()])
      .when(declineCommand(true))
      .then([declined(true)]);
    expect(state.status).toBe('placed');
    given(orderDecider, [placedEvent(), declined(true)])
      .when({ kind: 'try-another-token', payment: secondToken })
      .then([
        {
          type: 'order.payment-retried.v1',
          data: { orderId: 'ord_1', fromToken: 'pm_approved', payment: secondToken },
        },
      ]);
  });

  it('cancels the order of a cycle when it is final, not before', () => {
    const placement = aCyclePlacement();
    given(orderDecider, [placedEvent(placement)])
      .when(declineCommand(false))
      .then([declined()]);
    given(orderDecider, [placedEvent(placement)])
      .when(declineCommand(true))
      .then([
        declined(true),
        {
          type: 'order.cancelled.v1',
          data: {
            orderId: 'ord_1',
            customerId: 'cus_1',
            origin: placement.origin,
            reason: 'payment-declined',
            lines: [{ lineId: 'line-1', sku: 'GREENS-30', quantity: 1 }],
          },
        },
      ]);
  });

  it('of a later instalment does not touch what was released', () => {
    const command = declineCommand(true, 2);
    const history = [placedEvent(), authorisedEvent, releasedEvent()];
    const outcome = given(orderDecider, history).when(command);
    expect(outcome.events.map(({ type }) => type)).toEqual(['order.payment-declined.v1']);
    expect(outcome.state).toMatchObject({ status: 'released', pay: { state: 'authorised' } });
  });

  it('of a later instalment lets another token be tried, until it is captured', () => {
    const history = [placedEvent(), authorisedEvent, releasedEvent(), declined(true, 2)];
    const link = { paymentLinkId: 'plk_1', attempt: 1 };
    const another = { kind: 'try-another-token', payment: secondToken, link } as const;
    const about = { orderId: 'ord_1', fromToken: 'pm_approved', payment: secondToken };
    const retried: OrderEvent = {
      type: 'order.instalment-retried.v1',
      data: { ...about, instalment: 2 },
    };
    const used: OrderEvent = {
      type: 'order.payment-link-used.v1',
      data: { orderId: 'ord_1', ...link },
    };
    given(orderDecider, history).when(another).then([retried, used]);
    const after = given(orderDecider, [...history, retried, used]);
    expect(after.state).toMatchObject({ status: 'released', pay: { state: 'authorised', link } });
    after.when(another).thenFails('payment-not-declined');
    const capture = { captureId: 'cap_2', instalment: 2, amountMinor: 5610 };
    const captured: OrderEvent = { type: 'order.payment-captured.v1', data: capture };
    given(orderDecider, [...history, captured])
      .when(another)
      .thenFails('payment-not-declined');
  });
});

describe('captures and refunds', () => {
  it('count once each', () => {
    const capture = { captureId: 'cap_1', instalment: 1, amountMinor: 100 };
    const captured: OrderEvent = { type: 'order.payment-captured.v1', data: capture };
    const command = { kind: 'record-capture', capture } as const;
    given(orderDecider, [placedEvent()]).when(command).then([captured]);
    given(orderDecider, [placedEvent(), captured]).when(command).thenNothing();
    const refund = { refundId: 'ref_1', reason: 'returned', amountMinor: 40 };
    const refunded: OrderEvent = { type: 'order.payment-refunded.v1', data: refund };
    given(orderDecider, [placedEvent(), captured, refunded])
      .when({ kind: 'record-refund', refund })
      .thenNothing();
  });
});
