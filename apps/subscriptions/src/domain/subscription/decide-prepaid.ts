import { multiplyMinor } from '@continuo/kernel/money';
import type { CycleNews } from './commands';
import { noTermAwaited } from './errors';
import type { CycleLocked, SubscriptionEvent } from './events';
import { evolve } from './evolve';
import { placeInRun, priceOfLast, shipmentsGivenUp } from './prepaid';
import type {
  PrepaidFact,
  PrepaidRun,
  PrepaidRunEnded,
  PrepaidShipmentsLapsed,
  RunOfOrder,
} from './prepaid-events';
import { type Cycle, isOver, type StartedSubscription } from './state';

/** The line of a cycle's order that charges for the program's product. */
const MAIN_LINE = 'line-1';

/** Events with what they mean for shipments that are paid for in advance, each right after its cause. */
export function withPrepaid(
  state: StartedSubscription,
  events: readonly SubscriptionEvent[],
): readonly SubscriptionEvent[] {
  const all: SubscriptionEvent[] = [];
  let now = state;
  const add = (event: SubscriptionEvent) => {
    const before = now;
    now = evolve(now, event) as StartedSubscription;
    all.push(event);
    for (const fact of following(event, before, now)) add(fact);
  };
  events.forEach(add);
  return all;
}

/** The order that sold the program is its cycle 1: only a run that it pays for depends on what becomes of it. */
export function decideFirstOrder(state: StartedSubscription, outcome: CycleNews): PrepaidFact[] {
  const run = unpaid(state, 1);
  if (!run) return [];
  if (outcome.news === 'captured') return [paid(state, run)];
  return outcome.news === 'cancelled' ? [ended(state, run, 'order-cancelled')] : [];
}

/** The same by hand: what is not awaited any more is refused, a capture that was heard changes nothing. */
export function decideTerm(
  state: StartedSubscription,
  outcome: 'captured' | 'cancelled',
): PrepaidFact[] {
  const run = unpaid(state, 1);
  if (run)
    return [outcome === 'captured' ? paid(state, run) : ended(state, run, 'order-cancelled')];
  if (outcome === 'captured' && paidRunOf(state, 1)) return [];
  throw noTermAwaited(state.orderId);
}

function following(
  event: SubscriptionEvent,
  before: StartedSubscription,
  after: StartedSubscription,
): PrepaidFact[] {
  switch (event.type) {
    case 'subscription.cycle-locked.v2':
      return opened(before, event.data);
    case 'subscription.cycle-shipped.v1': {
      const run = unpaid(after, event.data.cycle);
      return run ? [paid(after, run)] : left(after, event.data.cycle);
    }
    case 'subscription.cycle-voided.v1': {
      const run = unpaid(after, event.data.cycle);
      return run ? [ended(after, run, 'order-cancelled')] : lapsedWith(after, event.data.cycle);
    }
    case 'subscription.prepaid-run-paid.v1':
      return paidLate(after, event.data.firstCycle);
    case 'subscription.cancelled.v1':
      return [
        ...event.data.openOrders.flatMap(({ cycle, status }) => {
          const run =
            status === 'locked' || status === 'charging' ? unpaid(after, cycle) : undefined;
          return run ? [ended(after, run, 'order-cancelled')] : [];
        }),
        ...givenUp(after, 'cancelled'),
      ];
    case 'subscription.expired.v1':
      return givenUp(after, 'expired');
    case 'subscription.plan-changed.v1':
      return givenUp(after, 'plan-changed');
    case 'subscription.reactivated.v1':
    case 'subscription.won-back.v1':
      return after.runs
        .filter(({ firstCycle }) => unpaid(after, firstCycle) && hasFailed(after, firstCycle))
        .map((run) => ended(after, run, 'payment-failed'));
    default:
      return [];
  }
}

function opened(state: StartedSubscription, locked: CycleLocked['data']): PrepaidFact[] {
  const delivery = state.counts.locked + 2;
  const { prepaid } = state.policies;
  if (!prepaid || placeInRun(state, delivery) !== 'opens') return [];
  const { customerId, cycle: firstCycle, orderId, unitPriceMinor, quantity } = locked;
  return [
    {
      type: 'subscription.prepaid-run-opened.v1',
      data: {
        customerId,
        firstCycle,
        orderId,
        lineId: MAIN_LINE,
        delivery,
        shipments: prepaid.deliveries,
        goodsMinor: multiplyMinor(unitPriceMinor, quantity),
        unshipped: prepaid.unshipped ?? 'keep',
      },
    },
  ];
}

