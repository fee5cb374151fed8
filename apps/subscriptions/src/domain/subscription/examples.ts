import { fold } from '@continuo/kernel/decider';
import type { Instant, LocalDate } from '@continuo/kernel/instant';
import { instantAt } from '@continuo/kernel/calendar';
import type { Change } from './change';
import type { ChangeCommand, StartCommand, SubscriptionCommand, WakeCommand } from './commands';
import { subscriptionDecider } from './decider';
import type { SubscriptionEvent } from './events';
import type { StartedSubscription } from './state';

/** Canonical examples: what every spec of this service speaks about. */
export const SUBSCRIPTION = 'sub_1';
export const ZONE = 'America/New_York';

export function starting(changes: Partial<StartCommand['terms']> = {}): StartCommand {
  return {
    kind: 'start',
    terms: {
      subscriptionId: SUBSCRIPTION,
      customerId: 'cus_1',
      orderId: 'ord_first',
      lineId: 'lin_1',
      currency: 'USD',
      zone: ZONE,
      sale: { campaignId: 'cmp_1', callId: 'call_1', agentId: 'agt_1', callCentreId: 'cc_north' },
      shipTo: { sealed: 'sealed-address', stream: 'order-ord_first', field: 'shipTo' },
      plan: {
        planId: 'plan_greens',
        version: 1,
        intervals: ['P30D', 'P1M', 'P2M', 'P1W', 'P1D'],
        products: [
          { sku: 'GREENS-30', name: 'Greens', unitPriceMinor: 4000 },
          { sku: 'BERRIES-30', name: 'Berries', unitPriceMinor: 4500 },
        ],
        shippingMinor: 595,
        taxCategory: 'food',
        missedCycles: 'ship-one',
        totalCycles: null,
      },
      interval: 'P1M',
      payment: { token: 'pm_first', networkTransactionId: 'ntx_1' },
      startedOn: '2026-01-31',
      trialDays: null,
      sku: 'GREENS-30',
      name: 'Greens',
      quantity: 1,
      unitPriceMinor: 4000,
      ...changes,
    },
  };
}

/** Noon of a date in the program's zone. */
export const noonOf = (date: LocalDate): Instant => instantAt(date, ZONE, '12:00');

export const wake = (date: LocalDate): WakeCommand => ({ kind: 'wake', now: noonOf(date) });

export const ask = (
  change: Change,
  on: LocalDate = '2026-02-01',
  authority: ChangeCommand['authority'] = 'agent',
): ChangeCommand => ({ kind: 'change', change, authority, now: noonOf(on) });

export const authorised = (cycle: number): SubscriptionCommand => ({
  kind: 'settle',
  cycle,
  outcome: {
    news: 'authorised',
    amountMinor: 4595,
    token: 'pm_first',
    networkTransactionId: `ntx_${cycle}`,
  },
});

export const declined = (cycle: number, final = false): SubscriptionCommand => ({
  kind: 'settle',
  cycle,
  outcome: {
    news: 'declined',
    decline: 'soft',
    code: 'insufficient_funds',
    final,
    retryAt: final ? null : '2026-03-03T12:00:00.000Z',
  },
});

export const captured = (cycle: number): SubscriptionCommand => ({
  kind: 'settle',
  cycle,
  outcome: { news: 'captured', amountMinor: 4595 },
});

/** The events of these commands, one after the other. */
export function eventsOf(...commands: SubscriptionCommand[]): SubscriptionEvent[] {
  const events: SubscriptionEvent[] = [];
  for (const command of commands) {
    events.push(...subscriptionDecider.decide(command, fold(subscriptionDecider, events)));
  }
  return events;
}

export function stateAfter(...commands: SubscriptionCommand[]): StartedSubscription {
  const state = fold(subscriptionDecider, eventsOf(...commands));
  if (state.status === 'none') throw new Error('nothing was started');
  return state;
}
