import { DomainError, invalid } from '@continuo/kernel/domain-error';
import type { LocalDate } from '@continuo/kernel/instant';
import type { Approval, ChangeKind } from './change';
import type { SubscriptionStatus } from './state';

export const subscriptionNotFound = (id?: string) =>
  new DomainError(
    'subscription-not-found',
    id === undefined ? 'There is no such subscription.' : `There is no subscription ${id}.`,
    'not-found',
    id === undefined ? {} : { id },
  );

export const changeNotAllowed = (
  kind: ChangeKind,
  status: SubscriptionStatus,
  allowed: readonly ChangeKind[],
) =>
  new DomainError(
    'change-not-allowed',
    `A program that is ${status} does not take this change (${kind})${allowed.length === 0 ? '' : `, but ${allowed.join(', ')}`}.`,
    'not-allowed-now',
    { change: kind, status, allowed },
  );

export const approvalRequired = (approval: Approval) => {
  const ask = 'Ask a supervisor to send it, or send it to /changes with request_approval.';
  switch (approval.what) {
    case 'price': {
      const { what, fromMinor, toMinor, limitPercent } = approval;
      return new DomainError(
        'approval-required',
        `An agent may set a price from ${fromMinor} to ${toMinor} here. ${ask}`,
        'forbidden',
        { what, from_minor: fromMinor, to_minor: toMinor, limit_percent: limitPercent },
      );
    }
    case 'cut-off': {
      const { what, cycle, closedOn } = approval;
      return new DomainError(
        'approval-required',
        `Changes to cycle ${cycle} closed on ${closedOn}; later cycles are open. ${ask}`,
        'forbidden',
        { what, cycle, closed_on: closedOn, open_from_cycle: cycle + 1 },
      );
    }
    case 'commitment': {
      const { what, deliveries, committed } = approval;
      return new DomainError(
        'approval-required',
        `The customer has committed to ${committed} deliveries and would have had ${deliveries}: that is open after the commitment. ${ask}`,
        'forbidden',
        { what, deliveries, committed },
      );
    }
  }
};

export const intervalNotOffered = (intervals: readonly string[]) =>
  new DomainError(
    'interval-not-offered',
    `The plan offers ${intervals.join(', ')}.`,
    'invalid',
    { intervals },
    [{ pointer: '/interval', detail: `Send one of ${intervals.join(', ')}.` }],
  );

export const productNotInPlan = (skus: readonly string[]) =>
  new DomainError(
    'product-not-in-plan',
    `The plan ships ${skus.join(', ')}.`,
    'invalid',
    { skus },
    [{ pointer: '/sku', detail: `Send one of ${skus.join(', ')}.` }],
  );

export const cycleLocked = (cycle: number) =>
  new DomainError(
    'cycle-locked',
    `Cycle ${cycle} is locked: its order has been handed over. Cancel that order instead.`,
    'not-allowed-now',
    { cycle },
  );

export const cycleTooFarAhead = (last: number) =>
  invalid('cycle-too-far-ahead', '/cycle', `Send a cycle up to ${last}.`);

export const cycleSkipped = (cycle: number) =>
  new DomainError(
    'cycle-skipped',
    `Cycle ${cycle} is skipped: unskip it first.`,
    'not-allowed-now',
    {
      cycle,
    },
  );

export const cycleNotSkipped = (cycle: number) =>
  new DomainError('cycle-not-skipped', `Cycle ${cycle} is not skipped.`, 'not-allowed-now', {
    cycle,
  });

export const cycleDatePassed = (cycle: number, on: LocalDate) =>
  new DomainError(
    'cycle-date-passed',
    `Cycle ${cycle} was for ${on}, which no longer fits between its neighbours: change the date of the next cycle instead.`,
    'not-allowed-now',
    { cycle, on },
  );

export const noCycleAhead = () =>
  new DomainError('no-cycle-ahead', 'Every delivery of this program has been handed over.');

export const dateTooEarly = (pointer: string, earliest: LocalDate) =>
  new DomainError('date-too-early', `The earliest date is ${earliest}.`, 'invalid', { earliest }, [
    { pointer, detail: `Send ${earliest} or later.` },
  ]);

export const dateTooLate = (pointer: string, latest: LocalDate, hint = '') =>
  new DomainError('date-too-late', `The latest date is ${latest}.${hint}`, 'invalid', { latest }, [
    { pointer, detail: `Send ${latest} or earlier.` },
  ]);

export const onlyNextMovesFollowing = (next: number) =>
  invalid(
    'only-next-moves-following',
    '/cycle',
    `The following cycles can only be counted from the next one, cycle ${next}.`,
  );

export const noTermAwaited = (orderId: string) =>
  new DomainError(
    'no-term-awaited',
    `No payment of ${orderId} for shipments to come is awaited: pending.prepaid of the program says what is paid and owed.`,
    'not-allowed-now',
    { order_id: orderId },
  );

export const receiptNotAwaited = () =>
  new DomainError(
    'receipt-not-awaited',
    'No goods are awaited: pending.awaiting_receipt of the program is false. Change its dates instead.',
    'not-allowed-now',
  );
