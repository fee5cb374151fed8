import type { SubscriptionEvent } from './events';
import { evolve } from './evolve';
import { nextCycleOn } from './schedule';
import type { StartedSubscription } from './state';

/** An event whose `nextCycleOn` is still to be filled in. */
export type Draft = SubscriptionEvent;

/** Stands for the date that follows from the event itself, see {@link completed}. */
export const UNDECIDED = null;

/** Folds the drafts one after the other and writes into each the date of the next charge after it. */
export function completed(
  state: StartedSubscription,
  drafts: readonly Draft[],
): SubscriptionEvent[] {
  let now = state;
  return drafts.map((draft) => {
    now = evolve(now, draft) as StartedSubscription;
    if (!('nextCycleOn' in draft.data)) return draft;
    return {
      ...draft,
      data: { ...draft.data, nextCycleOn: nextCycleOn(now) },
    } as SubscriptionEvent;
  });
}
