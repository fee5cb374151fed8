import { formatMinor } from '@continuo/kernel/currency';
import type { LocalDate } from '@continuo/kernel/instant';
import { PREVIEWED_CYCLES } from './policy';
import { schedule, type ScheduledCycle, upcoming } from './schedule';
import type { StartedSubscription } from './state';
import type { CycleTerms } from './terms';

const dates = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });

/** `March 1, 2027`: a date as it is read aloud. */
export function spokenDate(date: LocalDate): string {
  return dates.format(new Date(`${date}T00:00:00Z`));
}

const UNITS: Readonly<Record<string, string>> = { D: 'day', W: 'week', M: 'month', Y: 'year' };

/** `every month`, `every 30 days`. */
export function spokenInterval(interval: string): string {
  const count = interval.slice(1, -1);
  const unit = UNITS[interval.slice(-1)] ?? '';
  return count === '1' ? `every ${unit}` : `every ${count} ${unit}s`;
}

/**
 * What is to be read to the customer before a charge for a program: price, interval, next charge date,
 * how to cancel (16 CFR 310.3(a)(1)(vii), negative option).
 */
export function wordsFor(state: StartedSubscription): string {
  const next = schedule(state).find(({ status }) => status === 'scheduled');
  if (!next) {
    return state.status === 'held'
      ? 'Your program is on hold: nothing more is charged until you start it again.'
      : 'Your program has ended: nothing more is charged for it.';
  }
  const pause =
    state.status === 'paused' ? `Your program is paused until ${spokenDate(state.until)}. ` : '';
  const goods = [next, ...next.lines].map(spokenGoods);
  const shipment =
    next.shipOn === next.dueOn
      ? `goes out on ${spokenDate(next.dueOn)}. On that day we charge`
      : `goes out on ${spokenDate(next.shipOn)}. On ${spokenDate(next.dueOn)} we charge`;
  const again = isLast(state) ? '' : `, then again ${spokenInterval(state.interval)}`;
  return (
    `${pause}Your next shipment, ${goods.join(' and ')}, ${shipment} ` +
    `${spokenPrice(state, next)} plus tax, shipping included${again}${spokenChanges(state)}. ` +
    `${isLast(state) ? 'It is the last one. ' : ''}You can change or cancel at any time by calling us.`
  );
}

function spokenPrice(
  { currency }: StartedSubscription,
  { totalBeforeTaxMinor }: ScheduledCycle,
): string {
  return `${currency} ${formatMinor(totalBeforeTaxMinor, currency)}`;
}

/** `; from March 1, 2027 USD 99.00`: what later charges cost, where it is not what the one before costs. */
function spokenChanges(state: StartedSubscription): string {
  const ahead = upcoming(state, PREVIEWED_CYCLES);
  return ahead
    .filter(({ totalBeforeTaxMinor }, index) => {
      const before = ahead[index - 1];
      return before !== undefined && before.totalBeforeTaxMinor !== totalBeforeTaxMinor;
    })
    .map((cycle) => `; from ${spokenDate(cycle.dueOn)} ${spokenPrice(state, cycle)}`)
    .join('');
}

/** `1 x Starter set (2 x Greens, 1 x Shaker)`. */
function spokenGoods({ quantity, name, components }: CycleTerms): string {
  const parts = components?.map((part) => `${part.quantity} x ${part.name}`).join(', ');
  return `${quantity} x ${name}${parts === undefined ? '' : ` (${parts})`}`;
}

function isLast(state: StartedSubscription): boolean {
  return schedule(state, 2, 'scheduled-only').length === 1;
}
