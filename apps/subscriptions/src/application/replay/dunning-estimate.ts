import { orderMinor } from './cycle-money';
import { type CycleSums, type Difference, differences } from './cycle-sums';
import type { ProgramEvent } from './program-steps';

/** Which retries of declined charges brought the money, over real history, and what another number of them would have. */
export interface DunningEstimate {
  readonly estimate: true;
  readonly retries: number;
  /** Cycles whose first charge was declined softly and whose outcome is known. */
  readonly declinedCycles: number;
  readonly tries: readonly Try[];
  /** Of declined cycles alone: orders that were paid after all, and programs held for those that were not. */
  readonly totals: readonly Difference[];
  readonly cycles: readonly Difference[];
  readonly assumptions: readonly string[];
}

interface Try {
  readonly retry: number;
  readonly made: number;
  readonly recovered: number;
}

const ASSUMPTIONS: readonly string[] = [
  'A retry succeeds as often as the retry of the same number did, whatever the days between; a retry of a number that was never made recovers nothing.',
  'Hard declines are never retried and are not in it; a cycle that is not recovered holds its program.',
  'Revenue is goods and shipping of what was paid after all, before tax; shares of orders are rounded once per cycle number.',
];

interface Declined {
  readonly currency: string;
  readonly cycle: number;
  readonly amountMinor: number;
  retries: number;
  outcome: 'open' | 'recovered' | 'failed';
}

/** A pure function of the events of programs. */
export function estimateDunning(
  programs: Iterable<readonly ProgramEvent[]>,
  retries: number,
): DunningEstimate {
  const declined = [...programs]
    .flatMap(declinedCycles)
    .filter(({ outcome }) => outcome !== 'open');
  const tries = triesOf(declined);
  const asItWas = declined.map(({ currency, cycle, amountMinor, outcome }): CycleSums => {
    const paid = outcome === 'recovered';
    return {
      currency,
      cycle,
      orders: paid ? 1 : 0,
      revenueMinor: paid ? amountMinor : 0,
      churned: paid ? 0 : 1,
    };
  });
  return {
    estimate: true,
    retries,
    declinedCycles: declined.length,
    tries,
    ...differences(asItWas, expected(declined, shareRecovered(tries.slice(0, retries)))),
    assumptions: ASSUMPTIONS,
  };
}

function triesOf(declined: readonly Declined[]): Try[] {
  const most = declined.reduce((highest, cycle) => Math.max(highest, cycle.retries), 0);
  return Array.from({ length: most }, (_, index) => {
    const retry = index + 1;
    const reached = declined.filter((cycle) => cycle.retries >= retry);
    const paid = reached.filter(
      (cycle) => cycle.retries === retry && cycle.outcome === 'recovered',
    );
    return { retry, made: reached.length, recovered: paid.length };
  });
}

/** Of those that reach a retry its share is recovered; the others reach the next. */
function shareRecovered(tries: readonly Try[]): number {
  return 1 - tries.reduce((left, { made, recovered }) => left * (1 - recovered / made), 1);
}

function expected(declined: readonly Declined[], share: number): CycleSums[] {
  const groups = new Map<
    string,
    { currency: string; cycle: number; count: number; amountMinor: number }
  >();
  for (const { currency, cycle, amountMinor } of declined) {
    const key = `${currency} ${cycle}`;
    const group = groups.get(key) ?? { currency, cycle, count: 0, amountMinor: 0 };
    groups.set(key, {
      ...group,
      count: group.count + 1,
      amountMinor: group.amountMinor + amountMinor,
    });
  }
  return [...groups.values()].map(({ currency, cycle, count, amountMinor }) => {
    const orders = Math.round(count * share);
    return {
      currency,
      cycle,
      orders,
      revenueMinor: Math.round(amountMinor * share),
      churned: count - orders,
    };
  });
}

/** A retry that fails is told as another decline, or as the failure of the cycle. */
function declinedCycles(history: readonly ProgramEvent[]): Declined[] {
  const amounts = new Map<number, { readonly currency: string; readonly amountMinor: number }>();
  const cycles = new Map<number, Declined>();
  for (const event of history) {
    if (event.type === 'subscription.cycle-locked.v2') {
      const { cycle, currency } = event.data;
      amounts.set(cycle, { currency, amountMinor: orderMinor(event.data) });
    } else if (event.type === 'subscription.cycle-declined.v1') {
      const { cycle, decline } = event.data;
      const known = cycles.get(cycle);
      const amount = amounts.get(cycle);
      if (known) known.retries += 1;
      else if (decline === 'soft' && amount)
        cycles.set(cycle, { cycle, ...amount, retries: 0, outcome: 'open' });
    } else if (
      event.type === 'subscription.cycle-paid.v1' ||
      event.type === 'subscription.cycle-failed.v1'
    ) {
      const cycle = cycles.get(event.data.cycle);
      if (cycle?.outcome !== 'open') continue;
      cycle.retries += 1;
      cycle.outcome = event.type === 'subscription.cycle-paid.v1' ? 'recovered' : 'failed';
    }
  }
  return [...cycles.values()];
}
