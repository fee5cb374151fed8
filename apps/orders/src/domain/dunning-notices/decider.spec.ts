import { given } from '@continuo/testing/decider';
import { type DunningNotice, type DunningNoticeEvent, dunningNoticesDecider } from './decider';

const notice: DunningNotice = {
  eventId: 'evt_1',
  orderId: 'ord_1',
  paymentId: 'pay_1',
  notice: 'retry-scheduled',
  instalment: 1,
  currency: 'USD',
  amountMinor: 4490,
  retryAt: '2026-11-23T09:30:00.000Z',
  triesLeft: 2,
  because: null,
  at: '2026-11-22T09:30:00.000Z',
};
const learnt = (data: DunningNotice): DunningNoticeEvent => ({
  type: 'dunning-notice.learnt.v1',
  data,
});

describe('a notice about the payment of an order', () => {
  it('is learnt once', () => {
    given(dunningNoticesDecider, [])
      .when(notice)
      .then([learnt(notice)]);
    given(dunningNoticesDecider, [learnt(notice)])
      .when(notice)
      .thenNothing();
  });

  it('is another one though it says the same', () => {
    const again = { ...notice, eventId: 'evt_2' };
    given(dunningNoticesDecider, [learnt(notice)])
      .when(again)
      .then([learnt(again)]);
  });
});
