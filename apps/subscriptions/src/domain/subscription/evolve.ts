import { never } from '@continuo/kernel/decider';
import type { SubscriptionEvent, SystemFact } from './events';
import { evolveChange, isChange } from './evolve-change';
import { DEFAULT_POLICIES } from '../plan/policies';
import { kept, passBy, withCycle, withoutStatus } from './fold-helpers';
import { movedTo } from './moved-to';
import { RECENT_NOTICES } from './policy';
import { evolvePrepaid, placeInRun, runAhead } from './prepaid';
import type { Cycle, StartedSubscription, SubscriptionState } from './state';
import type { PriceOverride } from './terms';

export function evolve(state: SubscriptionState, event: SubscriptionEvent): SubscriptionState {
  if (event.type === 'subscription.started.v1') return started(event.data);
  if (state.status === 'none') throw new Error(`${event.type} before the program was started`);
  return isChange(event) ? evolveChange(state, event) : advanced(state, event);
}

function started(
  data: Extract<SystemFact, { type: 'subscription.started.v1' }>['data'],
): StartedSubscription {
  const { nextCycleOn: _, ...terms } = data;
  const counts = { locked: 0, shipped: 0, failed: 0, void: 0, skipped: 0, missed: 0 };
  return {
    status: terms.trialEndsOn === null ? 'active' : 'trial',
    nextCycle: 2,
    lastDueOn: terms.startedOn,
    skips: [],
    dates: [],
    cycles: [],
    counts,
    policies: DEFAULT_POLICIES,
    sold: { sku: terms.sku, unitPriceMinor: terms.unitPriceMinor },
    deliveriesSold: terms.plan.totalCycles,
    prepaidSince: 1,
    runs: [],
    extras: [],
    addOns: [],
    override: null,
    ending: null,
    endedFor: null,
    awaitingReceipt: false,
    told: [],
    priceMove: null,
    requests: [],
    ...terms,
  };
}

/** What time, money and goods bring about. */
function advanced(
  state: StartedSubscription,
  event: Exclude<SystemFact, { type: 'subscription.started.v1' }>,
): StartedSubscription {
  switch (event.type) {
    case 'subscription.terms-agreed.v1': {
      const { policies, anchor, awaitingReceipt } = event.data;
      return { ...state, policies, anchor, awaitingReceipt };
    }
    case 'subscription.trial-started.v1': {
      const { trialEndsOn, anchor } = event.data;
      return { ...state, trialEndsOn, anchor, awaitingReceipt: false };
    }
    case 'subscription.notice-due.v1': {
      const { cycle, notice } = event.data;
      return { ...state, told: [...state.told, { cycle, notice }].slice(-RECENT_NOTICES) };
    }
    case 'subscription.price-move-announced.v1': {
      const { rolloutId, prices, fromCycle, notBefore } = event.data;
      return { ...state, priceMove: { rolloutId, prices, fromCycle, notBefore } };
    }
    case 'subscription.price-version-moved.v1':
      return movedTo(state, event.data.prices);
    case 'subscription.price-move-withdrawn.v1':
      return { ...state, priceMove: null };
    case 'subscription.trial-ended.v1':
      return { ...withoutStatus(state), trialEndsOn: null, status: 'active' };
    case 'subscription.cycle-locked.v2': {
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
        ...runOf(state, cycle),
      };
      const passed = passBy(state, cycle + 1, dueOn);
      const cycles = kept([...state.cycles, locked]);
      return {
        ...passed,
        cycles,
        counts: { ...passed.counts, locked: passed.counts.locked + 1 },
        addOns: [],
        override: oneCycleLess(passed.override),
      };
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
      return { ...withoutStatus(state), status: 'past-due' };
    case 'subscription.recovered.v1':
      return { ...withoutStatus(state), status: 'active' };
    case 'subscription.held.v1':
      return { ...withoutStatus(state), status: 'held', reason: event.data.reason };
    case 'subscription.expired.v1':
      return { ...withoutStatus(state), status: 'expired' };
    case 'subscription.prepaid-run-opened.v1':
    case 'subscription.prepaid-run-paid.v1':
    case 'subscription.prepaid-shipment-left.v1':
    case 'subscription.prepaid-shipments-lapsed.v1':
    case 'subscription.prepaid-run-ended.v1':
      return evolvePrepaid(state, event);
    default:
      return never(event);
  }
}

/** The prepaid run of a cycle that is locked now: one that it pays for, or that pays for it. */
function runOf(state: StartedSubscription, cycle: number): Pick<Cycle, 'run'> {
  if (placeInRun(state, state.counts.locked + 2) === 'opens') return { run: cycle };
  const run = runAhead(state);
  return run ? { run: run.firstCycle } : {};
}

function oneCycleLess(override: PriceOverride | null): PriceOverride | null {
  if (!override || override.cyclesLeft <= 1) return null;
  return { ...override, cyclesLeft: override.cyclesLeft - 1 };
}
