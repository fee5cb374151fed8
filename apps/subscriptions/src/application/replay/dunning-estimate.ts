import type { Interval } from '@continuo/kernel/instant';
import { type CycleSums, type Difference, differences } from './cycle-sums';
import { declinedCycles, type DeclinedCycle } from './declined-cycles';
import type { ProgramEvent } from './program-steps';
import {
  type DayOfTries,
  type Retry,
  retriesOf,
  triesByDay,
  unrecoveredIn,
} from './recovery-chance';

/** Which retries of declined charges brought the money, over real history, and what others on other days would have. */
export interface DunningEstimate {
  readonly estimate: true;
  readonly schedule: readonly Interval[];
  /** Cycles whose first charge was declined softly and whose outcome is known. */
  readonly declinedCycles: number;
  /** Of these, how many were paid with another card: they are paid under every schedule. */
  readonly paidByOtherCard: number;
  /** As it was. */
  readonly tries: readonly DayOfTries[];
  /** Under the other schedule, rounded. */
  readonly retries: readonly EstimatedRetry[];
  /** Of declined cycles alone: orders that were paid after all, and programs held or cancelled for those that were not. */
  readonly totals: readonly Difference[];
  readonly cycles: readonly Difference[];
  readonly assumptions: readonly string[];
}

interface EstimatedRetry extends Retry {
  readonly after: Interval;
}

const ASSUMPTIONS: readonly string[] = [
  'Retries count from the day of the first decline, in the zone of the program. One as late as a retry that really brought the money brings it, one as late as a retry that failed fails.',
  'Money that was found between two tries came evenly on the days between them.',
  'Later than its own last try a payment is recovered as often as those that were tried so late; later than any was tried nothing is recovered.',
  'A program that was cancelled would have been cancelled on the same day: no retry is made on it or later.',
  'Another card is given on the same day, and pays, under every schedule.',
  'Hard declines are never retried and are not in it; a cycle that is not recovered loses its program.',
  'Revenue is goods and shipping of what was paid after all, before tax; orders are rounded once per cycle number.',
];

/** A pure function of the events of programs. */
export function estimateDunning(
  programs: Iterable<readonly ProgramEvent[]>,
  schedule: readonly Interval[],
): DunningEstimate {
  const declined = [...programs]
    .flatMap(declinedCycles)
    .filter(({ outcome }) => outcome !== 'open');
  const unrecovered = unrecoveredIn(declined);
  const lives = declined.map((cycle) => ({
    cycle,
    retries: retriesOf(cycle, schedule, unrecovered),
  }));
  const byCard = declined.filter(paidByOtherCard);
  const tried = lives.filter(({ cycle }) => !paidByOtherCard(cycle));
  return {
    estimate: true,
    schedule,
    declinedCycles: declined.length,
    paidByOtherCard: byCard.length,
    tries: triesByDay(declined),
    retries: schedule.map((after, index) => ({ after, ...summed(tried, index) })),
    ...differences(declined.map(asItWas), expected(lives)),
    assumptions: ASSUMPTIONS,
  };
}

interface OtherLife {
  readonly cycle: DeclinedCycle;
  readonly retries: readonly Retry[];
}

function paidByOtherCard({ outcome, otherCard }: DeclinedCycle): boolean {
  return outcome === 'recovered' && otherCard;
}

function asItWas({ currency, cycle, amountMinor, outcome }: DeclinedCycle): CycleSums {
  const paid = outcome === 'recovered';
  return {
    currency,
    cycle,
    orders: paid ? 1 : 0,
    revenueMinor: paid ? amountMinor : 0,
    churned: paid ? 0 : 1,
  };
}

function summed(lives: readonly OtherLife[], index: number): Retry {
  const sum = (what: keyof Retry) =>
    Math.round(lives.reduce((total, { retries }) => total + (retries[index]?.[what] ?? 0), 0));
  return {
    made: sum('made'),
    recovered: sum('recovered'),
    afterCancellation: sum('afterCancellation'),
  };
}

/** What is likely to be paid, of all cycles of one number. */
function expected(lives: readonly OtherLife[]): CycleSums[] {
  const groups = new Map<
    string,
    { currency: string; cycle: number; count: number; orders: number; revenueMinor: number }
  >();
  for (const { cycle: declined, retries } of lives) {
    const { currency, cycle, amountMinor } = declined;
    const chance = paidByOtherCard(declined)
      ? 1
      : retries.reduce((total, { recovered }) => total + recovered, 0);
    const key = `${currency} ${cycle}`;
    const group = groups.get(key) ?? { currency, cycle, count: 0, orders: 0, revenueMinor: 0 };
    groups.set(key, {
      ...group,
      count: group.count + 1,
      orders: group.orders + chance,
      revenueMinor: group.revenueMinor + amountMinor * chance,
    });
  }
  return [...groups.values()].map(({ currency, cycle, count, orders, revenueMinor }) => ({
    currency,
    cycle,
    orders: Math.round(orders),
    revenueMinor: Math.round(revenueMinor),
    churned: count - Math.round(orders),
  }));
}
