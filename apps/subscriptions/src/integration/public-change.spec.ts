import type { SubscriptionEvent } from '../domain/subscription/events';
import { publicChange } from './public-change';

it('tells where the consent to a converted trial is kept', () => {
  const event = {
    type: 'subscription.trial-converted.v1',
    data: { from: '2026-12-22', to: '2026-12-01', consentReference: 'rec_7', nextCycleOn: null },
  } as unknown as SubscriptionEvent;
  expect(publicChange(event)).toEqual({
    change: 'next-date',
    from: '2026-12-22',
    to: '2026-12-01',
    next_cycle_on: null,
    consent_reference: 'rec_7',
  });
});
