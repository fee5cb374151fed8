import type { PaymentEvent } from '../payment/events';
import { AccountTrail } from './account-trail';

const AT = '2026-11-22T09:30:00.000Z';

/** The accounts of these events, of one payment. */
function follow(...events: readonly object[]): string[] {
  const trail = new AccountTrail();
  return events.map((event) => trail.follow('pay_1', event as PaymentEvent));
}

const routed = (account: string) => ({ type: 'payment.routed.v1', data: { account, at: AT } });
const attempt = (attemptId: string, on?: string) => ({
  type: 'payment.attempt-recorded.v1',
  data: { attemptId, on },
});
const captured = (attemptId: string, reference: string) => ({
  type: 'payment.captured.v1',
  data: { attemptId, reference },
});

describe('the account at which money has moved', () => {
  it('is the simulator where nothing says otherwise', () => {
    expect(follow(attempt('a1'), captured('a1', 'c1'))).toEqual(['simulator', 'simulator']);
  });

  it('is that of the authorisation or charge, whatever the payment was routed to since', () => {
    const accounts = follow(
      routed('stripe-us'),
      attempt('a1'),
      { type: 'payment.authorised.v1', data: { attemptId: 'a1', reference: 'pi_1' } },
      routed('stripe-eu'),
      attempt('a2', 'pi_1'),
      captured('a2', 'pi_1~a2'),
      attempt('a3', 'pi_1~a2'),
      { type: 'payment.refunded.v1', data: { attemptId: 'a3', reference: 're_1' } },
      { type: 'payment.dispute-opened.v1', data: { reference: 'dp_1', on: 'pi_1~a2' } },
      routed('stripe-ca'),
      { type: 'payment.dispute-won.v1', data: { reference: 'dp_1' } },
      attempt('a4'),
      captured('a4', 'pi_2'),
    );
    expect(accounts.slice(4, 9)).toEqual(Array(5).fill('stripe-us'));
    expect(accounts.slice(10)).toEqual(['stripe-us', 'stripe-ca', 'stripe-ca']);
  });
});
