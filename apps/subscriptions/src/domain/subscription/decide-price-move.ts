import { localDateOf } from '@continuo/kernel/calendar';
import { formatMinor } from '@continuo/kernel/currency';
import type { AnnouncePriceCommand, WithdrawPriceCommand } from './commands';
import { type Draft, UNDECIDED } from './draft';
import { isUnderMove, movedTo } from './moved-to';
import { foreseeMove, keepingRule } from './price-move';
import type { ScheduledCycle } from './schedule';
import type { StartedSubscription } from './state';
import type { CycleDate } from './terms';
import { spokenDate } from './words';

/** Tells the customer once; nothing for a program that keeps its price by a rule. */
export function decideAnnouncement(
  state: StartedSubscription,
  { offer, now }: AnnouncePriceCommand,
): Draft[] {
  if (state.priceMove?.rolloutId === offer.rolloutId) return [];
  const foreseen = foreseeMove(state, offer, localDateOf(now, state.zone));
  if (foreseen.keeps) return [];
  const { move, before, after } = foreseen;
  const { customerId, currency } = state;
  return [
    {
      type: 'subscription.price-move-announced.v1',
      data: {
        customerId,
        ...move,
        dueOn: after.dueOn,
        fromMinor: before.unitPriceMinor,
        toMinor: after.unitPriceMinor,
        totalBeforeTaxMinor: after.totalBeforeTaxMinor,
        currency,
        words: announcementOf(state, before, after),
        nextCycleOn: UNDECIDED,
      },
    },
  ];
}

export function decideWithdrawal(
  { priceMove, customerId }: StartedSubscription,
  { rolloutId }: WithdrawPriceCommand,
): Draft[] {
  if (priceMove?.rolloutId !== rolloutId) return [];
  return [withdrawn(customerId, rolloutId, 'stopped')];
}

/** Right before a cycle is locked: it is the first at the new prices, unless a rule keeps the old ones by now. */
export function priceMoveAt(state: StartedSubscription, date: CycleDate): Draft[] {
  const { priceMove, customerId } = state;
  if (!priceMove || !isUnderMove(priceMove, date)) return [];
  const { rolloutId, prices } = priceMove;
  const keeps = keepingRule(state, priceMove);
  if (keeps) return [withdrawn(customerId, rolloutId, keeps)];
  return [
    {
      type: 'subscription.price-version-moved.v1',
      data: {
        customerId,
        rolloutId,
        prices,
        cycle: date.cycle,
        fromVersion: state.plan.version,
        toVersion: prices.version,
        fromMinor: state.unitPriceMinor,
        toMinor: movedTo(state, prices).unitPriceMinor,
        nextCycleOn: UNDECIDED,
      },
    },
  ];
}

function withdrawn(
  customerId: string,
  rolloutId: string,
  because: Extract<Draft, { type: 'subscription.price-move-withdrawn.v1' }>['data']['because'],
): Draft {
  return {
    type: 'subscription.price-move-withdrawn.v1',
    data: { customerId, rolloutId, because, nextCycleOn: UNDECIDED },
  };
}

function announcementOf(
  { currency }: StartedSubscription,
  before: ScheduledCycle,
  after: ScheduledCycle,
): string {
  const spoken = (minor: number) => `${currency} ${formatMinor(minor, currency)}`;
  return (
    `From your shipment of ${spokenDate(after.dueOn)} on, ${after.name} costs ` +
    `${spoken(after.totalBeforeTaxMinor)} plus tax, shipping included, instead of ` +
    `${spoken(before.totalBeforeTaxMinor)}. You can change or cancel at any time by calling us.`
  );
}