function paid({ customerId, currency }: StartedSubscription, run: PrepaidRun): PrepaidFact {
  const { shipments, goodsMinor } = run;
  const data = { customerId, ...orderOf(run), currency, shipments, goodsMinor };
  return { type: 'subscription.prepaid-run-paid.v1', data };
}

/** A shipment within a run that is paid. */
function left(state: StartedSubscription, number: number): PrepaidFact[] {
  const cycle = state.cycles.find((entry) => entry.cycle === number);
  const run = paidRunOf(state, cycle?.run);
  if (!run || !cycle || cycle.cycle === run.firstCycle) return [];
  const { customerId } = state;
  const data = { customerId, ...orderOf(run), cycle: cycle.cycle, cycleOrderId: cycle.orderId };
  return [{ type: 'subscription.prepaid-shipment-left.v1', data }];
}

/** What became of the run's other shipments before the order that pays for it had left. */
function paidLate(state: StartedSubscription, firstCycle: number): PrepaidFact[] {
  const run = paidRunOf(state, firstCycle);
  if (!run) return [];
  const within = (status: Cycle['status']) =>
    state.cycles.filter(
      (entry) => entry.run === firstCycle && entry.cycle !== firstCycle && entry.status === status,
    );
  const gone = within('shipped');
  const stopped = within('void').length;
  const count = Math.max(stopped, shipmentsGivenUp(state, run) - gone.length);
  const because =
    count === stopped ? 'order-cancelled' : isOver(state) ? 'cancelled' : 'plan-changed';
  return [
    ...gone.flatMap(({ cycle }) => left(state, cycle)),
    ...(count > 0 ? [lapsed(state, run, count, because)] : []),
    ...(because === 'cancelled' ? [ended(state, run, because)] : []),
  ];
}

/** The order of a shipment within a run was cancelled; of an ended program, with the others that will not leave. */
function lapsedWith(state: StartedSubscription, number: number): PrepaidFact[] {
  const cycle = state.cycles.find((entry) => entry.cycle === number);
  const run = paidRunOf(state, cycle?.run);
  if (!run || number === run.firstCycle) return [];
  const count = Math.max(1, shipmentsGivenUp(state, run));
  return [lapsed(state, run, count, 'order-cancelled')];
}

/** What was paid for and will not leave now; after a cancellation the next delivery pays for a run of its own. */
function givenUp(
  state: StartedSubscription,
  because: PrepaidShipmentsLapsed['data']['because'],
): PrepaidFact[] {
  return state.runs.flatMap((run) => {
    const count = shipmentsGivenUp(state, run);
    if (count === 0) return [];
    const facts: PrepaidFact[] = [lapsed(state, run, count, because)];
    return because === 'plan-changed' ? facts : [...facts, ended(state, run, 'cancelled')];
  });
}

function lapsed(
  { customerId, currency }: StartedSubscription,
  run: PrepaidRun,
  shipments: number,
  because: PrepaidShipmentsLapsed['data']['because'],
): PrepaidFact {
  const { unshipped } = run;
  const goodsMinor = priceOfLast(run, shipments);
  const data = { customerId, ...orderOf(run), currency, shipments, goodsMinor, unshipped, because };
  return { type: 'subscription.prepaid-shipments-lapsed.v1', data };
}

function ended(
  { customerId, prepaidSince: from, counts }: StartedSubscription,
  run: PrepaidRun,
  because: PrepaidRunEnded['data']['because'],
): PrepaidFact {
  const data = { customerId, ...orderOf(run), because, from, to: counts.locked + 2 };
  return { type: 'subscription.prepaid-run-ended.v1', data };
}

function unpaid(state: StartedSubscription, firstCycle: number): PrepaidRun | undefined {
  return state.runs.find((run) => run.firstCycle === firstCycle && !run.paid);
}

function paidRunOf(state: StartedSubscription, firstCycle?: number): PrepaidRun | undefined {
  return state.runs.find((run) => run.firstCycle === firstCycle && run.paid);
}

function hasFailed(state: StartedSubscription, number: number): boolean {
  return state.cycles.some(({ cycle, status }) => cycle === number && status === 'failed');
}

const orderOf = ({ firstCycle, orderId, lineId }: RunOfOrder): RunOfOrder => ({
  firstCycle,
  orderId,
  lineId,
});
