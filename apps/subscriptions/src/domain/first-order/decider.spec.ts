import { given } from '@continuo/testing/decider';
import { type FirstOrderEvent, firstOrderDecider, toldEarly } from './decider';

const orderId = 'ord_1';
const captured = { news: 'captured', amountMinor: 10_000 } as const;
const cancelled = { news: 'cancelled', reason: 'regret' } as const;
const capturedEarly = (...lineIds: string[]): FirstOrderEvent => ({
  type: 'first-order.captured-early.v1',
  data: { orderId, lineIds, amountMinor: 10_000 },
});

describe('what becomes of an order before its programs start', () => {
  it('is kept by line, once', () => {
    const both = { kind: 'outcome', orderId, lineIds: ['l1', 'l2'], outcome: captured } as const;
    given(firstOrderDecider, [])
      .when({ ...both, lineIds: ['l1'] })
      .then([capturedEarly('l1')]);
    given(firstOrderDecider, [capturedEarly('l1')])
      .when(both)
      .then([capturedEarly('l2')]);
    given(firstOrderDecider, [capturedEarly('l1'), capturedEarly('l2')])
      .when(both)
      .thenNothing();
  });

  it('is told again in its order', () => {
    const { state } = given(firstOrderDecider, [capturedEarly('l1')]).when({
      kind: 'outcome',
      orderId,
      lineIds: ['l1'],
      outcome: cancelled,
    });
    expect(toldEarly(state, 'l1')).toEqual([captured, cancelled]);
    expect(toldEarly(state, 'l2')).toEqual([]);
  });

  it('is received with its first package', () => {
    const deliveredAt = '2026-02-03T15:00:00.000Z';
    const received = { type: 'first-order.received.v1', data: { orderId, deliveredAt } } as const;
    given(firstOrderDecider, [capturedEarly('l1')])
      .when({ kind: 'receipt', orderId, deliveredAt })
      .then([received]);
    given(firstOrderDecider, [received])
      .when({ kind: 'receipt', orderId, deliveredAt: '2026-02-05T15:00:00.000Z' })
      .thenNothing();
  });
});
