import { instantAt, localDateOf } from '@continuo/kernel/calendar';
import { deriveId } from '@continuo/kernel/ids';
import type { Instant, LocalDate } from '@continuo/kernel/instant';
import type { CycleLocked } from './events';
import { type Draft, UNDECIDED } from './draft';
import { evolve } from './evolve';
import { shipDateOf } from '../plan/policies';
import { contentOf } from './cycle-terms';
import { priceMoveAt } from './decide-price-move';
import { noticesAhead } from './due';
import { dateOf, firstCycleFrom, isComplete, isSkipped, nextOpen } from './schedule';
import type { Program, StartedSubscription, SubscriptionState } from './state';
import type { CycleDate } from './terms';
import { wordsFor } from './words';

/** The one order of a cycle: the same id whoever derives it, and however often. */
export const orderIdOf = (subscriptionId: string, cycle: number): string =>
  deriveId('ord', subscriptionId, cycle);

/** Ends a pause whose day has come, or locks the cycle of the day. Nothing when nothing is due. */
export function decideWake(state: StartedSubscription, now: Instant): Draft[] {
  switch (state.status) {
    case 'paused':
      return isReached(state.until, state, now) ? endPause(state, now) : [];
    case 'trial':
    case 'active':
      return state.awaitingReceipt ? [] : [...notices(state, now), ...lockDueCycle(state, now)];
    case 'past-due':
    case 'held':
    case 'cancelled':
    case 'expired':
      return [];
  }
}

/** A pause may end on the day of a cycle: both happen in one wake. */
function endPause(
  state: Extract<StartedSubscription, { status: 'paused' }>,
  now: Instant,
): Draft[] {
  const resumed = resume(state, state.until, state.until);
  const after = resumed.reduce<SubscriptionState>(evolve, state);
  if (after.status !== 'trial' && after.status !== 'active') return resumed;
  return [...resumed, ...decideWake(after, now)];
}

/** Tells of the next cycle what is due to be told; in a wake that comes late, right before the cycle itself. */
function notices(state: StartedSubscription, now: Instant): Draft[] {
  const { customerId, currency } = state;
  return noticesAhead(state)
    .filter(({ on }) => isReached(on, state, now))
    .map(({ notice, cycle: { cycle, dueOn, totalBeforeTaxMinor } }) => ({
      type: 'subscription.notice-due.v1',
      data: {
        customerId,
        notice,
        cycle,
        dueOn,
        totalBeforeTaxMinor,
        currency,
        words: wordsFor(state),
      },
    }));
}

/**
 * Usually one cycle is due. After an outage there are several: by the plan's policy the last of them is shipped and the
 * others recorded as missed (ship-one), each is shipped in its turn (ship-all), or only one of today (skip).
 */
function lockDueCycle(state: StartedSubscription, now: Instant): Draft[] {
  const due = dueCycles(state, now);
  const last = due[due.length - 1];
  if (!last) return [];
  const policy = state.plan.missedCycles;
  const today = localDateOf(now, state.zone);
  const shipped =
    policy === 'ship-all' ? due[0] : policy === 'skip' && last.on < today ? undefined : last;
  const missed = policy === 'ship-all' ? [] : due.filter((entry) => entry !== shipped);
  const { customerId } = state;
  const drafts: Draft[] = [];
  if (missed.length > 0) {
    drafts.push({
      type: 'subscription.cycles-missed.v1',
      data: { customerId, missed, policy, nextCycleOn: UNDECIDED },
    });
  }
  if (!shipped) return drafts;
  if (state.status === 'trial' && state.trialEndsOn !== null) {
    const { trialEndsOn } = state;
    drafts.push({ type: 'subscription.trial-ended.v1', data: { customerId, trialEndsOn } });
  }
  const moved = priceMoveAt(state, shipped);
  const priced = moved.reduce<SubscriptionState>(evolve, state) as StartedSubscription;
  return [...drafts, ...moved, lock(priced, shipped)];
}

function lock(state: Program, { cycle, on }: CycleDate): CycleLocked {
  const { customerId, currency, zone, plan, payment, shipTo, sale } = state;
  const { planId, shippingMinor, taxCategory } = plan;
  const { main, lines } = contentOf(state, 0);
  return {
    type: 'subscription.cycle-locked.v2',
    data: {
      customerId,
      cycle,
      dueOn: on,
      orderId: orderIdOf(state.subscriptionId, cycle),
      planId,
      currency,
      zone,
      ...main,
      lines,
      shippingMinor,
      taxCategory,
      payment,
      shipTo,
      sale,
      shipOn: shipDateOf(state.policies, on),
      nextCycleOn: UNDECIDED,
    },
  };
}

/** A cycle is due from the first instant of its date on; one that was locked is never looked at again. */
function dueCycles(state: Program, now: Instant): CycleDate[] {
  if (isComplete(state)) return [];
  const due: CycleDate[] = [];
  const last = state.ending?.lastCycle ?? Infinity;
  for (let cycle = nextOpen(state); cycle <= last; cycle = nextOpen(state, cycle + 1)) {
    const on = dateOf(state, cycle);
    if (!isReached(on, state, now)) return due;
    due.push({ cycle, on });
  }
  return due;
}

function isReached(date: LocalDate, { zone }: Pick<Program, 'zone'>, now: Instant): boolean {
  return instantAt(date, zone) <= now;
}

/** Cycles before `from` lay in the pause: no order, no charge. */
export function resume(
  state: Extract<StartedSubscription, { status: 'paused' }>,
  from: LocalDate,
  until: LocalDate,
): Draft[] {
  return resumeFrom(state, from, (passedBy) => ({
    type: 'subscription.resumed.v1',
    data: { ...passedBy, until },
  }));
}

/** Goes on with the first cycle that is not before `from`. A charge still being retried shows again. */
export function resumeFrom(
  state: StartedSubscription,
  from: LocalDate,
  resumed: (
    passedBy: Omit<Extract<Draft, { type: 'subscription.resumed.v1' }>['data'], 'until'>,
  ) => Draft,
): Draft[] {
  const nextCycle = firstCycleFrom(state, from);
  const { customerId } = state;
  const first = resumed({
    customerId,
    status: state.trialEndsOn === null ? 'active' : 'trial',
    passed: openCyclesBefore(state, nextCycle),
    nextCycle,
    nextCycleOn: UNDECIDED,
  });
  const declined = state.cycles.find((cycle) => cycle.declined);
  if (!declined?.declined) return [first];
  const { cycle } = declined;
  const { retryAt } = declined.declined;
  return [
    first,
    {
      type: 'subscription.fell-past-due.v1',
      data: { customerId, cycle, retryAt, nextCycleOn: UNDECIDED },
    },
  ];
}

/** The cycles from the next one up to `nextCycle` that would have happened. */
export function openCyclesBefore(state: Program, nextCycle: number): CycleDate[] {
  const passed: CycleDate[] = [];
  for (let cycle = state.nextCycle; cycle < nextCycle; cycle += 1) {
    if (!isSkipped(state, cycle)) passed.push({ cycle, on: dateOf(state, cycle) });
  }
  return passed;
}
