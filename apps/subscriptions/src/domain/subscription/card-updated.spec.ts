import { given } from '@continuo/testing/decider';
import type { SubscriptionCommand } from './commands';
import { subscriptionDecider } from './decider';
import { starting } from './examples';

const program = given(subscriptionDecider, []).when(starting()).events;
const update = (from: string, to: string): SubscriptionCommand => ({
  kind: 'update-card',
  from,
  to,
});
const cancel: SubscriptionCommand = {
  kind: 'change',
  change: { kind: 'cancel', reasonCode: 'too-much-product' },
  authority: 'agent',
  now: '2026-02-01T15:00:00.000Z',
};

describe('the card of a program', () => {
  it('gets the token that its network has given it, and still cites the first charge', () => {
    given(subscriptionDecider, program)
      .when(update('pm_first', 'pm_second'))
      .then([
        {
          type: 'subscription.card-updated.v1',
          data: { customerId: 'cus_1', from: 'pm_first', to: 'pm_second' },
        },
      ]);
    const { events } = given(subscriptionDecider, program).when(update('pm_first', 'pm_second'));
    expect(given(subscriptionDecider, [...program, ...events]).state).toMatchObject({
      payment: { token: 'pm_second', networkTransactionId: 'ntx_1' },
    });
    given(subscriptionDecider, [...program, ...events])
      .when(update('pm_first', 'pm_second'))
      .thenNothing();
  });

  it('is left alone by news of another card, or none', () => {
    given(subscriptionDecider, program).when(update('pm_other', 'pm_second')).thenNothing();
    given(subscriptionDecider, program).when(update('pm_first', 'pm_first')).thenNothing();
  });

  it('is known anew also of a program that has ended: it may be reactivated', () => {
    const ended = [...program, ...given(subscriptionDecider, program).when(cancel).events];
    const { events } = given(subscriptionDecider, ended).when(update('pm_first', 'pm_second'));
    expect(events.map(({ type }) => type)).toEqual(['subscription.card-updated.v1']);
  });
});
