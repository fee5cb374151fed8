import { never } from '@continuo/kernel/decider';
import type { ChangeFact, SubscriptionEvent, SystemFact } from './events';
import { RECENT_CYCLES } from './policy';
import {
  type Cycle,
  type CycleCounts,
  isOpen,
  type Program,
  type StartedSubscription,
  type SubscriptionState,
} from './state';
import type { CycleDate } from './terms';

type WithoutStatus = Omit<
  StartedSubscription,
  'status' | 'until' | 'reason' | 'reasonCode' | 'note'
>;

export function evolve(state: SubscriptionState, event: SubscriptionEvent): SubscriptionState {
  if (event.type === 'subscription.started.v1') return started(event.data);
  if (state.status === 'none') throw new Error(`${event.type} before the program was started`);
  return isChange(event) ? changed(state, event) : advanced(state, event);
}

function started(
  data: Extract<SystemFact, { type: 'subscription.started.v1' }>['data'],
): StartedSubscription {
  const { nextCycleOn: _, ...terms } = data;
  const counts = { locked: 0, shipped: 0, failed: 0, void: 0, skipped: 0, missed: 0 };
  return {
    ...terms,
    status: terms.trialEndsOn === null ? 'active' : 'trial',
    nextCycle: 2,
    lastDueOn: terms.startedOn,
    skips: [],
    dates: [],
    cycles: [],
    counts,
  };
}

/** What time, money and goods bring about. */
function advanced(
  state: StartedSubscription,
  event: Exclude<SystemFact, { type: 'subscription.started.v1' }>,
): StartedSubscription {
  switch (event.type) {
    case 'subscription.trial-ended.v1':
      return { ...program(state), trialEndsOn: null, status: 'active' };
    case 'subscription.cycle-locked.v1': {
      const { cycle, dueOn, orderId, sku, name, quantity, unitPriceMinor, shippingMinor } =
        event.data;
      const locked: Cycle = {
        cycle,
        dueOn,
        orderId,
        sku,
        name,
        quantity,
        unitPriceMinor,
        shippingMinor,
        status: 'locked',
      };
      const passed = passBy(state, cycle + 1, dueOn);
      const cycles = kept([...state.cycles, locked]);
      return { ...passed, cycles, counts: { ...passed.counts, locked: passed.counts.locked + 1 } };
    }
    case 'subscription.cycles-missed.v1': {
      const { missed } = event.data;
      const last = missed[missed.length - 1];
      if (!last) return state;
      const passed = passBy(state, last.cycle + 1, last.on);
      return {
        ...passed,
        counts: { ...passed.counts, missed: passed.counts.missed + missed.length },
      };
    }
    case 'subscription.cycle-charge-unsettled.v1':
      return withCycle(state, event.data.cycle, { status: 'charging' });
    case 'subscription.cycle-paid.v1': {
      const { cycle, payment } = event.data;
      const after = withCycle(state, cycle, { status: 'paid', declined: undefined });
      return payment.token === after.payment.token ? { ...after, payment } : after;
    }
    case 'subscription.cycle-declined.v1': {
      const { cycle, code, retryAt } = event.data;
      return withCycle(state, cycle, { status: 'charging', declined: { code, retryAt } });
    }
    case 'subscription.cycle-failed.v1':
      return withCycle(state, event.data.cycle, { status: 'failed', declined: undefined });
    case 'subscription.cycle-released.v1':
      return withCycle(state, event.data.cycle, { status: 'released', declined: undefined });
    case 'subscription.cycle-shipped.v1':
      return withCycle(state, event.data.cycle, { status: 'shipped', declined: undefined });
    case 'subscription.cycle-voided.v1':
      return withCycle(state, event.data.cycle, { status: 'void', declined: undefined });
    case 'subscription.fell-past-due.v1':
      return { ...program(state), status: 'past-due' };
    case 'subscription.recovered.v1':
      return { ...program(state), status: 'active' };
    case 'subscription.held.v1':
      return { ...program(state), status: 'held', reason: event.data.reason };
    case 'subscription.expired.v1':
      return { ...program(state), status: 'expired' };
    default:
      return never(event);
  }
}

