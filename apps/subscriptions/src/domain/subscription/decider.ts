import { addDays } from '@continuo/kernel/calendar';
import { type Decider, never } from '@continuo/kernel/decider';
import type { StartCommand, SubscriptionCommand } from './commands';
import { decideChange } from './decide-change';
import { decideSettle } from './decide-settle';
import { decideWake } from './decide-wake';
import { completed, UNDECIDED } from './draft';
import { subscriptionNotFound } from './errors';
import type { SubscriptionEvent, SubscriptionStarted } from './events';
import { evolve } from './evolve';
import { nextCycleOn } from './schedule';
import type { StartedSubscription, SubscriptionState } from './state';

/** A continuity program: cycle 1 is the order that sold it, each later cycle one order on its date. */
export const subscriptionDecider: Decider<
  SubscriptionCommand,
  SubscriptionEvent,
  SubscriptionState
> = {
  initialState: () => ({ status: 'none' }),

  decide: (command, state) => {
    if (command.kind === 'start') return state.status === 'none' ? [start(command)] : [];
    if (state.status === 'none') throw subscriptionNotFound();
    switch (command.kind) {
      case 'wake':
        return completed(state, decideWake(state, command.now));
      case 'settle':
        return completed(state, decideSettle(state, command));
      case 'change':
        return completed(state, decideChange(state, command));
      default:
        return never(command);
    }
  },

  evolve,
};

/** Without a trial the first order anchors the calendar; with one, the end of the trial does, as cycle 2. */
function start({ terms }: StartCommand): SubscriptionStarted {
  const { trialDays, ...rest } = terms;
  const trialEndsOn = trialDays === null ? null : addDays(terms.startedOn, trialDays);
  const anchor =
    trialEndsOn === null ? { cycle: 1, on: terms.startedOn } : { cycle: 2, on: trialEndsOn };
  const data = { ...rest, trialEndsOn, anchor, nextCycleOn: UNDECIDED };
  const draft: SubscriptionStarted = { type: 'subscription.started.v1', data };
  const state = evolve({ status: 'none' }, draft) as StartedSubscription;
  return { ...draft, data: { ...data, nextCycleOn: nextCycleOn(state) } };
}
