import { given } from '@continuo/testing/decider';
import { type ShippingHoldEvent, shippingHoldDecider } from './decider';

const customerId = 'cus_1';
const placed = (sequence: number, because = 'count'): ShippingHoldEvent => ({
  type: 'shipping-hold.placed.v1',
  data: { customerId, because, sequence },
});
const lifted = (sequence: number): ShippingHoldEvent => ({
  type: 'shipping-hold.lifted.v1',
  data: { customerId, sequence },
});
const say = (sequence: number, because: string | null) => ({ customerId, because, sequence });

describe('the hold on what is sent to a customer', () => {
  it('is placed and lifted', () => {
    given(shippingHoldDecider, [])
      .when(say(3, 'count'))
      .then([placed(3)]);
    given(shippingHoldDecider, [placed(3)])
      .when(say(7, null))
      .then([lifted(7)]);
    expect(given(shippingHoldDecider, [placed(3), lifted(7)]).state.because).toBeNull();
  });

  it('is not placed by what was said before it was lifted', () => {
    given(shippingHoldDecider, [])
      .when(say(7, null))
      .then([lifted(7)]);
    given(shippingHoldDecider, [lifted(7)])
      .when(say(3, 'count'))
      .thenNothing();
  });

  it('is placed once, however often it is told', () => {
    given(shippingHoldDecider, [placed(3)])
      .when(say(3, 'count'))
      .thenNothing();
  });

  it('names the limit that is broken now', () => {
    given(shippingHoldDecider, [placed(3), lifted(7)])
      .when(say(9, 'age'))
      .then([placed(9, 'age')]);
  });
});