/** What an agent has changed. */
function changed(state: StartedSubscription, event: ChangeFact): StartedSubscription {
  switch (event.type) {
    case 'subscription.interval-changed.v1': {
      const { to, anchor, skips, dates, nextCycle } = event.data;
      return { ...state, interval: to, anchor, skips, dates, nextCycle };
    }
    case 'subscription.price-changed.v1':
      return { ...state, unitPriceMinor: event.data.toMinor };
    case 'subscription.product-changed.v1':
      return { ...state, ...event.data.to };
    case 'subscription.quantity-changed.v1':
      return { ...state, quantity: event.data.to };
    case 'subscription.cycle-date-changed.v1': {
      const { anchor, skips, dates, nextCycle } = event.data;
      return { ...state, anchor, skips, dates, nextCycle };
    }
    case 'subscription.cycle-skipped.v1': {
      const { cycle, on } = event.data;
      return {
        ...state,
        skips: [...without(state.skips, cycle), { cycle, on }],
        dates: without(state.dates, cycle),
      };
    }
    case 'subscription.cycle-unskipped.v1': {
      const { cycle, on } = event.data;
      return {
        ...state,
        skips: without(state.skips, cycle),
        dates: [...without(state.dates, cycle), { cycle, on }],
      };
    }
    case 'subscription.paused.v1':
      return { ...program(state), status: 'paused', until: event.data.until };
    case 'subscription.resumed.v1': {
      const { passed, nextCycle, status } = event.data;
      const last = passed[passed.length - 1];
      return { ...program(passBy(state, nextCycle, last ? last.on : state.lastDueOn)), status };
    }
    case 'subscription.cancelled.v1': {
      const { openOrders, reasonCode, note } = event.data;
      const after = openOrders
        .filter(({ status }) => status === 'locked' || status === 'charging')
        .reduce(
          (now, { cycle }) => withCycle(now, cycle, { status: 'void', declined: undefined }),
          state,
        );
      return { ...program(after), status: 'cancelled', reasonCode, note };
    }
    case 'subscription.reactivated.v1': {
      const { anchor, nextCycle, passed } = event.data;
      const last = passed[passed.length - 1];
      const after = passBy(
        { ...state, skips: [], dates: [], anchor },
        nextCycle,
        last ? last.on : state.lastDueOn,
      );
      return { ...program(after), trialEndsOn: null, status: 'active' };
    }
    case 'subscription.payment-method-changed.v1':
      return { ...state, payment: { token: event.data.to, networkTransactionId: null } };
    case 'subscription.zone-changed.v1':
      return { ...state, zone: event.data.to };
    default:
      return never(event);
  }
}

function isChange(
  event: Exclude<SubscriptionEvent, { type: 'subscription.started.v1' }>,
): event is ChangeFact {
  switch (event.type) {
    case 'subscription.interval-changed.v1':
    case 'subscription.price-changed.v1':
    case 'subscription.product-changed.v1':
    case 'subscription.quantity-changed.v1':
    case 'subscription.cycle-date-changed.v1':
    case 'subscription.cycle-skipped.v1':
    case 'subscription.cycle-unskipped.v1':
    case 'subscription.paused.v1':
    case 'subscription.resumed.v1':
    case 'subscription.cancelled.v1':
    case 'subscription.reactivated.v1':
    case 'subscription.payment-method-changed.v1':
    case 'subscription.zone-changed.v1':
      return true;
    default:
      return false;
  }
}

/** The program without what belongs to a status. */
function program(state: StartedSubscription): WithoutStatus {
  const { status: _, ...rest } = state;
  if ('until' in rest) {
    const { until: __, ...running } = rest;
    return running;
  }
  if ('reason' in rest) {
    const { reason: __, ...running } = rest;
    return running;
  }
  if ('reasonCode' in rest) {
    const { reasonCode: __, note: ___, ...running } = rest;
    return running;
  }
  return rest;
}

/** Goes on to `nextCycle`; skips and own dates before it have done their work. */
function passBy<State extends Program>(state: State, nextCycle: number, lastDueOn: string): State {
  const skipped = state.skips.filter(({ cycle }) => cycle < nextCycle).length;
  return {
    ...state,
    nextCycle,
    lastDueOn,
    skips: skipped === 0 ? state.skips : state.skips.filter(({ cycle }) => cycle >= nextCycle),
    dates:
      state.dates.length === 0
        ? state.dates
        : state.dates.filter(({ cycle }) => cycle >= nextCycle),
    counts:
      skipped === 0 ? state.counts : { ...state.counts, skipped: state.counts.skipped + skipped },
  };
}

function withCycle<State extends Program>(
  state: State,
  cycle: number,
  change: Partial<Cycle>,
): State {
  const before = state.cycles.find((entry) => entry.cycle === cycle);
  if (!before) return state;
  const after = { ...before, ...change };
  return {
    ...state,
    cycles: kept(state.cycles.map((entry) => (entry === before ? after : entry))),
    counts: counted(counted(state.counts, before, -1), after, 1),
  };
}

function counted(counts: CycleCounts, { status }: Cycle, by: 1 | -1): CycleCounts {
  return status === 'shipped' || status === 'failed' || status === 'void'
    ? { ...counts, [status]: counts[status] + by }
    : counts;
}

/** A program of many years keeps a small state: open cycles, and the last that are settled. */
function kept(cycles: readonly Cycle[]): readonly Cycle[] {
  let surplus = cycles.filter((cycle) => !isOpen(cycle)).length - RECENT_CYCLES;
  if (surplus <= 0) return cycles;
  return cycles.filter((cycle) => isOpen(cycle) || surplus-- <= 0);
}

function without(dates: readonly CycleDate[], cycle: number): readonly CycleDate[] {
  return dates.filter((date) => date.cycle !== cycle);
}
