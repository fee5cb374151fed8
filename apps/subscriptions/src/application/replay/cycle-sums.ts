import type { SubscriptionEvent } from '../../domain/subscription/events';
import { orderMinor, PrepaidTerms } from './cycle-money';

/** What one cycle of one program, or of several, came to. */
export interface Sums {
  readonly orders: number;
  /** Of what shipped, before tax; of a prepaid shipment its part of what was paid for it. */
  readonly revenueMinor: number;
  /** Programs that were cancelled, or held for want of payment, after this cycle and did not come back. */
  readonly churned: number;
}

export interface CycleSums extends Sums {
  readonly currency: string;
  readonly cycle: number;
}

const NOTHING: Sums = { orders: 0, revenueMinor: 0, churned: 0 };

/** The cycles of one program; its churn, and what is kept of a prepaid term, is with the last that had an order, with cycle 1 where none had. */
export function cyclesOf(events: readonly SubscriptionEvent[]): CycleSums[] {
  const cycles = new Map<number, { amountMinor: number; shipped: boolean }>();
  const terms = new PrepaidTerms();
  let currency = '';
  let gone = false;
  for (const event of events) {
    if (event.type === 'subscription.started.v1') currency = event.data.currency;
    else if (event.type === 'subscription.cycle-locked.v2') {
      cycles.set(event.data.cycle, { amountMinor: orderMinor(event.data), shipped: false });
    } else if (event.type === 'subscription.cycle-shipped.v1') {
      const cycle = cycles.get(event.data.cycle);
      if (cycle) cycle.shipped = true;
    } else gone = goneAfter(event, gone);
    terms.see(event);
  }
  const last = Math.max(1, ...cycles.keys());
  const { keptMinor } = terms;
  const sums = [...cycles].map(([cycle, { amountMinor, shipped }]) => ({
    currency,
    cycle,
    orders: 1,
    revenueMinor:
      (shipped ? amountMinor + terms.movedTo(cycle) : 0) + (cycle === last ? keptMinor : 0),
    churned: gone && cycle === last ? 1 : 0,
  }));
  return gone && last === 1
    ? [{ orders: 0, revenueMinor: keptMinor, currency, cycle: 1, churned: 1 }, ...sums]
    : sums;
}

function goneAfter(event: SubscriptionEvent, before: boolean): boolean {
  switch (event.type) {
    case 'subscription.cancelled.v1':
    case 'subscription.held.v1':
      return true;
    case 'subscription.reactivated.v1':
    case 'subscription.won-back.v1':
    case 'subscription.recovered.v1':
      return false;
    default:
      return before;
  }
}

/** One cycle, or all of them, under both rules. */
export interface Difference {
  readonly currency: string;
  /** Null in a total. */
  readonly cycle: number | null;
  readonly asItWas: Sums;
  readonly whatIf: Sums;
  /** What if less as it was. */
  readonly difference: Sums;
}

export function differences(
  asItWas: readonly CycleSums[],
  whatIf: readonly CycleSums[],
): { readonly totals: Difference[]; readonly cycles: Difference[] } {
  const both = [asItWas, whatIf] as const;
  const ofCycles = both.map((sums) =>
    grouped(sums, ({ currency, cycle }) => `${currency} ${cycle}`),
  );
  const ofAll = both.map((sums) => grouped(sums, ({ currency }) => currency));
  return { totals: compared(ofAll), cycles: compared(ofCycles) };
}

function grouped(
  sums: readonly CycleSums[],
  keyOf: (sums: CycleSums) => string,
): Map<string, Sums> {
  const groups = new Map<string, Sums>();
  for (const one of sums) {
    const key = keyOf(one);
    groups.set(key, plus(groups.get(key) ?? NOTHING, one, 1));
  }
  return groups;
}

function compared([before, after]: readonly Map<string, Sums>[]): Difference[] {
  const keys = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
  return [...keys]
    .map((key) => {
      const [currency = '', cycle] = key.split(' ');
      const asItWas = before?.get(key) ?? NOTHING;
      const whatIf = after?.get(key) ?? NOTHING;
      const difference = plus(whatIf, asItWas, -1);
      return {
        currency,
        cycle: cycle === undefined ? null : Number(cycle),
        asItWas,
        whatIf,
        difference,
      };
    })
    .sort((a, b) =>
      a.currency < b.currency ? -1 : a.currency > b.currency ? 1 : (a.cycle ?? 0) - (b.cycle ?? 0),
    );
}

function plus(a: Sums, b: Sums, sign: 1 | -1): Sums {
  return {
    orders: a.orders + sign * b.orders,
    revenueMinor: a.revenueMinor + sign * b.revenueMinor,
    churned: a.churned + sign * b.churned,
  };
}
