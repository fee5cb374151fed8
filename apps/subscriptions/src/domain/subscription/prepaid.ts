import { allocateMinor, sumMinor } from '@continuo/kernel/money';
import type { PrepaidFact, PrepaidRun } from './prepaid-events';
import { isOpen, isOver, type Program, type StartedSubscription } from './state';

/** Whether a delivery pays for a run, ships within one, or pays for itself. */
export function placeInRun(
  { policies, prepaidSince }: Pick<Program, 'policies' | 'prepaidSince'>,
  delivery: number,
): 'opens' | 'within' | 'outside' {
  if (!policies.prepaid) return 'outside';
  const { deliveries, then } = policies.prepaid;
  const place = delivery - prepaidSince;
  if (place % deliveries === 0 && (place === 0 || then === 'renew')) return 'opens';
  return then === 'renew' || place < deliveries ? 'within' : 'outside';
}

/** The run in which the next delivery ships without a charge of its own. */
export function runAhead(program: Program): PrepaidRun | undefined {
  if (placeInRun(program, program.counts.locked + 2) !== 'within') return undefined;
  return program.runs.findLast((run) => isCounted(program, run));
}

/** Whether the plan still counts the run; another plan or a cancellation begins anew. */
function isCounted({ policies, prepaidSince }: Program, run: PrepaidRun): boolean {
  return policies.prepaid !== null && run.delivery >= prepaidSince;
}

/** Shipments of a run that were paid for and will not leave as things stand: the program has ended, or has another plan. */
export function shipmentsGivenUp(state: StartedSubscription, run: PrepaidRun): number {
  if (!run.paid || (!isOver(state) && isCounted(state, run))) return 0;
  const onTheirWay = state.cycles.filter(
    (cycle) => cycle.run === run.firstCycle && cycle.cycle !== run.firstCycle && isOpen(cycle),
  );
  return Math.max(0, run.left - onTheirWay.length);
}

/** The price of the last `count` shipments that have not lapsed yet; over all shipments the sum is exact. */
export function priceOfLast({ goodsMinor, shipments, lapsed }: PrepaidRun, count: number): number {
  const shares = allocateMinor(goodsMinor, Array<number>(shipments).fill(1));
  return sumMinor(shares.slice(shipments - lapsed - count, shipments - lapsed));
}

export function evolvePrepaid(state: StartedSubscription, event: PrepaidFact): StartedSubscription {
  const { firstCycle } = event.data;
  const change = (with_: (run: PrepaidRun) => PrepaidRun) =>
    state.runs
      .map((run) => (run.firstCycle === firstCycle ? with_(run) : run))
      .filter(({ left }) => left > 0);
  switch (event.type) {
    case 'subscription.prepaid-run-opened.v1': {
      const { customerId: _, ...opened } = event.data;
      const run = { ...opened, paid: false, left: opened.shipments - 1, lapsed: 0 };
      return { ...state, runs: [...state.runs, run] };
    }
    case 'subscription.prepaid-run-paid.v1':
      return { ...state, runs: change((run) => ({ ...run, paid: true })) };
    case 'subscription.prepaid-shipment-left.v1':
      return { ...state, runs: change((run) => ({ ...run, left: run.left - 1 })) };
    case 'subscription.prepaid-shipments-lapsed.v1': {
      const { shipments } = event.data;
      const lapse = (run: PrepaidRun): PrepaidRun => ({
        ...run,
        left: run.left - shipments,
        lapsed: run.lapsed + shipments,
      });
      return { ...state, runs: change(lapse) };
    }
    case 'subscription.prepaid-run-ended.v1': {
      const { to: prepaidSince } = event.data;
      const runs = state.runs.filter((run) => run.paid || run.firstCycle !== firstCycle);
      return { ...state, prepaidSince, runs };
    }
  }
}
