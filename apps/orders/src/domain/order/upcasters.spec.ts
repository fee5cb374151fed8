import { upcast } from '@continuo/event-store/aggregate';
import { orderAggregate } from '../../application/aggregates';
import { aPlacement } from './examples.fixture';

describe('an order placed before credit could pay', () => {
  it('reads as paid by card alone', () => {
    const { tender: _, ...data } = aPlacement();
    const stored = { type: 'order.placed.v1', data };
    expect(upcast(orderAggregate, stored, 'order-ord_1')).toEqual({
      type: 'order.placed.v2',
      data: aPlacement(),
    });
  });
});
