import { addDays, localDateOf, requireZone } from '@continuo/kernel/calendar';
import { never } from '@continuo/kernel/decider';
import type { LocalDate } from '@continuo/kernel/instant';
import { approvalFor, planPriceMinor } from './approval';
import type { Change, ChangeCommand, ChangeKind } from './commands';
import { decideDate, decideInterval, decideSkip, decideUnskip } from './decide-calendar';
import { openCyclesBefore, resume } from './decide-wake';
import { type Draft, UNDECIDED } from './draft';
import {
  approvalRequired,
  changeNotAllowed,
  dateTooEarly,
  dateTooLate,
  noCycleAhead,
  productNotInPlan,
} from './errors';
import type { Cancelled, OpenOrder } from './events';
import { HORIZON_DAYS } from './policy';
import { firstCycleFrom, isComplete, nextAhead } from './schedule';
import { isOpen, type StartedSubscription, type SubscriptionStatus } from './state';

const LIVING: readonly SubscriptionStatus[] = ['trial', 'active', 'paused', 'past-due', 'held'];
const COUNTING: readonly SubscriptionStatus[] = ['trial', 'active', 'paused', 'past-due'];

/** In which status each change may be asked for. */
const ALLOWED: Readonly<Record<ChangeKind, readonly SubscriptionStatus[]>> = {
  interval: LIVING,
  price: LIVING,
  product: LIVING,
  quantity: LIVING,
  'payment-method': LIVING,
  zone: LIVING,
  date: COUNTING,
  skip: COUNTING,
  unskip: COUNTING,
  pause: ['trial', 'active', 'paused'],
  resume: ['paused'],
  cancel: LIVING,
  reactivate: ['held', 'cancelled'],
};

/** An agent's change: it applies to the next cycle that is not locked; nothing is prorated. */
export function decideChange(state: StartedSubscription, command: ChangeCommand): Draft[] {
  const { change } = command;
  if (isDone(state, change)) return [];
  if (!ALLOWED[change.kind].includes(state.status))
    throw changeNotAllowed(change.kind, state.status);
  const approval = approvalFor(state, change);
  if (approval && command.authority !== 'supervisor') throw approvalRequired(approval);
  return drafts(state, change, localDateOf(command.now, state.zone));
}

/** Asked again for what is already so. */
function isDone(state: StartedSubscription, change: Change): boolean {
  if (change.kind === 'cancel') return state.status === 'cancelled';
  if (change.kind === 'resume' || change.kind === 'reactivate') {
    return state.status === 'trial' || state.status === 'active';
  }
  return false;
}

function drafts(state: StartedSubscription, change: Change, today: LocalDate): Draft[] {
  const { customerId } = state;
  switch (change.kind) {
    case 'interval':
      return decideInterval(state, change.interval);
    case 'date':
      return decideDate(state, change, today);
    case 'skip':
      return decideSkip(state, change.cycle);
    case 'unskip':
      return decideUnskip(state, change.cycle, today);
    case 'price': {
      const { unitPriceMinor: toMinor } = change;
      const { unitPriceMinor: fromMinor } = state;
      if (fromMinor === toMinor) return [];
      const planPriceMinorNow = planPriceMinor(state);
      const data = {
        customerId,
        fromMinor,
        toMinor,
        planPriceMinor: planPriceMinorNow,
        fromCycle: nextAhead(state),
        nextCycleOn: UNDECIDED,
      };
      return [{ type: 'subscription.price-changed.v1', data }];
    }
    case 'product': {
      if (change.sku === state.sku) return [];
      const { products } = state.plan;
      const to = products.find(({ sku }) => sku === change.sku);
      if (!to) throw productNotInPlan(products.map(({ sku }) => sku));
      const { sku, name, unitPriceMinor } = state;
      const data = {
        customerId,
        from: { sku, name, unitPriceMinor },
        to,
        fromCycle: nextAhead(state),
        nextCycleOn: UNDECIDED,
      };
      return [{ type: 'subscription.product-changed.v1', data }];
    }
    case 'quantity': {
      const { quantity: from } = state;
      const { quantity: to } = change;
      if (from === to) return [];
      return [
        {
          type: 'subscription.quantity-changed.v1',
          data: { customerId, from, to, fromCycle: nextAhead(state), nextCycleOn: UNDECIDED },
        },
      ];
    }
    case 'payment-method': {
      const { token: from } = state.payment;
      const { token: to } = change;
      if (from === to) return [];
      return [
        {
          type: 'subscription.payment-method-changed.v1',
          data: { customerId, from, to, nextCycleOn: UNDECIDED },
        },
      ];
    }
    case 'zone': {
      requireZone(change.zone);
      const { zone: from } = state;
      const { zone: to } = change;
      if (from === to) return [];
      return [
        {
          type: 'subscription.zone-changed.v1',
          data: { customerId, from, to, nextCycleOn: UNDECIDED },
        },
      ];
    }
    case 'pause':
      return pause(state, change.until, today);
    case 'resume':
      if (state.status !== 'paused') return [];
      return resume(state, today < state.until ? today : state.until, state.until);
    case 'cancel':
      return [cancel(state, change)];
    case 'reactivate':
      return [reactivate(state, change.nextOn, today)];
    default:
      return never(change);
  }
}

