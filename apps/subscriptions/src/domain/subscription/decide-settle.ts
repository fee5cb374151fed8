import { never } from '@continuo/kernel/decider';
import type { SettleCommand } from './commands';
import { type Draft, UNDECIDED } from './draft';
import { decideFirstOrder } from './decide-prepaid';
import { isSoldOut } from './schedule';
import { type Cycle, isOpen, type StartedSubscription } from './state';

/**
 * What became of a cycle's order. Messages of different services may overtake each other, so a cycle
 * only ever moves forward; a capture is money that was taken, and is recorded whatever came before.
 */
export function decideSettle(state: StartedSubscription, command: SettleCommand): Draft[] {
  if (command.cycle === 1) return decideFirstOrder(state, command.outcome);
  const cycle = state.cycles.find((entry) => entry.cycle === command.cycle);
  if (!cycle) return [];
  const { customerId } = state;
  const subject = { customerId, cycle: cycle.cycle };
  const { outcome } = command;
  switch (outcome.news) {
    case 'authorised': {
      // A failed cycle is paid after all when its order is tried again with another token.
      if (!isUnpaid(cycle) && cycle.status !== 'failed') return [];
      const { amountMinor, token, networkTransactionId } = outcome;
      const payment = { token, networkTransactionId };
      return [
        { type: 'subscription.cycle-paid.v1', data: { amountMinor, payment, ...subject } },
        ...recovery(state, cycle),
      ];
    }
    case 'declined':
      return declined(state, cycle, outcome);
    case 'unknown':
      if (cycle.status !== 'locked') return [];
      return [{ type: 'subscription.cycle-charge-unsettled.v1', data: subject }];
    case 'released':
      if (!isUnpaid(cycle) && cycle.status !== 'paid') return [];
      return [{ type: 'subscription.cycle-released.v1', data: subject }, ...recovery(state, cycle)];
    case 'captured': {
      if (cycle.status === 'shipped') return [];
      const { amountMinor } = outcome;
      return [
        { type: 'subscription.cycle-shipped.v1', data: { ...subject, amountMinor } },
        ...recovery(state, cycle),
        ...expiry(state, cycle),
      ];
    }
    case 'cancelled':
      if (!isOpen(cycle)) return [];
      return [
        { type: 'subscription.cycle-voided.v1', data: { ...subject, reason: outcome.reason } },
        ...recovery(state, cycle),
        ...expiry(state, cycle),
      ];
    default:
      return never(outcome);
  }
}

function declined(
  state: StartedSubscription,
  cycle: Cycle,
  news: Extract<SettleCommand['outcome'], { news: 'declined' }>,
): Draft[] {
  if (!isOpen(cycle)) return [];
  const { customerId } = state;
  const subject = { customerId, cycle: cycle.cycle };
  const { decline, code, retryAt } = news;
  if (news.final) {
    const failed: Draft = {
      type: 'subscription.cycle-failed.v1',
      data: { ...subject, decline, code },
    };
    const ended = state.status === 'cancelled' || state.status === 'expired';
    if (ended || state.status === 'held') return [failed];
    return [
      failed,
      {
        type: 'subscription.held.v1',
        data: { ...subject, reason: 'payment', nextCycleOn: UNDECIDED },
      },
    ];
  }
  if (cycle.declined?.code === code && cycle.declined.retryAt === retryAt) return [];
  const drafts: Draft[] = [
    { type: 'subscription.cycle-declined.v1', data: { ...subject, decline, code, retryAt } },
  ];
  if (state.status === 'trial' || state.status === 'active') {
    drafts.push({
      type: 'subscription.fell-past-due.v1',
      data: { ...subject, retryAt, nextCycleOn: UNDECIDED },
    });
  }
  return drafts;
}

/** Past due is over with the last declined cycle; a hold with the failed cycle that was paid after all. */
function recovery(state: StartedSubscription, cycle: Cycle): Draft[] {
  const others = state.cycles.some((entry) => entry !== cycle && entry.declined);
  const over =
    (state.status === 'past-due' && !others) ||
    (state.status === 'held' && state.reason === 'payment' && cycle.status === 'failed');
  if (!over) return [];
  const { customerId } = state;
  return [
    {
      type: 'subscription.recovered.v1',
      data: { customerId, cycle: cycle.cycle, nextCycleOn: UNDECIDED },
    },
  ];
}

/** A program of N deliveries expires when the last of them is settled. */
function expiry(state: StartedSubscription, settled: Cycle): Draft[] {
  const ended = state.status === 'cancelled' || state.status === 'expired';
  if (ended || !isSoldOut(state)) return [];
  if (state.cycles.some((cycle) => cycle !== settled && isOpen(cycle))) return [];
  const { customerId, counts } = state;
  return [
    {
      type: 'subscription.expired.v1',
      data: { customerId, deliveries: counts.locked + 1, nextCycleOn: UNDECIDED },
    },
  ];
}

function isUnpaid(cycle: Cycle): boolean {
  return cycle.status === 'locked' || cycle.status === 'charging';
}
