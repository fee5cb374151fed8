import { addDays, daysBetween, localDateOf } from '@continuo/kernel/calendar';
import type { Instant, LocalDate } from '@continuo/kernel/instant';
import { anchoredBefore, firstAnchoredDate, type PlanPolicies } from '../plan/policies';
import type { ConfirmReceiptCommand, ReceiptCommand, StartCommand } from './commands';
import { completed, type Draft, UNDECIDED } from './draft';
import { dateTooEarly, dateTooLate, receiptNotAwaited } from './errors';
import type { SubscriptionEvent, SubscriptionStarted } from './events';
import { evolve } from './evolve';
import { nextCycleOn } from './schedule';
import type { StartedSubscription } from './state';
import type { Anchor } from './terms';

/** Without a trial the first order anchors the calendar; with one, the end of the trial does, as cycle 2. */
export function start({ terms }: StartCommand): readonly SubscriptionEvent[] {
  const { trialDays, policies, soldForMinor, ...rest } = terms;
  const trialEndsOn = trialDays === null ? null : addDays(terms.startedOn, trialDays);
  const anchor =
    trialEndsOn === null ? { cycle: 1, on: terms.startedOn } : { cycle: 2, on: trialEndsOn };
  const data = { trialEndsOn, anchor, nextCycleOn: UNDECIDED, ...rest };
  const draft: SubscriptionStarted = { type: 'subscription.started.v1', data };
  const state = evolve({ status: 'none' }, draft) as StartedSubscription;
  const started = { ...draft, data: { ...data, nextCycleOn: nextCycleOn(state) } };
  if (!policies) return [started];
  const run = firstRun(state, policies, soldForMinor);
  return [started, ...completed(state, [agreed(state, policies), ...run])];
}

/** The order that sells a prepaid program pays for its first run. */
function firstRun(
  { customerId, orderId, lineId }: StartedSubscription,
  { prepaid }: PlanPolicies,
  goodsMinor: number | undefined,
): Draft[] {
  if (!prepaid || goodsMinor === undefined) return [];
  const { deliveries: shipments, unshipped = 'keep' } = prepaid;
  const order = { firstCycle: 1, orderId, lineId };
  const data = { customerId, ...order, delivery: 1, shipments, goodsMinor, unshipped };
  return [{ type: 'subscription.prepaid-run-opened.v1', data }];
}

/** The rules of the plan, and what they make of the calendar. */
function agreed(state: StartedSubscription, policies: PlanPolicies): Draft {
  const { customerId, startedOn, trialEndsOn, interval } = state;
  const rule = policies.anchor;
  const first = firstAnchoredDate(rule, interval, trialEndsOn ?? startedOn);
  const anchor: Anchor =
    first !== null && rule.by === 'day-of-month' && trialEndsOn === null
      ? anchoredBefore(rule.day, interval, first)
      : state.anchor;
  const awaitingReceipt = policies.trialFrom === 'receipt' && trialEndsOn !== null;
  return {
    type: 'subscription.terms-agreed.v1',
    data: { customerId, policies, anchor, awaitingReceipt, nextCycleOn: UNDECIDED },
  };
}

/** The days of a trial from receipt begin; a second package changes nothing. */
export function decideReceipt(
  state: StartedSubscription,
  { receivedOn, now }: ReceiptCommand,
): readonly Draft[] {
  if (!state.awaitingReceipt || state.trialEndsOn === null) return [];
  const { customerId } = state;
  const trialEndsOn = trialEndAfter(state, receivedOn, state.trialEndsOn, now);
  const anchor = { cycle: state.nextCycle, on: trialEndsOn };
  return [
    {
      type: 'subscription.trial-started.v1',
      data: { customerId, receivedOn, trialEndsOn, anchor, nextCycleOn: UNDECIDED },
    },
  ];
}

/** By the customer's word: not before the order, not in the future, and never so that the first charge comes before its reminder. */
export function decideConfirmation(
  state: StartedSubscription,
  { receivedOn, now }: ConfirmReceiptCommand,
): readonly Draft[] {
  const { awaitingReceipt, trialEndsOn, startedOn, zone } = state;
  if (!awaitingReceipt || trialEndsOn === null) throw receiptNotAwaited();
  const today = localDateOf(now, zone);
  const days = daysBetween(startedOn, trialEndsOn);
  const inTime = addDays(today, reminderDays(state, days) - days);
  const earliest = inTime > startedOn ? inTime : startedOn;
  if (receivedOn < earliest) throw dateTooEarly('/received_on', earliest);
  if (receivedOn > today) throw dateTooLate('/received_on', today);
  return decideReceipt(state, { kind: 'receipt', receivedOn, now });
}

/** As many days after the receipt as the trial has; where it is told late, not before the reminder of the charge is in time. */
function trialEndAfter(
  state: StartedSubscription,
  receivedOn: LocalDate,
  countedFromOrder: LocalDate,
  now: Instant,
): LocalDate {
  const { startedOn, zone } = state;
  const days = daysBetween(startedOn, countedFromOrder);
  const ends = addDays(receivedOn > startedOn ? receivedOn : startedOn, days);
  const inTime = addDays(localDateOf(now, zone), reminderDays(state, days));
  return ends > inTime ? ends : inTime;
}

/** Days from the reminder to the first full charge, as far as the trial has so many. */
export function reminderDays({ policies }: StartedSubscription, trialDays: number): number {
  return Math.min(trialDays, Math.max(1, policies.notices.trialEndingDays ?? 0));
}