function pause(state: StartedSubscription, until: LocalDate, today: LocalDate): Draft[] {
  const from = state.status === 'paused' ? state.until : null;
  if (from === until) return [];
  checkAhead('/until', until, addDays(today, 1), today);
  const { customerId } = state;
  return [
    { type: 'subscription.paused.v1', data: { customerId, from, until, nextCycleOn: UNDECIDED } },
  ];
}

/** Nothing is charged any more; orders that were handed over before are named, so that they are cancelled too. */
function cancel(
  state: StartedSubscription,
  change: Extract<Change, { kind: 'cancel' }>,
): Cancelled {
  const { customerId } = state;
  const openOrders = state.cycles.filter(isOpen).map(({ cycle, orderId, status }) => ({
    cycle,
    orderId,
    status: status as OpenOrder['status'],
  }));
  return {
    type: 'subscription.cancelled.v1',
    data: {
      customerId,
      reasonCode: change.reasonCode,
      note: change.note ?? null,
      from: state.status as Cancelled['data']['from'],
      openOrders,
      nextCycleOn: UNDECIDED,
    },
  };
}

/**
 * Starts again: on the first date of the old calendar after today, so that nobody is charged on the
 * spot without being told, or on a date that the customer names.
 */
function reactivate(
  state: StartedSubscription,
  nextOn: LocalDate | undefined,
  today: LocalDate,
): Draft {
  if (isComplete(state)) throw noCycleAhead();
  const dropped = [...state.skips, ...state.dates].sort((a, b) => a.cycle - b.cycle);
  const bare = { ...state, skips: [], dates: [] };
  if (nextOn !== undefined) {
    const afterLast = addDays(state.lastDueOn, 1);
    checkAhead('/next_on', nextOn, afterLast > today ? afterLast : today, today);
  }
  const nextCycle =
    nextOn === undefined ? firstCycleFrom(bare, addDays(today, 1)) : state.nextCycle;
  return {
    type: 'subscription.reactivated.v1',
    data: {
      customerId: state.customerId,
      from: state.status as 'held' | 'cancelled',
      anchor: nextOn === undefined ? state.anchor : { cycle: nextCycle, on: nextOn },
      dropped,
      passed: openCyclesBefore(bare, nextCycle),
      nextCycle,
      nextCycleOn: UNDECIDED,
    },
  };
}

/** Throws `date-too-early` or `date-too-late` (beyond two years) unless a date lies ahead. */
function checkAhead(pointer: string, date: LocalDate, earliest: LocalDate, today: LocalDate): void {
  if (date < earliest) throw dateTooEarly(pointer, earliest);
  const latest = addDays(today, HORIZON_DAYS);
  if (date > latest) throw dateTooLate(pointer, latest);
}
